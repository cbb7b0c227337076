"""How near to real customers a described one is."""

from __future__ import annotations

import numpy as np

from analytics.models.named_rows import NamedRows
from analytics.models.plausibility import ground_of, placed

NOBODY = np.array([-1])


def rows_of(values: np.ndarray) -> NamedRows:
    return NamedRows(("a", "b"), np.asarray(values, dtype=float))


def test_equal_values_share_their_middle_and_missing_lies_apart() -> None:
    known = np.array([0.0, 0.0, 0.0, 1.0])
    assert placed(np.array([0.0, 1.0, 5.0, np.nan]), known).tolist() == [0.375, 0.875, 1.0, -0.5]


def test_a_real_customer_is_not_its_own_neighbour() -> None:
    """Four customers: two alike, two as far from these as from each other: a half is at least as far as they."""
    rows = rows_of(np.array([[0, 0], [0, 0], [1, 9], [9, 1]]))
    ground = ground_of(rows, ("a", "b"), np.arange(4, dtype=np.uint64))
    assert ground.own_distances[:2].tolist() == [0.0, 0.0]
    lonely = rows.among(np.array([3]))
    assert ground.plausibility(lonely, np.array([3])).tolist() == [0.5]
    assert ground.plausibility(lonely, NOBODY).tolist() == [1.0], "whoever is just like a real customer is at home"


def test_it_falls_with_the_distance_and_agrees_with_brute_force() -> None:
    random = np.random.default_rng(0)
    real = rows_of(np.column_stack([random.normal(size=300), random.normal(size=300)]))
    ground = ground_of(real, ("a", "b"), random.permutation(300).astype(np.uint64))
    away = np.linspace(0, 1, 30)
    middle, corner = np.array([0.0, 0.0]), np.array([5.0, -5.0])
    line = rows_of(middle + away[:, None] * (corner - middle))
    found = ground.plausibility(line, np.full(30, -1))
    places = np.column_stack([placed(real[name], np.sort(real[name])) for name in ("a", "b")])
    there = np.column_stack([placed(line[name], np.sort(real[name])) for name in ("a", "b")])
    apart = np.linalg.norm(places[:, None] - places[None], axis=2) + np.diag(np.full(300, np.inf))
    nearest = np.linalg.norm(there[:, None] - places[None], axis=2).min(axis=1)
    np.testing.assert_allclose(found, [(apart.min(axis=1) >= one - 1e-6).mean() for one in nearest], atol=0.004)
    order = np.argsort(nearest)
    assert (np.diff(found[order]) <= 1e-12).all(), "the farther, the less plausible"
    assert found[-1] < 0.1 < 0.5 < found.max()
