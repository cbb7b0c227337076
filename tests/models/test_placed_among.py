"""Placing others on a map that is drawn already."""

from __future__ import annotations

import numpy as np

from analytics.models.placed_among import placed_among
from analytics.models.projection import NEAR_LANDMARKS, weighted_places


def drawn(seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(200, 5)).astype(np.float32)
    return matrix, np.repeat([0, 1], 100), rng.uniform(-1, 1, size=(200, 2))


def test_a_row_lies_between_the_four_nearest_of_its_segment() -> None:
    matrix, segments, places = drawn()
    rng = np.random.default_rng(2)
    points, owners = rng.normal(size=(30, 5)).astype(np.float32), rng.integers(0, 2, 30)
    found = placed_among(points, owners, matrix, segments, places, seed=0)
    near, far = [], []
    for point, owner in zip(points, owners, strict=True):
        distances = np.where(segments == owner, np.linalg.norm(matrix - point, axis=1), np.inf)
        order = np.argsort(distances)[:NEAR_LANDMARKS]
        near.append(order)
        far.append(distances[order])
    for owner in (0, 1):
        mine = owners == owner
        expected = weighted_places(places[np.array(near)[mine]], np.array(far)[mine].astype(np.float64))
        np.testing.assert_allclose(found[mine], expected, atol=1e-3)


def test_whoever_has_not_changed_stays_near_where_they_are_on_a_map_that_keeps_neighbours() -> None:
    matrix, segments, _ = drawn()
    places = matrix[:, :2].astype(np.float64) / 3
    flat = np.ascontiguousarray(matrix[:, :2])
    away = np.linalg.norm(placed_among(flat, segments, flat, segments, places, seed=0) - places, axis=1)
    assert np.median(away) < 0.05
    assert np.linalg.norm(places - places[::-1], axis=1).mean() > 0.3


def test_a_segment_with_nobody_on_the_map_has_no_place_and_one_customer_is_the_place() -> None:
    matrix, segments, places = drawn()
    found = placed_among(matrix[:3], np.array([2, -1, 0]), matrix, segments, places, seed=0)
    assert np.isnan(found[:2]).all()
    assert np.isfinite(found[2]).all()
    lone = placed_among(matrix[:3], np.array([7, 7, 7]), matrix[:1], np.array([7]), places[:1], seed=0)
    assert (lone == places[0]).all()


def test_many_customers_of_one_segment_are_drawn_by_the_seed() -> None:
    rng = np.random.default_rng(3)
    matrix, places = rng.normal(size=(2_500, 3)).astype(np.float32), rng.uniform(size=(2_500, 2))
    segments = np.zeros(2_500, dtype=np.int64)
    first, again, other = (
        placed_among(matrix[:50], segments[:50], matrix, segments, places, seed=seed) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
