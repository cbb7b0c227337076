"""Sets of what can't be ruled out: borders worked by hand, and the coverage that they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from analytics.models.prediction_sets import SetBorders, fit_set_borders, is_covered


def test_borders_worked_by_hand() -> None:
    # Of 19 with the outcome the second smallest may be missed: floor(0.1 * 20) = 2; of 9 without the largest one.
    with_it = np.linspace(0.05, 0.95, 19)
    without_it = np.array([0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.5])
    borders = fit_set_borders(np.r_[with_it, without_it], np.r_[np.ones(19), np.zeros(9)])
    assert borders.with_from == pytest.approx(0.1)
    assert borders.without_to == pytest.approx(0.5)
    sets = borders.sets(np.array([0.09, 0.1, 0.5, 0.51]))
    assert sets.tolist() == ["without", "either", "either", "with"]
    assert is_covered(sets, np.array([1, 1, 0, 0])).tolist() == [False, True, True, False]


def test_between_borders_that_leave_a_gap_a_customer_is_like_neither() -> None:
    borders = SetBorders(with_from=0.6, without_to=0.4)
    assert borders.sets(np.array([0.5])).tolist() == ["neither"]
    assert not is_covered(borders.sets(np.array([0.5, 0.5])), np.array([0, 1])).any()


@pytest.mark.parametrize("n", [0, 1, 8])
def test_a_kind_of_which_fewer_than_nine_are_known_is_never_ruled_out(n: int) -> None:
    probability = np.r_[np.full(n, 0.9), np.linspace(0.01, 0.2, 50)]
    borders = fit_set_borders(probability, np.r_[np.ones(n), np.zeros(50)])
    assert borders.with_from == 0.0
    assert set(borders.sets(np.array([0.0, 0.05, 0.1]))) == {"either"}


@given(some.integers(0, 2**31), some.sampled_from([0.05, 0.2, 0.5]))
def test_ruling_out_never_turns_round_as_the_risk_rises(seed: int, share: float) -> None:
    random = np.random.default_rng(seed)
    values = (random.random(200) < share).astype(float)
    borders = fit_set_borders(random.beta(2, 5, 200), values)
    sets = borders.sets(np.linspace(0, 1, 101))
    order = {"without": 0, "either": 1, "neither": 1, "with": 2}
    assert (np.diff([order[each] for each in sets]) >= 0).all()


def test_new_customers_are_covered_nine_times_in_ten_with_and_without_the_outcome() -> None:
    held: dict[float, list[float]] = {0.0: [], 1.0: []}
    for seed in range(200):
        random = np.random.default_rng(seed)
        risk = random.beta(1, 9, 4_000)
        values = (random.random(4_000) < risk).astype(float)
        borders = fit_set_borders(risk[:2_000], values[:2_000])
        sets = borders.sets(risk[2_000:])
        for kind, found in held.items():
            mine = values[2_000:] == kind
            found.append(float(is_covered(sets, values[2_000:])[mine].mean()))
    for found in held.values():
        assert np.mean(found) == pytest.approx(0.9, abs=0.01)
