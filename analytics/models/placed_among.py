"""Where others belong on a map that is drawn already: between those who are most like them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analytics.models.projection import NEAR_LANDMARKS, weighted_places

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
Ints = NDArray[np.int64]

MOST_COMPARED = 2_000
"""Customers of a segment that others are placed between, drawn by the seed."""

_ROWS_AT_ONCE = 20_000


def placed_among(
    points: Floats32, segments: Ints, matrix: Floats32, matrix_segments: Ints, places: Floats, *, seed: int
) -> Floats:
    """Place rows on the map between the four nearest customers of their segment, the nearer the more.

    The kernel is the one by which customers of a large bank are placed between landmarks (`weighted_places`). Only
    customers of the same segment are compared, so that a row lies where its segment is.

    Parameters
    ----------
    points : ndarray, shape (n, d)
        The rows, in the representation.
    segments : ndarray of int, shape (n,)
        Their segments.
    matrix : ndarray, shape (m, d)
        The customers who are on the map.
    matrix_segments : ndarray of int, shape (m,)
        Their segments.
    places : ndarray, shape (m, 2)
        Where they are.
    seed : int
        Of the draw where a segment has more than `MOST_COMPARED` customers.

    Returns
    -------
    ndarray, shape (n, 2)
        NaN where nobody of the row's segment is on the map.
    """
    found = np.full((len(points), 2), np.nan)
    random = np.random.default_rng([seed, 907])
    with threadpool_limits(1):
        for segment in np.unique(segments):
            rows = np.flatnonzero(segments == segment)
            near = np.flatnonzero(matrix_segments == segment)
            if len(near) > MOST_COMPARED:
                near = np.sort(random.choice(near, MOST_COMPARED, replace=False))
            if len(near):
                for part in np.array_split(rows, -(-len(rows) // _ROWS_AT_ONCE)):
                    found[part] = _between(points[part], matrix[near], places[near])
    return found


def _between(points: Floats32, near: Floats32, places: Floats) -> Floats:
    k = min(NEAR_LANDMARKS, len(near))
    if k == 1:
        return np.repeat(places, len(points), axis=0)
    # The square of the row itself is the same for all and changes no order; it is added where distances are needed.
    squared = (near * near).sum(axis=1) - 2 * points @ near.T
    nearest = np.argpartition(squared, k - 1, axis=1)[:, :k]
    own = (points * points).sum(axis=1, keepdims=True)
    distances = np.sqrt(np.maximum(np.take_along_axis(squared, nearest, axis=1) + own, 0)).astype(np.float64)
    order = np.argsort(distances, axis=1, kind="stable")
    nearest, distances = np.take_along_axis(nearest, order, axis=1), np.take_along_axis(distances, order, axis=1)
    return weighted_places(places[nearest], distances)
