"""Families and broad groups above the segments, exactly nested."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import cut_tree, linkage
from scipy.spatial.distance import pdist, squareform

from analytics.vocabulary import MOST_SEGMENTS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FULL_DIFFERENCE = 1.5
"""Standard deviations from which two segments count as fully different in a column. Without a limit families of demo
banks were cut wrongly, at 0.5 those of planted tables (docs/segments.md)."""


@dataclass(frozen=True, eq=False)
class Tree:
    """How segments unite.

    Attributes
    ----------
    links : ndarray, shape (k - 1, 4)
        As SciPy's linkage.
    distances : ndarray, shape (k, k)
        Between segments.
    """

    links: Floats
    distances: Floats


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


def tree_by_habits(columns: Floats) -> Tree:
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
    Tree
    """
    return _tree(column_distances(columns), "complete")


def tree_by_spread(within: Floats) -> Tree:
    """Unite the nearest segments (Ward): for tables whose columns may say one thing many times.

    Parameters
    ----------
    within : ndarray, shape (k, d)
        Centres, in units of the spread within segments.

    Returns
    -------
    Tree
    """
    return _tree(squareform(pdist(within)), "ward")


def hierarchy(tree: Tree) -> Hierarchy:
    """Cut a tree where segments lie deepest in their own group: two to seven families, two or three broad groups.

    The number of groups is the one with the largest mean silhouette of the segments (Rousseeuw 1987): how much nearer
    a segment is to its own group than to the next.

    Parameters
    ----------
    tree : Tree

    Returns
    -------
    Hierarchy

    Examples
    --------
    >>> one_column_apart = np.array([[0.0, 0, 9], [0, 0, 0], [1, 1, 9], [1, 1, 0]])
    >>> hierarchy(tree_by_habits(one_column_apart)).family.tolist()
    [0, 0, 1, 1]
    """
    family = _deepest(tree, MOST_SEGMENTS[2])
    broad = _deepest(tree, min(MOST_SEGMENTS[1], int(family.max()) + 1))
    return Hierarchy(family, broad)


def united(tree: Tree, like: Hierarchy) -> dict[int, Ints]:
    """Families and broad groups of another set of segments: as many as in `like`.

    Parameters
    ----------
    tree : Tree
    like : Hierarchy

    Returns
    -------
    dict of int to ndarray
        For levels 1, 2 and 3, the group of each segment.
    """
    k = len(tree.links) + 1
    n_families, n_broad = min(int(like.family.max()) + 1, k), min(int(like.broad.max()) + 1, k)
    return {1: _cut(tree, n_broad), 2: _cut(tree, n_families), 3: np.arange(k, dtype=np.int64)}


def column_distances(columns: Floats) -> Floats:
    """How different each two segments are over all columns, in full differences; shape (k, k)."""
    apart = np.abs(columns[:, None] - columns[None])
    return np.asarray(np.minimum(apart, FULL_DIFFERENCE).sum(axis=2) / FULL_DIFFERENCE)


def _tree(distances: Floats, method: str) -> Tree:
    links = linkage(squareform(distances, checks=False), method) if len(distances) > 1 else np.zeros((0, 4))
    return Tree(np.asarray(links), np.asarray(distances))


def _cut(tree: Tree, n_groups: int) -> Ints:
    if len(tree.links) == 0:
        return np.zeros(1, dtype=np.int64)
    return np.asarray(cut_tree(tree.links, n_clusters=n_groups)[:, 0], dtype=np.int64)


def _deepest(tree: Tree, most: int) -> Ints:
    """The cut into at most so many groups whose segments lie deepest in them; two groups where no cut can be judged."""
    from sklearn.metrics import silhouette_score

    k = len(tree.links) + 1
    cuts = [_cut(tree, size) for size in range(2, min(most, k - 1) + 1)]
    if not cuts:
        return _cut(tree, min(k, 2))
    depths = [silhouette_score(tree.distances, cut, metric="precomputed") for cut in cuts]
    return cuts[int(np.argmax(depths))]
