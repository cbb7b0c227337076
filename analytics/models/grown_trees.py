"""LightGBM's trees as arrays for compiled loops, read from its own plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.models.compiled import compiled

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Bytes = NDArray[np.uint8]

CATEGORY, TO_LEFT, MISSING = 1, 2, 12
"""Bits of a node's kind: it asks for categories; what is missing goes left; what counts as missing."""
_ZERO = 4
_NAN = 8
_NEARLY_ZERO = 1e-35


class Trees(NamedTuple):
    """Trees, one after the other.

    Attributes
    ----------
    node_starts, leaf_starts : ndarray of int64, shape (n_trees + 1,)
        Where each tree's nodes and leaves begin; a tree's first node is its root, and children stand behind parents.
    feature, threshold, kind : ndarray, shape (n_nodes,)
        What a node asks: whether the feature is at most the threshold, or one of the categories at this number.
    left, right : ndarray of int64, shape (n_nodes,)
        Where it goes on if so, and if not: a node, or -1 minus a leaf.
    n_there, n_here : ndarray of float64
        Training rows of each leaf, and of each node.
    value : ndarray of float64, shape (n_leaves,)
        What a leaf adds to the margin.
    set_starts : ndarray of int64
        Where each set of categories begins in `words`.
    words : ndarray of int64
        Sets of categories, 32 a word.
    """

    node_starts: Places
    leaf_starts: Places
    feature: Places
    threshold: Floats
    kind: Bytes
    left: Places
    right: Places
    n_here: Floats
    n_there: Floats
    value: Floats
    set_starts: Places
    words: Places


def trees_of(text: str) -> Trees:
    """Read the trees of a booster of one outcome.

    Parameters
    ----------
    text : str
        What `Booster.model_to_string` writes.

    Returns
    -------
    Trees
    """
    read = list(_blocks(text))
    nodes = np.cumsum([0, *(len(tree.get("split_feature", "").split()) for tree in read)])
    leaves = np.cumsum([0, *(int(tree["num_leaves"]) for tree in read)])
    sets = np.cumsum([0, *(int(tree["num_cat"]) for tree in read)])
    kind = _numbers(read, "decision_type").astype(np.uint8)
    in_tree = np.repeat(np.arange(len(read)), np.diff(nodes))
    children = [_numbers(read, side).astype(np.int64) for side in ("left_child", "right_child")]
    left, right = (np.where(c >= 0, c + nodes[in_tree], c - leaves[in_tree]) for c in children)
    threshold = _numbers(read, "threshold")
    threshold[kind & CATEGORY > 0] += sets[in_tree[kind & CATEGORY > 0]]
    bounds = [_split(tree.get("cat_boundaries", "")) for tree in read]
    return Trees(
        nodes, leaves, _numbers(read, "split_feature").astype(np.int64), threshold, kind, left, right,
        _numbers(read, "internal_count"), _numbers(read, "leaf_count"), _numbers(read, "leaf_value"),
        np.cumsum(np.concatenate([[0], *(np.diff(bound) for bound in bounds if len(bound))])).astype(np.int64),
        _numbers(read, "cat_threshold").astype(np.int64),
    )  # fmt: skip


def _blocks(text: str) -> Iterator[dict[str, str]]:
    for block in text.split("end of trees", maxsplit=1)[0].split("\nTree=")[1:]:
        yield dict(line.split("=", 1) for line in block.splitlines()[1:] if "=" in line)


def _split(numbers: str) -> Floats:
    return np.array(numbers.split(), dtype=np.float64)


def _numbers(read: list[dict[str, str]], name: str) -> Floats:
    # A tree of one leaf says neither what it asks nor how many rows it has.
    return _split(" ".join(tree.get(name, "1" if name == "leaf_count" else "") for tree in read))


@compiled
def goes_left(trees: Trees, node: int, values: Floats, left: Bytes) -> None:
    """Say for each of some values of a node's feature whether its row goes left: 1 or 0.

    Decides as LightGBM does when it predicts, a value that is missing included.
    """
    kind, threshold = trees.kind[node], trees.threshold[node]
    if kind & CATEGORY:
        _is_among(trees.set_starts, trees.words, int(threshold), values, left)
    elif kind & MISSING == _ZERO:
        for row in range(len(values)):
            value = 0.0 if np.isnan(values[row]) else values[row]
            is_zero = -_NEARLY_ZERO < value <= _NEARLY_ZERO
            left[row] = (kind & TO_LEFT) != 0 if is_zero else value <= threshold
    else:
        missing = np.uint8((kind & TO_LEFT) != 0 if kind & MISSING == _NAN else threshold >= 0)
        for row in range(len(values)):
            value = values[row]
            left[row] = np.uint8(value <= threshold) | (np.uint8(value != value) & missing)


@compiled
def _is_among(set_starts: Places, words: Places, number: int, values: Floats, among: Bytes) -> None:
    start, n_categories = set_starts[number], 32 * (set_starts[number + 1] - set_starts[number])
    for row in range(len(values)):
        value = values[row]
        among[row] = 0
        if value > -1 and value < n_categories:
            category = int(value)
            among[row] = (words[start + category // 32] >> (category % 32)) & 1
