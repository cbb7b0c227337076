"""What is told of cohorts of all lengths and of all segments at once: no small group follows from it."""

from __future__ import annotations

import os
from itertools import product

import numpy as np
import pandas as pd
import pytest

from analytics.insights.cohort_triangle import STEPS, cohort_named
from analytics.insights.cohorts_told import LENGTH_OF_GROUPS, told_beside, told_of_all, told_of_groups
from analytics.insights.small_groups import FEWEST
from tests.insights.test_small_groups import basis_of, left_over

N_TABLES = 300 if os.environ.get("TANDEM_SLOW") == "1" else 40
MONTHS = [f"2025-{month:02d}" for month in range(1, 7)]
TREE = {"A": ("A1", "A2"), "B": ("B1", "B2", "B3")}
LEAVES = [leaf for leaves in TREE.values() for leaf in leaves]
GROUPS = {**TREE, **{leaf: (leaf,) for leaf in LEAVES}}


def bank(dice: np.random.Generator) -> pd.DataFrame:
    """Who joined, by month and segment without parts."""
    counts = dice.choice([0, 2, 5, 11, 40], size=(len(MONTHS), len(LEAVES)), p=[0.2, 0.2, 0.1, 0.25, 0.25])
    return pd.DataFrame(counts, index=MONTHS, columns=LEAVES)


def query(months: pd.Series[bool], leaves: tuple[str, ...]) -> np.ndarray:
    """A cohort of a group as the cells of the table that it counts."""
    return np.outer(months.to_numpy(), [leaf in leaves for leaf in LEAVES]).astype(int).ravel()


@pytest.mark.parametrize("seed", range(4))
def test_no_small_cohort_and_no_small_difference_of_two_follows_from_all_triangles_together(seed: int) -> None:
    dice = np.random.default_rng(seed)
    n_secrets = n_told = 0
    for _ in range(N_TABLES // 4):
        table = bank(dice)
        cells = table.to_numpy().ravel()
        names = {by: cohort_named(pd.Series(MONTHS, index=MONTHS), by) for by in STEPS}
        of_all = told_of_all(table.sum(axis=1))
        quarters = table.groupby(names[LENGTH_OF_GROUPS]).sum()
        of_groups = told_of_groups(quarters, {name: np.isin(LEAVES, leaves) for name, leaves in GROUPS.items()})
        every = [
            (query(names[by] == name, tuple(LEAVES)), name in of_all[by]) for by in STEPS for name in set(names[by])
        ]
        every += [
            (query(names[LENGTH_OF_GROUPS] == name, leaves), name in of_groups[group] & of_all[LENGTH_OF_GROUPS])
            for group, leaves in GROUPS.items()
            for name in quarters.index
        ]
        inner = np.array([row for row, _ in every])[:, cells > 0]
        told = np.array([is_told for _, is_told in every])
        secrets = {
            tuple(rest)
            for one, other in product(inner, [np.zeros(inner.shape[1], dtype=int), *inner])
            if ((rest := one - other) >= 0).all() and 0 < rest @ cells[cells > 0] < FEWEST
        }
        basis = basis_of(inner[told])
        assert all(any(left_over(basis, list(secret))) for secret in secrets)
        n_secrets, n_told = n_secrets + len(secrets), n_told + int(told.sum())
    assert n_secrets
    assert n_told


def test_a_month_that_a_quarter_and_its_other_months_would_tell_of_hides_the_next_smallest() -> None:
    n_joined = pd.Series({"2025-01": 40, "2025-02": 4, "2025-03": 30, "2025-04": 50})
    told = told_of_all(n_joined)
    assert told["month"] == {"2025-01", "2025-04"}
    assert told["quarter"] == {"2025 Q1", "2025 Q2"}
    assert told["year"] == {"2025"}


def test_of_three_segments_the_small_one_takes_another_with_it() -> None:
    parts = pd.DataFrame({"a": [5, 30], "b": [12, 30], "c": [80, 30]}, index=["2025 Q1", "2025 Q2"])
    groups = {name: np.array(parts.columns == name) for name in "abc"}
    told = told_of_groups(parts, groups)
    assert told == {"a": {"2025 Q2"}, "b": {"2025 Q2"}, "c": {"2025 Q1", "2025 Q2"}}


def test_a_cohort_that_holds_or_lies_in_another_but_for_few_is_not_told() -> None:
    own = pd.Series([30, 30, 30, 9, 0], index=list("abcde"))
    left_out = pd.DataFrame({"x": [0, 4, 4, 9, 0]}, index=own.index)
    added = pd.DataFrame({"x": [9, 0, 20, 90, 0]}, index=own.index)
    assert told_beside(own, left_out, added) == {"c", "e"}
