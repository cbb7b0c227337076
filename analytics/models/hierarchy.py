"""Families and broad groups above the segments, exactly nested."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import cut_tree, linkage
from scipy.spatial.distance import squareform

from analytics.vocabulary import MOST_SEGMENTS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CLEAR_GAP = 1.55
"""A union this many times as far as the one before it shows clear families. Mostly 1.6 to 2.9 on planted tables, 1.4 on
two demo banks, where this distance misleads. It was set on these, and misjudges a demo bank with half the noise."""

FULL_DIFFERENCE = 0.5
"""Standard deviations from which two segments count as different in a column."""


@dataclass(frozen=True)
class Hierarchy:
    """Which family and which broad group each segment belongs to.

    Attributes
    ----------
    family, broad : ndarray of int, shape (k,)
        For each of the k segments. Segments of one family are always in one broad group.
    by_columns : bool
        Whether the distance was the number of columns that tell two segments apart.
    """

    family: Ints
    broad: Ints
    by_columns: bool = False


@dataclass(frozen=True)
class Places:
    """Where segments are, in the two ways in which their distance is taken.

    Attributes
    ----------
    within : ndarray, shape (k, d)
        Centres, in units of the spread within segments.
    columns : ndarray, shape (k, columns)
        Means in scaled columns.
    """

    within: Floats
    columns: Floats


def hierarchy(places: Places) -> Hierarchy:
    """Unite the nearest segments, and cut where the next union would cost most more than the last.

    Two trees are made. In one, distance is in units of the spread within segments (Ward). In the other it is the
    number of columns that tell two segments apart, differences of half a standard deviation or more in full, united
    by the most different members (complete linkage): there a payday on another day does not outweigh ten habits that
    are the same. The second is used where the first shows no clear families. Families: two to seven; broad groups: two
    or three.

    Parameters
    ----------
    places : Places

    Returns
    -------
    Hierarchy
    """
    k = len(places.within)
    if k < 2:
        return Hierarchy(np.zeros(k, dtype=np.int64), np.zeros(k, dtype=np.int64))
    by_columns = _widest_gap(_tree(places, by_columns=False), _family_sizes(k))[1] < CLEAR_GAP
    tree = _tree(places, by_columns=by_columns)
    n_families, _ = _widest_gap(tree, _family_sizes(k))
    n_broad, _ = _widest_gap(tree, range(2, min(MOST_SEGMENTS[1], n_families) + 1))
    return Hierarchy(_cut(tree, n_families), _cut(tree, n_broad), by_columns)


def united(places: Places, like: Hierarchy) -> dict[int, Ints]:
    """Families and broad groups of another set of segments: as many as in `like`, by the same distance.

    Parameters
    ----------
    places : Places
    like : Hierarchy

    Returns
    -------
    dict of int to ndarray
        For levels 1, 2 and 3, the group of each segment.
    """
    k = len(places.within)
    levels = {3: np.arange(k, dtype=np.int64)}
    if k < 2:
        return levels | {1: levels[3], 2: levels[3]}
    n_families, n_broad = min(int(like.family.max()) + 1, k), min(int(like.broad.max()) + 1, k)
    tree = _tree(places, by_columns=like.by_columns)
    return levels | {1: _cut(tree, n_broad), 2: _cut(tree, n_families)}


def _family_sizes(k: int) -> range:
    return range(2, min(MOST_SEGMENTS[2], k) + 1)


def _tree(places: Places, *, by_columns: bool) -> Floats:
    if by_columns:
        return np.asarray(linkage(squareform(column_distances(places.columns), checks=False), "complete"))
    return np.asarray(linkage(places.within, "ward"))


def _cut(tree: Floats, n_groups: int) -> Ints:
    return np.asarray(cut_tree(tree, n_clusters=n_groups)[:, 0], dtype=np.int64)


def column_distances(centres: Floats) -> Floats:
    """In how many columns each two segments differ, shape (k, k)."""
    apart = np.abs(centres[:, None] - centres[None])
    return np.asarray(np.minimum(apart, FULL_DIFFERENCE).sum(axis=2) / FULL_DIFFERENCE)


def _widest_gap(tree: Floats, sizes: range) -> tuple[int, float]:
    """The number of groups at which going one lower is dearest, compared with the union that led there; how much."""
    k = len(tree) + 1
    heights = np.concatenate([[0.0], tree[:, 2]])
    best, best_ratio = min(k, 2), 0.0
    for size in sizes:
        if size >= k:
            continue
        ratio = float(heights[k - size + 1] / max(heights[k - size], 1e-12))
        if ratio > best_ratio:
            best, best_ratio = size, ratio
    return best, best_ratio
