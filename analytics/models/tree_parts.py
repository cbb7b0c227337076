"""Small parts of trees: the leaves under one node, and the answers on which it depends what they add to a row.

The answers are, for each feature on the path to the part, whether the row does all that the path asks of it, and for
each node inside whether the row goes left.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analytics.models.compiled import compiled
from analytics.models.grown_trees import Floats, Places, Trees

MOST_ANSWERS = 10
"""Answers of a part with several leaves. More would make fewer parts, but tables that no cache holds."""


class Way(NamedTuple):
    """How a tree's nodes and leaves hang together, numbered within the tree; leaves come behind the nodes.

    Attributes
    ----------
    parent : ndarray of int64
        -1 of the root.
    is_left : ndarray of int64
        Whether it is its parent's left child.
    share : ndarray of float64
        Of its parent's training rows.
    n_inside : ndarray of int64
        Nodes from here on down, itself included; 0 of a leaf.
    """

    parent: Places
    is_left: Places
    share: Floats
    n_inside: Places


@compiled
def way_of(trees: Trees, tree: int) -> Way:
    """Say how one tree hangs together."""
    first, n = trees.node_starts[tree], trees.node_starts[tree + 1] - trees.node_starts[tree]
    first_leaf, n_leaves = trees.leaf_starts[tree], trees.leaf_starts[tree + 1] - trees.leaf_starts[tree]
    parent, is_left = np.full(n + n_leaves, -1, np.int64), np.zeros(n + n_leaves, np.int64)
    share, n_inside = np.ones(n + n_leaves), np.zeros(n + n_leaves, np.int64)
    for node in range(n - 1, -1, -1):
        n_inside[node] += 1
        for side in range(2):
            child = trees.right[first + node] if side == 0 else trees.left[first + node]
            rows = trees.n_here[child] if child >= 0 else trees.n_there[-1 - child]
            place = child - first if child >= 0 else n + (-1 - child) - first_leaf
            parent[place], is_left[place], share[place] = node, side, rows / trees.n_here[first + node]
            n_inside[node] += n_inside[place]
    return Way(parent, is_left, share, n_inside)


@compiled
def path(way: Way, place: int, top: int) -> Places:
    """List the places from below `top` down to `place`, `place` included and `top` not."""
    places = np.empty(len(way.parent), np.int64)
    n = len(places)
    while place != top:
        n -= 1
        places[n] = place
        place = way.parent[place]
    return places[n:]


@compiled
def place_of(feature: int, features: Places, n: int) -> int:
    """Find a feature among the first `n`; `n` if it isn't there, where it is put then."""
    for place in range(n):
        if features[place] == feature:
            return place
    features[n] = feature
    return n


@compiled
def tops_of_parts(trees: Trees, tree: int, way: Way) -> Places:
    """List the tops of a tree's parts."""
    first, n = trees.node_starts[tree], trees.node_starts[tree + 1] - trees.node_starts[tree]
    tops, waiting, features = (
        np.empty(len(way.parent), np.int64),
        np.zeros(len(way.parent), np.int64),
        np.empty(n + 1, np.int64),
    )
    n_tops, n_waiting = 0, 1 if n else 0
    while n_waiting:
        n_waiting -= 1
        place = waiting[n_waiting]
        n_above = 0
        for below in path(way, place, 0):
            n_above = max(n_above, 1 + place_of(trees.feature[first + way.parent[below]], features, n_above))
        if place >= n or n_above + way.n_inside[place] <= MOST_ANSWERS:
            tops[n_tops] = place
            n_tops += 1
            continue
        for child in range(place + 1, len(way.parent)):
            if way.parent[child] == place:
                waiting[n_waiting] = child
                n_waiting += 1
    return tops[:n_tops]


class Part(NamedTuple):
    """One part of a tree.

    Attributes
    ----------
    top : int
        Where it begins.
    feature : ndarray of int64
        All features that are asked about on the path to it and inside; those on the path first.
    share : ndarray of float64
        Of the training rows, by feature, how many did all that the path to the part asks of it.
    n_above : int
        Features on the path to the part; each is an answer.
    answer_of : ndarray of int64
        The answer of each node inside; -1 of others.
    condition : ndarray of int64, shape (n_conditions, 3)
        An answer, a node, and whether the row must go left there; an answer is yes if all its conditions hold.
    n_answers : int
    """

    top: int
    feature: Places
    share: Floats
    n_above: int
    answer_of: Places
    condition: Places
    n_answers: int


@compiled
def part_of(trees: Trees, tree: int, way: Way, top: int) -> Part:
    """Describe the part that begins at a node or leaf."""
    first, n = trees.node_starts[tree], trees.node_starts[tree + 1] - trees.node_starts[tree]
    feature, share, n_own = np.empty(n + 1, np.int64), np.ones(n + 1), 0
    answer_of, condition, n_conditions = np.full(n, -1, np.int64), np.empty((n, 3), np.int64), 0
    for below in path(way, top, 0):
        node = way.parent[below]
        place = place_of(trees.feature[first + node], feature, n_own)
        n_own = max(n_own, place + 1)
        share[place] *= way.share[below]
        condition[n_conditions] = np.array([place, first + node, way.is_left[below]])
        n_conditions += 1
    n_above = n_own
    answers = n_above
    for node in range(top, n):
        if node == top or answer_of[way.parent[node]] >= 0:
            answer_of[node] = answers
            condition[n_conditions] = np.array([answers, first + node, 1])
            n_conditions += 1
            answers += 1
            n_own = max(n_own, 1 + place_of(trees.feature[first + node], feature, n_own))
    return Part(top, feature[:n_own], share[:n_own], n_above, answer_of, condition[:n_conditions], answers)
