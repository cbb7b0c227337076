"""The budget of errors for one note after another."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from analytics.models.error_budget import ERROR_RATE, START, next_level


def test_while_nothing_is_adopted_all_levels_together_stay_within_the_start() -> None:
    levels = [next_level([False] * n) for n in range(3000)]
    assert sum(levels) < START
    assert all(later < earlier for earlier, later in pairwise(levels))


def test_an_adoption_pays_for_more_tests() -> None:
    assert next_level([True]) > next_level([False])
    assert next_level([False, True, False]) > next_level([False, False, False])


def test_the_wealth_never_exceeds_what_adoptions_paid_in() -> None:
    random = np.random.default_rng(0)
    for _ in range(20):
        history: list[bool] = []
        spent = 0.0
        for adopted in random.random(300) < 0.2:
            spent += next_level(history)
            history.append(bool(adopted))
            assert spent <= ERROR_RATE * max(sum(history), 1) + START


@pytest.mark.parametrize("n_true", [0, 40])
def test_at_most_a_twentieth_of_adopted_notes_is_false(n_true: int) -> None:
    # 400 sequences of 200 tests with p values as they are: uniform where a note is false, tiny where it is true.
    random = np.random.default_rng(1)
    shares, any_false = [], 0
    for _ in range(100):
        is_true = random.permutation(200) < n_true
        history: list[bool] = []
        false = 0
        for each in is_true:
            p_value = 1e-12 if each else random.random()
            history.append(bool(p_value <= next_level(history)))
            false += history[-1] and not each
        shares.append(false / max(sum(history), 1))
        any_false += false > 0
    assert np.mean(shares) <= ERROR_RATE
    if n_true == 0:
        assert any_false / 100 <= 0.06
