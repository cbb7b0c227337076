"""Candidates fitted again on parts of the customers: which divisions and which segments come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.candidates import OWN_CLOUDS, Candidate, n_first_clouds
from analytics.models.first_partition import first_partition
from analytics.models.hierarchy import Hierarchy, Places, united
from analytics.models.mixture import Mixture, fitted_mixture
from analytics.models.mixture_path import mixture_path
from analytics.models.stability import agreement, best_overlaps
from analytics.vocabulary import MOST_SEGMENTS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

N_RESAMPLES = 6
SHARE = 0.6
"""Share of the customers in a resample; the rest are assigned by what it found."""

MOST_ROWS = 2_400
LEAST_STABILITY = 0.6
"""Mean stability below which a division is not used (below 0.6 Hennig calls a cluster not to be trusted)."""


@dataclass(frozen=True)
class Resampling:
    """What came back.

    Attributes
    ----------
    stability : tuple of float
        For each candidate: adjusted Rand index between it and what resamples found at that size, on average.
    paths : tuple of dict
        For each resample the mixtures by number of clouds, of the method that the best candidate has.
    points : ndarray
        The customers that partitions are compared on.
    """

    stability: tuple[float, ...]
    alike: tuple[dict[int, Mixture], ...]
    own: tuple[dict[int, Mixture], ...]
    points: Floats

    def segment_stability(
        self, labels: Ints, tree: Hierarchy, places: Callable[[Mixture], Places]
    ) -> dict[int, Floats]:
        """Mean best Jaccard overlap of each segment at each level with what resamples found.

        Parameters
        ----------
        labels : ndarray of int, shape (len(points),)
            The final segment of each compared customer.
        tree : Hierarchy
            Of the final segments.
        places : callable
            Gives where the segments of a mixture are.

        Returns
        -------
        dict of int to ndarray
            By level, a value from 0 to 1 a group.
        """
        k = len(tree.family)
        levels = {1: tree.broad, 2: tree.family, 3: np.arange(k, dtype=np.int64)}
        overlaps: dict[int, list[Floats]] = {level: [] for level in levels}
        for path in self.own or self.alike:
            mixture = _of_size(path, k)
            owners = mixture.log_joint(self.points).argmax(axis=1)
            found = united(places(mixture), tree)
            for level, groups in levels.items():
                overlaps[level].append(best_overlaps(groups[labels], found[level][owners], int(groups.max()) + 1))
        return {level: _means(np.vstack(rows)) for level, rows in overlaps.items()}


def _means(overlaps: Floats) -> Floats:
    """Mean down the columns, what is missing left out; 0 where all is missing."""
    return np.asarray(np.nansum(overlaps, axis=0) / np.maximum((~np.isnan(overlaps)).sum(axis=0), 1))


def resampled(points: Floats, found: Sequence[Candidate], *, seed: int) -> Resampling:
    """Fit all sizes again, from the start, on random parts of the customers.

    Parameters
    ----------
    points : ndarray, shape (n, d)
    found : sequence of Candidate
    seed : int

    Returns
    -------
    Resampling
    """
    rng = np.random.default_rng([seed, 401])
    n = min(int(SHARE * len(points)), MOST_ROWS)
    parts = [points[np.sort(rng.permutation(len(points))[:n])] for _ in range(N_RESAMPLES)]
    alike_shape = next(one.mixture.shape for one in found if one.method == "alike clouds")
    k = n_first_clouds(n, MOST_SEGMENTS[3])
    alike = tuple(mixture_path(part, first_partition(part, k, seed=seed), alike_shape) for part in parts)
    sizes = sorted({one.k for one in found if one.method == "own clouds"})
    own = tuple(_own(part, path, sizes) for part, path in zip(parts, alike, strict=True)) if sizes else ()
    stability = tuple(_stability(points, one, own if one.method == "own clouds" else alike) for one in found)
    best = max(found, key=lambda one: one.score)
    return Resampling(stability, alike, own if best.method == "own clouds" else (), points)


def chosen(found: Sequence[Candidate], tried: Resampling) -> int | None:
    """The candidate with the best score among those that are stable enough; None where none with two groups is.

    Parameters
    ----------
    found : sequence of Candidate
    tried : Resampling

    Returns
    -------
    int or None
    """
    usable = [i for i, one in enumerate(found) if one.k > 1 and tried.stability[i] >= LEAST_STABILITY]
    if not usable:
        return None
    return max(usable, key=lambda number: (found[number].score, -found[number].k))


def _own(part: Floats, path: dict[int, Mixture], sizes: list[int]) -> dict[int, Mixture]:
    fitted = {}
    for size in sizes:
        if size > 1:
            labels = _of_size(path, size).log_joint(part).argmax(axis=1)
            labels = np.unique(labels, return_inverse=True)[1].astype(np.int64)
            mixture = fitted_mixture(part, labels, OWN_CLOUDS, most_rounds=15)
            fitted[len(mixture.weights)] = mixture
    return fitted or path


def _of_size(path: dict[int, Mixture], k: int) -> Mixture:
    return path[min(path, key=lambda size: (abs(size - k), size))]


def _stability(points: Floats, candidate: Candidate, paths: Sequence[dict[int, Mixture]]) -> float:
    if candidate.k == 1:
        return 1.0
    labels = candidate.mixture.log_joint(points).argmax(axis=1).astype(np.int64)
    repeats = [_of_size(path, candidate.k).log_joint(points).argmax(axis=1).astype(np.int64) for path in paths]
    return float(np.mean([max(agreement(labels, repeat), 0.0) for repeat in repeats]))
