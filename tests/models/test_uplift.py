"""Whom an offer keeps, in worlds where that is known."""

from __future__ import annotations

import os

import numpy as np
import pandas as pd
import pytest

from analytics.models.uplift import fit_risk, fit_uplift
from analytics.models.uplift_judged import HeldOut, curve, first, folds_of, gain, held_out
from tests.models.made_up_trials import trial_world

IS_SLOW = os.environ.get("TANDEM_SLOW") == "1"
N_WORLDS = 200 if IS_SLOW else 20


def test_in_worlds_without_effect_hardly_any_ranking_is_claimed() -> None:
    claims = 0
    for seed in range(N_WORLDS):
        learned, _ = trial_world(seed, n=1_000)
        held = held_out(learned)
        claims += gain(learned.trial, held, held.uplift, None).is_sure
    # One in twenty is right; more than this has a chance of one in a hundred.
    assert claims <= (18 if IS_SLOW else 4)


def test_where_an_offer_helps_some_and_harms_others_the_ranking_finds_them_and_risk_does_not() -> None:
    learned, truth = trial_world(5, n=6_000, pull=1.0)
    held = held_out(learned)
    assert gain(learned.trial, held, held.uplift, None).is_sure
    assert gain(learned.trial, held, held.uplift, held.risk).is_sure
    assert not gain(learned.trial, held, held.risk, None).is_sure
    assert truth[first(held.uplift, 0.3)].mean() > 0.7 * truth[first(truth, 0.3)].mean()


def test_effects_as_large_as_is_thought_possible_are_near_the_truth_and_most_intervals_hold_it() -> None:
    learned, truth = trial_world(6, n=6_000, pull=0.5)
    risk = fit_risk(learned.matrix, learned.values, categorical=[])
    effect, lower, upper = fit_uplift(risk, learned.trial_matrix, learned.trial).effects(learned.trial_matrix)
    assert np.corrcoef(effect, truth)[0, 1] > 0.9
    assert np.all((lower <= effect) & (effect <= upper))
    assert np.mean((lower <= truth) & (truth <= upper)) > 0.75


def test_the_gain_over_random_is_unbiased_and_its_interval_covers() -> None:
    covered, off = 0, []
    for seed in range(200):
        learned, truth = trial_world(seed, n=800, pull=1.0)
        order = learned.trial_matrix[:, 0]
        held = HeldOut(order, np.full(800, 0.12))
        found = gain(learned.trial, held, order, None)
        true = truth[first(order, 0.3)].mean() - truth.mean()
        off.append(found.gain - true)
        covered += found.lower <= true <= found.upper
    assert abs(np.mean(off)) < 4 * np.std(off) / np.sqrt(200)
    assert 0.84 <= covered / 200 <= 0.97


def test_with_the_whole_budget_no_ranking_gains_and_a_curve_ends_where_all_end() -> None:
    learned, _ = trial_world(1, pull=1.0)
    table = curve(learned.trial, held_out(learned))
    whole = table[table["budget"] == 1.0]
    assert whole["gain"].abs().max() == pytest.approx(0)
    assert whole["kept"].nunique() == 1


def test_a_customer_is_in_one_fold_whatever_else_is_in_the_list() -> None:
    many = folds_of(pd.Series([f"C{i % 50}" for i in range(100)]))
    assert (many[:50] == many[50:]).all()
    assert folds_of(pd.Series(["C7"]))[0] == many[7]
    assert set(many) == {0, 1, 2, 3, 4}
