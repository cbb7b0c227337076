"""The two halves that the model sees in a lowest segment, where it sees any."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analytics.models.candidates import ALIKE_CLOUDS
from analytics.models.mixture import Mixture, fitted_mixture
from analytics.models.mixture_path import bayes_information

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST_CUSTOMERS = 60
"""A segment with fewer can't hold up two clouds."""

SMALLEST_HALF = 0.1
"""Of the segment's customers; a smaller part is a few who are odd, not a half."""

ROWS_TO_FIT = 3_000
AXES = 3


def segment_halves(matrix: NDArray[np.float32] | Floats, lowest: NDArray[np.int32], *, seed: int) -> NDArray[np.int8]:
    """Divide each segment in two where two clouds describe its customers better than one.

    Parameters
    ----------
    matrix : ndarray, shape (n, d)
        Customers as points, as the segmentation saw them.
    lowest : ndarray of int, shape (n,)
        The segment of each.
    seed : int
        Of the sample that a large segment is judged by.

    Returns
    -------
    ndarray of int8, shape (n,)
        0 (the larger) or 1; -1 where the segment has no halves: Schwarz's criterion is not better with two clouds, or
        one would have fewer than a tenth of the customers.
    """
    halves = np.full(len(matrix), -1, dtype=np.int8)
    with threadpool_limits(1):
        for code in np.unique(lowest):
            rows = np.flatnonzero(lowest == code)
            if len(rows) >= FEWEST_CUSTOMERS:
                halves[rows] = _halves(np.asarray(matrix[rows], dtype=np.float64), seed)
    return halves


def _halves(points: Floats, seed: int) -> NDArray[np.int8]:
    none = np.full(len(points), -1, dtype=np.int8)
    sample = points[np.sort(np.random.default_rng([seed, 907]).permutation(len(points))[:ROWS_TO_FIT])]
    one = fitted_mixture(sample, np.zeros(len(sample), dtype=np.int64), ALIKE_CLOUDS)
    two = _two_clouds(sample)
    if two is None or bayes_information(two, len(sample)) <= bayes_information(one, len(sample)):
        return none
    owners = two.log_joint(points).argmax(axis=1)
    if np.bincount(owners, minlength=2).min() < SMALLEST_HALF * len(points):
        return none
    larger = int(np.bincount(owners, minlength=2).argmax())
    return np.where(owners == larger, 0, 1).astype(np.int8)


def _two_clouds(points: Floats) -> Mixture | None:
    """The likeliest of the fits that start with a cut across one of the axes along which customers vary most."""
    centred = points - points.mean(axis=0)
    axes = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, :AXES]
    places = centred @ axes
    fits = [fitted_mixture(points, (places[:, axis] > 0).astype(np.int64), ALIKE_CLOUDS) for axis in range(len(axes.T))]
    pairs = [fit for fit in fits if len(fit.weights) == 2]
    return max(pairs, key=lambda fit: fit.log_likelihood) if pairs else None
