"""Exact tree SHAP values of trees, worked out before any row is seen: one table for each small part of a tree.

With few answers (`tree_parts.py`) all their combinations are worked out once, and a row only looks up what the part's
leaves add to each feature. A small tree is one part.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from analytics.models.compiled import compiled
from analytics.models.grown_trees import Floats, Places, Trees
from analytics.models.leaf_shares import leaf_shares, orders
from analytics.models.tree_parts import Part, Way, part_of, path, place_of, tops_of_parts, way_of

MOST_ANSWERS_OF_A_LEAF = 14
"""A leaf that needs more has no table; its shares are worked out row by row."""


Rows = TypeVar("Rows", Places, Floats)


class Tables(NamedTuple):
    """Parts of trees, tree after tree.

    Attributes
    ----------
    part_starts : ndarray of int64, shape (n_trees + 1,)
        Where each tree's parts begin.
    n_answers : ndarray of int64, shape (n_parts,)
    condition_starts : ndarray of int64, shape (n_parts + 1,)
        Where each part's conditions begin.
    condition : ndarray of int64, shape (n_conditions, 3)
        An answer, a node, and whether its row must go left there; an answer is yes if all its conditions hold.
    feature_starts : ndarray of int64, shape (n_parts + 1,)
    feature : ndarray of int64
        The features that a part gives shares to.
    table_starts : ndarray of int64, shape (n_parts + 1,)
    table : ndarray of float64
        Of each part, by feature and by answers as bits, the share; or, of a leaf without a table, the shares of the
        training rows by feature, and the leaf's value.
    base : ndarray of float64, shape (n_trees,)
        What a tree adds to everybody's margin.
    """

    part_starts: Places
    n_answers: Places
    condition_starts: Places
    condition: Places
    feature_starts: Places
    feature: Places
    table_starts: Places
    table: Floats
    base: Floats


def contribution_tables(trees: Trees, *, n_threads: int) -> Tables:
    """Work out the tables of all trees.

    Parameters
    ----------
    trees : Trees
    n_threads : int
        Threads to use.

    Returns
    -------
    Tables
    """
    with ThreadPoolExecutor(n_threads) as pool:
        return _joined(list(pool.map(lambda tree: _of_tree(trees, tree), range(len(trees.node_starts) - 1))))


def _joined(each: Sequence[Tables]) -> Tables:
    def flat(name: str) -> NDArray[np.generic]:
        return np.concatenate([getattr(tables, name) for tables in each])

    def moved(name: str, lengths: Sequence[int]) -> Places:
        shifts = np.cumsum([0, *lengths])
        starts = [getattr(tables, name)[:-1] + shift for tables, shift in zip(each, shifts, strict=False)]
        return np.concatenate([*starts, shifts[-1:]]).astype(np.int64)

    return Tables(
        moved("part_starts", [len(tables.n_answers) for tables in each]),
        np.asarray(flat("n_answers"), np.int64),
        moved("condition_starts", [len(tables.condition) for tables in each]),
        np.asarray(flat("condition"), np.int64),
        moved("feature_starts", [len(tables.feature) for tables in each]),
        np.asarray(flat("feature"), np.int64),
        moved("table_starts", [len(tables.table) for tables in each]),
        np.asarray(flat("table"), np.float64),
        np.asarray(flat("base"), np.float64),
    )


@compiled
def _base(trees: Trees, tree: int) -> float:
    total, n = 0.0, 0.0
    for leaf in range(trees.leaf_starts[tree], trees.leaf_starts[tree + 1]):
        total += trees.value[leaf] * trees.n_there[leaf]
        n += trees.n_there[leaf]
    return total / n


@compiled
def _of_tree(trees: Trees, tree: int) -> Tables:
    """Work out the tables of one tree."""
    way = way_of(trees, tree)
    tops = tops_of_parts(trees, tree, way)
    n_answers, starts = np.zeros(len(tops), np.int64), np.zeros((3, len(tops) + 1), np.int64)
    condition, feature, table = np.empty((64, 3), np.int64), np.empty(64, np.int64), np.empty(1024)
    for number in range(len(tops)):
        part = part_of(trees, tree, way, tops[number])
        own = _leaf_itself(trees, tree, part)
        if part.n_answers <= MOST_ANSWERS_OF_A_LEAF:
            own = _table(trees, tree, way, part)
        n_answers[number] = part.n_answers
        condition = _appended(condition, starts[0, number], part.condition)
        feature = _appended(feature, starts[1, number], part.feature)
        table = _appended(table, starts[2, number], own)
        starts[:, number + 1] = starts[:, number] + np.array([len(part.condition), len(part.feature), len(own)])
    ends, base = starts[:, len(tops)], np.full(1, _base(trees, tree))
    return Tables(
        np.array([0, len(tops)]), n_answers, starts[0].copy(), condition[: ends[0]].copy(), starts[1].copy(),
        feature[: ends[1]].copy(), starts[2].copy(), table[: ends[2]].copy(), base,
    )  # fmt: skip


@compiled
def _appended(array: Rows, n: int, more: Rows) -> Rows:
    """Put rows behind the first `n`, with more room where it is needed."""
    if n + len(more) > len(array):
        longer = np.empty((2 * (n + len(more)), *array.shape[1:]), array.dtype)
        longer[:n] = array[:n]
        array = longer
    array[n : n + len(more)] = more
    return array


@compiled
def _leaf_itself(trees: Trees, tree: int, part: Part) -> Floats:
    """Write down the shares of the path to a leaf, and its value."""
    n_nodes = trees.node_starts[tree + 1] - trees.node_starts[tree]
    if part.top < n_nodes:
        return np.empty(0)
    return np.append(part.share, trees.value[trees.leaf_starts[tree] + part.top - n_nodes])


@compiled
def _table(trees: Trees, tree: int, way: Way, part: Part) -> Floats:
    """Work out what a part's leaves add, by feature and by answers."""
    n_nodes = trees.node_starts[tree + 1] - trees.node_starts[tree]
    table = np.zeros((len(part.feature), 1 << part.n_answers))
    for leaf in range(n_nodes, len(way.parent)):
        if leaf == part.top or (part.top < n_nodes and part.answer_of[way.parent[leaf]] >= 0):
            _add_leaf(trees, tree, way, part, leaf, table)
    return table.reshape(table.size)


@compiled
def _add_leaf(trees: Trees, tree: int, way: Way, part: Part, leaf: int, table: Floats) -> None:
    """Add one leaf's shares to the table of its part."""
    first, n_features, n_above = trees.node_starts[tree], len(part.feature), part.n_above
    value = trees.value[trees.leaf_starts[tree] + leaf - (trees.node_starts[tree + 1] - first)]
    shares, is_there, above = part.share.copy(), np.arange(n_features) < n_above, 1 << np.arange(n_features)
    asked, wanted = np.where(is_there, above, 0), np.where(is_there, above, 0)
    for below in path(way, leaf, part.top):
        node = way.parent[below]
        place = place_of(trees.feature[first + node], part.feature, n_features)
        is_there[place] = True
        shares[place] *= way.share[below]
        asked[place] |= 1 << part.answer_of[node]
        wanted[place] |= way.is_left[below] << part.answer_of[node]
    there = np.flatnonzero(is_there)
    split = _all_shares(shares[there], value)
    asked, wanted = asked[there], wanted[there]
    for answers in range(table.shape[1]):
        pattern = 0
        for row in range(len(there)):
            pattern |= int((answers & asked[row]) == wanted[row]) << row
        for row in range(len(there)):
            table[there[row], answers] += split[pattern, row]


@compiled
def _all_shares(shares: Floats, value: float) -> Floats:
    """Work out a leaf's shares for every pattern of conditions that a row does and fails."""
    n = len(shares)
    out, holds, weight, product = np.empty((1 << n, n)), np.empty(n, np.uint8), orders(n), np.empty(n + 1)
    for pattern in range(1 << n):
        for place in range(n):
            holds[place] = (pattern >> place) & 1
        leaf_shares(holds, shares, value, weight, product, out[pattern])
    return out
