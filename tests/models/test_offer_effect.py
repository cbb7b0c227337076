"""What an offer did: the comparison of offered and held back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models.offer_effect import EffectVerdict, OfferEffect, Trial, offer_effect, trial_of, verdicts_together


def _rows(**columns: object) -> pd.DataFrame:
    same = {"offer": "waiver", "channel": "phone", "followed_on": "2026-03-31", "propensity": np.nan}
    return pd.DataFrame({**same, **columns})


def test_weights_by_hand() -> None:
    # Offered: of 20 who had an even chance 2 left, of 20 who had one of four 4; weights 2 and 4: (2*2 + 4*4) / 120.
    # Held back: of 20 with an even chance 5, of 20 with three of four 2; weights 2 and 4/3: (10 + 8/3) / (200/3).
    chance = np.repeat([0.5, 0.25, 0.5, 0.25], 20)
    left = np.concatenate([np.arange(20) < n for n in (2, 4, 5, 2)]).astype(float)
    found = offer_effect(Trial(np.arange(80), np.arange(80) < 40, chance, left))
    assert found.share_offered == pytest.approx(20 / 120)
    assert found.share_held_back == pytest.approx((10 + 8 / 3) / (200 / 3))
    assert found.effect == pytest.approx(found.share_held_back - found.share_offered)
    assert (found.n_offered, found.n_held_back) == (40, 40)


def test_the_interval_is_the_textbook_one_where_all_have_the_same_chance() -> None:
    offered = np.arange(400) < 200
    left = np.concatenate([np.arange(200) < 20, np.arange(200) < 50]).astype(float)
    found = offer_effect(Trial(np.arange(400), offered, np.full(400, 0.5), left))
    by_hand = 1.6448536 * np.sqrt(0.1 * 0.9 / 200 + 0.25 * 0.75 / 200)
    assert (found.effect, found.effect - found.lower) == pytest.approx((0.15, by_hand))
    assert found.verdict is EffectVerdict.LOWERS


def test_a_customer_counted_twice_makes_nothing_surer() -> None:
    offered = np.arange(400) < 200
    left = np.concatenate([np.arange(200) < 20, np.arange(200) < 50]).astype(float)
    once = offer_effect(Trial(np.arange(400), offered, np.full(400, 0.5), left))
    twice = offer_effect(Trial(np.tile(np.arange(400), 2), np.tile(offered, 2), np.full(800, 0.5), np.tile(left, 2)))
    assert twice.upper - twice.lower == pytest.approx(once.upper - once.lower)


def test_the_propensity_is_that_of_what_the_customer_got() -> None:
    trial, usable = trial_of(
        _rows(customer_id=["a", "b", "c"], is_offered=[True, False, True], propensity=[0.4, 0.4, 1.0], value=[1, 0, 0])
    )
    assert usable.tolist() == [True, True, False]
    assert trial.chance.tolist() == pytest.approx([0.4, 0.6])


def test_without_a_propensity_the_share_of_those_alike_is_taken_and_where_all_got_it_nothing_is_compared() -> None:
    rows = _rows(
        customer_id=list("abcdef"),
        is_offered=[True, False, False, False, True, True],
        value=0,
        channel=["phone"] * 4 + ["web"] * 2,
    )
    trial, usable = trial_of(rows)
    assert usable.tolist() == [True] * 4 + [False] * 2
    assert trial.chance.tolist() == [0.25] * 4


def test_with_nobody_held_back_the_effect_is_unknown() -> None:
    found = offer_effect(Trial(np.arange(90), np.ones(90, bool), np.full(90, 0.5), np.zeros(90)))
    assert found.verdict is EffectVerdict.UNKNOWN
    assert np.isnan(found.effect)


def test_it_is_unbiased_and_its_intervals_cover_where_those_at_risk_are_offered_more() -> None:
    draw = np.random.default_rng(3)
    effects, covered = [], 0
    for _ in range(400):
        risk = draw.choice([0.1, 0.4], 600)
        chance = np.where(risk > 0.2, 0.7, 0.3)
        offered = draw.random(600) < chance
        left = (draw.random(600) < risk - 0.06 * offered).astype(float)
        found = offer_effect(Trial(np.arange(600), offered, chance, left))
        effects.append(found.effect)
        covered += found.lower <= 0.06 <= found.upper
    assert np.mean(effects) == pytest.approx(0.06, abs=4 * float(np.std(effects)) / 20)
    assert 0.86 <= covered / 400 <= 0.94


def test_of_many_comparisons_few_are_claimed_where_nothing_has_an_effect() -> None:
    draw, n_claiming, n_alone = np.random.default_rng(4), 0, 0
    for _ in range(200):
        offered, left = draw.random(2_400) < 0.5, (draw.random(2_400) < 0.08).astype(float)
        trial = Trial(np.arange(2_400), offered, np.full(2_400, 0.5), left)
        groups = [np.arange(2_400) % 3 == each for each in range(3)]
        groups += [np.arange(2_400) % 9 == each for each in range(9)]
        found = [offer_effect(trial.of(chosen)) for chosen in groups]
        claims = {EffectVerdict.LOWERS, EffectVerdict.RAISES}
        n_claiming += bool(claims & set(verdicts_together(found)))
        n_alone += bool(claims & {each.verdict for each in found})
    assert n_claiming <= 30, "one world in ten, give or take"
    assert n_alone > 100, "each alone would claim something in most"


def test_counting_the_comparisons_by_hand() -> None:
    def one(effect: float) -> OfferEffect:
        return OfferEffect(effect, effect - 0.0164485, effect + 0.0164485, 100, 100, 0.1, 0.1)

    # A standard error of 0.01: z is 3, 2 and 1.8, so p is 0.003, 0.046 and 0.072 against 0.033, 0.05 and 0.1.
    assert verdicts_together([one(0.02), one(0.03), one(-0.018)]) == ("lowers", "lowers", "raises")
    # Beside one without effect the bounds are 0.025, 0.033, 0.05: the second fails, and with it those after it.
    assert verdicts_together([one(0.02), one(0.03), one(-0.018), one(0.0)]) == ("unsure", "lowers", "unsure", "unsure")
