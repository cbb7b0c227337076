"""No small group is told of, and none follows from what is told: checked by exact linear algebra on random tables."""

from __future__ import annotations

import os
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from analytics.insights.small_groups import FEWEST, may_be_shown

N_TABLES = 1_000 if os.environ.get("TANDEM_SLOW") == "1" else 250


def basis_of(rows: np.ndarray) -> list[tuple[int, list[Fraction]]]:
    """Bring rows into steps by Gauss with fractions, another way than the code's."""
    basis: list[tuple[int, list[Fraction]]] = []
    for row in rows.tolist():
        left = left_over(basis, row)
        if any(left):
            basis.append((next(i for i, value in enumerate(left) if value), left))
    return basis


def left_over(basis: list[tuple[int, list[Fraction]]], row: list[int]) -> list[Fraction]:
    """What is left of a row when all that follows from the basis is taken away; nothing where it follows."""
    left = [Fraction(value) for value in row]
    for lead, known in basis:
        if left[lead]:
            times = left[lead] / known[lead]
            left = [a - times * b if b else a for a, b in zip(left, known, strict=True)]
    return left


def table(dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A random table of one to three dimensions: each cell, each margin and the total is a query; some are left out."""
    shape = tuple(int(n) for n in dice.integers(1, (6, 4, 3)[: int(dice.integers(1, 4))], endpoint=True))
    counts = dice.choice([0, 1, 3, 9, 10, 12, 40, 500], size=shape, p=[0.15, 0.1, 0.1, 0.1, 0.1, 0.15, 0.2, 0.1])
    at = np.indices(shape).reshape(len(shape), -1)
    queries = []
    for chosen in product(*([None, *range(n)] for n in shape)):
        kept = [np.ones(at.shape[1], dtype=bool) if want is None else at[i] == want for i, want in enumerate(chosen)]
        queries.append(np.logical_and.reduce(kept))
    groups = np.array(queries)
    return counts.ravel(), groups[dice.random(len(groups)) < dice.choice([0.6, 1.0])]


@pytest.mark.parametrize("seed", range(10))
def test_no_small_group_and_no_small_difference_follows_from_what_is_shown(seed: int) -> None:
    dice = np.random.default_rng(seed)
    n_hidden = 0
    for _ in range(N_TABLES // 10):
        counts, groups = table(dice)
        if not len(groups):
            continue
        shown = may_be_shown(counts, groups)
        sizes = groups @ counts
        assert not ((sizes > 0) & (sizes < FEWEST) & shown).any()
        assert shown[sizes == 0].all()
        inner = groups.astype(int)[:, counts > 0]
        basis = basis_of(inner[shown])
        secrets = {
            tuple(rest)
            for one, other in product(inner, [np.zeros(inner.shape[1], dtype=int), *inner])
            if ((rest := one - other) >= 0).all() and 0 < rest @ counts[counts > 0] < FEWEST
        }
        n_hidden += len(secrets)
        assert all(any(left_over(basis, list(secret))) for secret in secrets)
    assert n_hidden


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    groups = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]], dtype=bool)
    assert may_be_shown(np.array([10, 11, 400]), groups).all()


def test_a_lone_small_cell_takes_the_next_smallest_with_it_and_leaves_the_total() -> None:
    groups = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]], dtype=bool)
    assert may_be_shown(np.array([4, 30, 70]), groups).tolist() == [False, False, True, True]


def test_two_small_cells_that_are_small_together_take_a_third_with_them() -> None:
    groups = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [1, 1, 1, 1], [1, 1, 0, 0]], dtype=bool)
    shown = may_be_shown(np.array([4, 5, 30, 70]), groups)
    assert shown.tolist() == [False, False, False, True, True, False]


def test_a_filter_less_by_few_customers_is_not_shown_beside_the_wider_one() -> None:
    groups = np.array([[1, 1], [1, 0]], dtype=bool)
    assert may_be_shown(np.array([100, 3]), groups).sum() == 1
