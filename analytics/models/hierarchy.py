"""Families and broad groups above the segments, exactly nested."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.mixture import Mixture
from analytics.models.mixture_path import nearest_pair, ward_costs, within_root
from analytics.vocabulary import MOST_SEGMENTS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Hierarchy:
    """Which family and which broad group each segment belongs to.

    Attributes
    ----------
    family, broad : ndarray of int, shape (k,)
        For each of the k segments. Segments of one family are always in one broad group.
    """

    family: Ints
    broad: Ints


def hierarchy(mixture: Mixture) -> Hierarchy:
    """Unite the nearest segments step by step, and cut where the next union would cost most more than the last.

    Distances count in units of the spread within segments, with the sizes as weights (Ward). Families: two to seven;
    broad groups: two or three, and fewer than the families where that is possible.

    Parameters
    ----------
    mixture : Mixture
        One cloud a segment.

    Returns
    -------
    Hierarchy
    """
    partitions, heights = _unions(mixture)
    k = len(mixture.weights)
    n_families = _widest_gap(heights, k, range(2, min(MOST_SEGMENTS[2], k) + 1))
    n_broad = _widest_gap(heights, k, range(2, min(MOST_SEGMENTS[1], n_families) + 1))
    return Hierarchy(partitions[k - n_families], partitions[k - n_broad])


def united(mixture: Mixture, k: int) -> Ints:
    """The group of each cloud after uniting the nearest until k groups are left (fewer where there are fewer clouds).

    Parameters
    ----------
    mixture : Mixture
    k : int

    Returns
    -------
    ndarray of int, shape (clouds,)
    """
    partitions, _ = _unions(mixture)
    return partitions[max(len(mixture.weights) - k, 0)]


def _unions(mixture: Mixture) -> tuple[list[Ints], list[float]]:
    """Partitions of the segments after 0, 1, … unions, and the cost of each union."""
    centres, weights = mixture.centres @ within_root(mixture).T, mixture.weights.copy()
    labels = np.arange(len(weights))
    partitions, heights = [labels.copy()], [0.0]
    while len(weights) > 1:
        costs = ward_costs(centres, weights)
        first, second = nearest_pair(costs)
        heights.append(float(costs[first, second]))
        total = weights[first] + weights[second]
        centres[first] = (weights[first] * centres[first] + weights[second] * centres[second]) / total
        weights[first] = total
        centres, weights = np.delete(centres, second, axis=0), np.delete(weights, second)
        labels[labels == second] = first
        labels[labels > second] -= 1
        partitions.append(labels.copy())
    return partitions, heights


def _widest_gap(heights: list[float], k: int, sizes: range) -> int:
    """The number of groups at which going one lower is dearest, compared with the union that led there."""
    best, best_ratio = min(k, 2), -np.inf
    for size in sizes:
        if size >= k and len(sizes) > 1:
            continue
        unions = k - size
        ratio = heights[unions + 1] / max(heights[unions], 1e-12)
        if ratio > best_ratio:
            best, best_ratio = size, ratio
    return best
