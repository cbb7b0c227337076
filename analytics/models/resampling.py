"""Candidates fitted again on parts of the customers: which divisions and which segments come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.candidates import Candidate, n_first_clouds
from analytics.models.clouds import Shape
from analytics.models.first_partition import first_partition
from analytics.models.hierarchy import Hierarchy, Tree, united
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
ALIKE = "alike clouds"
AS_SURELY = 0.02
"""A smaller difference in stability says nothing: over six resamples it changes by as much with the seed. Where a very
wide cloud had taken others in, the difference was 0.24."""
LEAST_STABILITY = 0.6
"""Mean stability below which a division is not used (below 0.6 Hennig calls a cluster not to be trusted)."""


@dataclass(frozen=True)
class Resampling:
    """What came back.

    Attributes
    ----------
    stability : tuple of float
        For each candidate: adjusted Rand index between it and what resamples found at that size, on average.
    paths : dict
        By method, for each resample its mixtures by number of clouds.
    parts : tuple of ndarray of int
        The rows of each resample.
    """

    stability: tuple[float, ...]
    paths: dict[str, tuple[dict[int, Mixture], ...]]
    parts: tuple[Ints, ...]

    def repeats(self, candidate: Candidate) -> list[tuple[Ints, Mixture]]:
        """Rows of each resample, and what it found with the method and at the size of a candidate."""
        found = [of_size(path, candidate.k) for path in self.paths[candidate.method]]
        return list(zip(self.parts, found, strict=True))


def segment_stability(labels: Ints, tree: Hierarchy, repeats: Sequence[tuple[Ints, Tree]]) -> dict[int, Floats]:
    """Mean best Jaccard overlap of each segment at each level with what resamples found.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
        The final segment of each compared customer.
    tree : Hierarchy
        Of the final segments.
    repeats : sequence of (ndarray of int, shape (n,), Tree)
        For each resample the segment of each compared customer, and the tree of its segments.

    Returns
    -------
    dict of int to ndarray
        By level, a value from 0 to 1 a group.
    """
    levels = {1: tree.broad, 2: tree.family, 3: np.arange(len(tree.family), dtype=np.int64)}
    overlaps: dict[int, list[Floats]] = {level: [] for level in levels}
    for owners, its_tree in repeats:
        found = united(its_tree, tree)
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
    parts = tuple(np.sort(rng.permutation(len(points))[:n]).astype(np.int64) for _ in range(N_RESAMPLES))
    shapes = {one.method: one.mixture.shape for one in found}
    k = n_first_clouds(n, MOST_SEGMENTS[3])
    alike = tuple(
        mixture_path(points[part], first_partition(points[part], k, seed=seed), shapes[ALIKE]) for part in parts
    )
    paths = {ALIKE: alike}
    for method in sorted(set(shapes) - {ALIKE}):
        sizes = sorted({one.k for one in found if one.method == method})
        paths[method] = tuple(
            _in_shape(points[part], path, sizes, shapes[method]) for part, path in zip(parts, alike, strict=True)
        )
    stability = tuple(_stability(points, one, paths[one.method]) for one in found)
    return Resampling(stability, paths, parts)


def chosen(found: Sequence[Candidate], tried: Resampling) -> int | None:
    """The candidate with the best score among those that are stable enough; None where none with two groups is.

    Clouds of other shapes are chosen only where they come back about as surely as the best clouds that are alike: a
    few customers like nobody make one very wide cloud likely, which takes others in.

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
    alike = [i for i in usable if found[i].method == ALIKE]
    plain = _best(found, alike) if alike else None
    surest = 0.0 if plain is None else tried.stability[plain]
    return _best(found, [i for i in usable if i in alike or tried.stability[i] >= surest - AS_SURELY])


def _best(found: Sequence[Candidate], numbers: Sequence[int]) -> int:
    return max(numbers, key=lambda number: (found[number].score, -found[number].k))


def _in_shape(part: Floats, path: dict[int, Mixture], sizes: list[int], shape: Shape) -> dict[int, Mixture]:
    fitted = {}
    for size in sizes:
        if size > 1:
            labels = of_size(path, size).log_joint(part).argmax(axis=1)
            labels = np.unique(labels, return_inverse=True)[1].astype(np.int64)
            mixture = fitted_mixture(part, labels, shape, most_rounds=15)
            fitted[len(mixture.weights)] = mixture
    return fitted or path


def of_size(path: dict[int, Mixture], k: int) -> Mixture:
    """The mixture with so many clouds, or the nearest number that a path has."""
    return path[min(path, key=lambda size: (abs(size - k), size))]


def _stability(points: Floats, candidate: Candidate, paths: Sequence[dict[int, Mixture]]) -> float:
    if candidate.k == 1:
        return 1.0
    labels = candidate.mixture.log_joint(points).argmax(axis=1).astype(np.int64)
    repeats = [of_size(path, candidate.k).log_joint(points).argmax(axis=1).astype(np.int64) for path in paths]
    return float(np.mean([max(agreement(labels, repeat), 0.0) for repeat in repeats]))
