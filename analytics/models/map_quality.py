"""How far a map in two dimensions keeps who is near whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SAMPLE = 2_000
"""Customers that the two measures are taken on; their neighbours are looked for among `AMONG`."""

AMONG = 20_000
NEIGHBOURS = 15


@dataclass(frozen=True)
class MapQuality:
    """Two measures between 0 and 1.

    Attributes
    ----------
    trustworthiness : float
        1 if those near on the map are near in the representation (Venna and Kaski 2001).
    neighbour_recall : float
        Share of the 15 nearest in the representation that are among the 15 nearest on the map.
    """

    trustworthiness: float
    neighbour_recall: float


def map_quality(points: NDArray[np.float32] | Floats, coordinates: Floats, *, seed: int) -> MapQuality:
    """Compare neighbourhoods in the representation with those on the map.

    Parameters
    ----------
    points : ndarray, shape (n, d)
    coordinates : ndarray, shape (n, 2)
    seed : int
        Of the sample: at most 2,000 customers, among at most 20,000.

    Returns
    -------
    MapQuality
        NaN where there are fewer than 5 customers.
    """
    n = len(points)
    if n < 5:
        return MapQuality(float("nan"), float("nan"))
    rng = np.random.default_rng([seed, 601])
    among = np.sort(rng.permutation(n)[:AMONG])
    high = np.asarray(points)[among].astype(np.float64)
    low = np.asarray(coordinates)[among]
    asked = np.sort(rng.permutation(len(among))[:SAMPLE])
    k = min(NEIGHBOURS, (len(among) - 1) // 2)
    penalties, kept = 0.0, 0
    for start in range(0, len(asked), 250):
        rows = asked[start : start + 250]
        penalty, hits = _compared(_distances(high, rows), _distances(low, rows), k)
        penalties, kept = penalties + penalty, kept + hits
    m = len(among)
    worst = len(asked) * k * (2 * m - 3 * k - 1) / 2
    return MapQuality(1 - penalties / worst, kept / (len(asked) * k))


def _distances(points: Floats, rows: NDArray[np.int64]) -> Floats:
    part = points[rows]
    squared = (part**2).sum(axis=1)[:, None] - 2 * part @ points.T + (points**2).sum(axis=1)[None]
    squared[np.arange(len(rows)), rows] = np.inf
    return np.asarray(squared)


def _compared(high: Floats, low: Floats, k: int) -> tuple[float, int]:
    """Sum of how far map neighbours are beyond the k nearest in rank, and how many are among them."""
    near_low = np.argpartition(low, k - 1, axis=1)[:, :k]
    ordered = np.sort(high, axis=1)
    found = np.take_along_axis(high, near_low, axis=1)
    ranks = np.stack([np.searchsorted(row, values, side="left") for row, values in zip(ordered, found, strict=True)])
    return float(np.maximum(ranks + 1 - k, 0).sum()), int((ranks < k).sum())
