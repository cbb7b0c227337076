"""What a division tells of an outcome, beside other ways to work it out."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import log_loss, roc_auc_score

from analytics.insights.held_out import N_FOLDS, cross_fitted, held_out_difference, held_out_value

N = 3_000
SEGMENTS = np.arange(N) % 4
VALUES = (np.random.default_rng(5).uniform(size=N) < np.array([0.02, 0.08, 0.15, 0.3])[SEGMENTS]).astype(float)
FOLDS = np.random.default_rng([0, 811]).permutation(N) % N_FOLDS


def test_figures_are_those_of_scikit_learn() -> None:
    found = held_out_value(SEGMENTS, VALUES, seed=0)
    assert found is not None
    own, everyone = (cross_fitted(each, VALUES, FOLDS) for each in (SEGMENTS, SEGMENTS * 0))
    assert found.auc == pytest.approx(roc_auc_score(VALUES, own))
    assert found.gain == pytest.approx(log_loss(VALUES, everyone) - log_loss(VALUES, own))
    assert (found.n_customers, found.n_positive) == (N, VALUES.sum())


def test_intervals_are_as_wide_as_those_of_a_bootstrap() -> None:
    found = held_out_value(SEGMENTS, VALUES, seed=0)
    assert found is not None
    risks = cross_fitted(SEGMENTS, VALUES, FOLDS)
    rng = np.random.default_rng(0)
    draws = [rng.integers(0, N, N) for _ in range(300)]
    spread = np.std([roc_auc_score(VALUES[draw], risks[draw]) for draw in draws], ddof=1)
    assert (found.auc_upper - found.auc_lower) / 2 / 1.96 == pytest.approx(spread, rel=0.15)


def test_a_division_at_random_is_not_said_to_tell_anything() -> None:
    found = held_out_value(np.random.default_rng(1).integers(0, 6, N), VALUES, seed=0)
    assert found is not None
    assert found.auc_lower < 0.5
    assert found.gain_lower < 0


def test_the_difference_is_that_of_the_two_values_and_surer_than_either() -> None:
    coarse = SEGMENTS // 2
    each = [held_out_value(segments, VALUES, seed=0) for segments in (coarse, SEGMENTS)]
    found = held_out_difference(coarse, SEGMENTS, VALUES, seed=0)
    assert found is not None
    first, second = each
    assert first is not None
    assert second is not None
    assert found.auc == pytest.approx(second.auc - first.auc)
    assert found.gain == pytest.approx(second.gain - first.gain)
    assert found.auc_lower > 0
    assert found.auc_upper - found.auc_lower < second.auc_upper - second.auc_lower


def test_the_same_division_differs_by_nothing() -> None:
    found = held_out_difference(SEGMENTS, SEGMENTS, VALUES, seed=0)
    assert found is not None
    assert (found.auc, found.auc_lower, found.auc_upper, found.gain) == (0, 0, 0, 0)


def test_too_few_customers_or_a_single_outcome_say_nothing() -> None:
    assert held_out_value(SEGMENTS[:99], VALUES[:99], seed=0) is None
    assert held_out_value(SEGMENTS, VALUES * 0, seed=0) is None
