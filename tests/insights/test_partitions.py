"""Two divisions beside each other."""

from __future__ import annotations

import itertools
from datetime import date

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from analytics.insights.partitions import beside, protected_agreement


def test_other_numbers_for_the_same_segments_move_nobody() -> None:
    first = np.array([0, 0, 1, 1, 2, 2])
    found = beside(first, (first + 1) % 3)
    assert found.agreement == 1
    assert found.counterpart == {1: 0, 2: 1, 0: 2}
    assert not found.moved.any()


def test_a_split_segment_keeps_its_larger_part() -> None:
    found = beside(np.zeros(5, dtype=np.int64), np.array([0, 0, 0, 1, 1]))
    assert found.counterpart == {0: 0}
    assert found.moved.tolist() == [False, False, False, True, True]


@pytest.mark.parametrize("seed", range(5))
def test_no_other_pairing_moves_fewer(seed: int) -> None:
    rng = np.random.default_rng(seed)
    first, second = rng.integers(0, 4, 60), rng.integers(0, 4, 60)
    found = beside(first, second)
    fewest = min((np.array(pairing)[second] != first).sum() for pairing in itertools.permutations(range(4)))
    assert found.moved.sum() == fewest
    assert found.agreement == pytest.approx(adjusted_rand_score(first, second))


def test_a_division_that_is_a_protected_attribute_agrees_fully_and_one_at_random_does_not() -> None:
    gender = np.arange(400) % 2
    customers = pd.DataFrame({"gender": np.where(gender == 1, "f", "m"), "language": "de"})
    found = protected_agreement(
        gender, customers, protected=("gender", "language", "origin"), as_of=date(2026, 6, 30), seed=0
    )
    assert found == {"gender": pytest.approx(1.0)}
    chance = np.random.default_rng(0).integers(0, 5, 400)
    other = protected_agreement(chance, customers, protected=("gender",), as_of=date(2026, 6, 30), seed=0)
    assert abs(other["gender"]) < 0.02
