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

FULL_DIFFERENCE = 1.5
"""Standard deviations from which two segments count as fully different in a column. Without a limit families of demo
banks were cut wrongly, at 0.5 those of planted tables (docs/segments.md)."""

NO_UNION = np.zeros((0, 4))
"""The tree of one segment."""


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


def tree_by_habits(columns: Floats) -> Floats:
    """Unite segments that are alike in most columns: for tables whose columns are known to be habits, each of its own.

    The distance of two segments is the sum of their differences over all columns, each counted up to 1.5 standard
    deviations: a payday on another day, however sharp, does not outweigh ten habits that are the same. Groups are as
    far apart as their most different members (complete linkage).

    Parameters
    ----------
    columns : ndarray, shape (k, columns)
        Means of the segments in scaled columns.

    Returns
    -------
    ndarray, shape (k - 1, 4)
        As SciPy's linkage.
    """
    if len(columns) < 2:
        return NO_UNION
    return np.asarray(linkage(squareform(column_distances(columns), checks=False), "complete"))


def tree_by_spread(within: Floats) -> Floats:
    """Unite the nearest segments (Ward): for tables whose columns may say one thing many times.

    Parameters
    ----------
    within : ndarray, shape (k, d)
        Centres, in units of the spread within segments.

    Returns
    -------
    ndarray, shape (k - 1, 4)
        As SciPy's linkage.
    """
    if len(within) < 2:
        return NO_UNION
    return np.asarray(linkage(within, "ward"))


def hierarchy(tree: Floats) -> Hierarchy:
    """Cut a tree where the next union would cost most more than the last: two to seven families, two or three groups.

    Parameters
    ----------
    tree : ndarray, shape (k - 1, 4)

    Returns
    -------
    Hierarchy

    Examples
    --------
    >>> one_column_apart = np.array([[0.0, 0, 9], [0, 0, 0], [1, 1, 9], [1, 1, 0]])
    >>> hierarchy(tree_by_habits(one_column_apart)).family.tolist()
    [0, 0, 1, 1]
    """
    k = len(tree) + 1
    n_families = _widest_gap(tree, range(2, min(MOST_SEGMENTS[2], k) + 1))
    n_broad = _widest_gap(tree, range(2, min(MOST_SEGMENTS[1], n_families) + 1))
    return Hierarchy(_cut(tree, n_families), _cut(tree, n_broad))


def united(tree: Floats, like: Hierarchy) -> dict[int, Ints]:
    """Families and broad groups of another set of segments: as many as in `like`.

    Parameters
    ----------
    tree : ndarray, shape (k - 1, 4)
    like : Hierarchy

    Returns
    -------
    dict of int to ndarray
        For levels 1, 2 and 3, the group of each segment.
    """
    k = len(tree) + 1
    n_families, n_broad = min(int(like.family.max()) + 1, k), min(int(like.broad.max()) + 1, k)
    return {1: _cut(tree, n_broad), 2: _cut(tree, n_families), 3: np.arange(k, dtype=np.int64)}


def column_distances(columns: Floats) -> Floats:
    """How different each two segments are over all columns, in full differences; shape (k, k)."""
    apart = np.abs(columns[:, None] - columns[None])
    return np.asarray(np.minimum(apart, FULL_DIFFERENCE).sum(axis=2) / FULL_DIFFERENCE)


def _cut(tree: Floats, n_groups: int) -> Ints:
    if len(tree) == 0:
        return np.zeros(1, dtype=np.int64)
    return np.asarray(cut_tree(tree, n_clusters=n_groups)[:, 0], dtype=np.int64)


def _widest_gap(tree: Floats, sizes: range) -> int:
    """The number of groups at which going one lower is dearest, compared with the union that led there."""
    k = len(tree) + 1
    heights = np.concatenate([[0.0], tree[:, 2]])
    best, best_ratio = min(k, 2), 0.0
    for size in sizes:
        if size >= k:
            continue
        ratio = float(heights[k - size + 1] / max(heights[k - size], 1e-12))
        if ratio > best_ratio:
            best, best_ratio = size, ratio
    return best
