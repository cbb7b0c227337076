"""What pairs of features add together, beyond what each adds alone: exact SHAP interaction values of boosted trees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

from analytics.models.grown_trees import Floats, Trees, goes_left, trees_of

Holds = NDArray[np.bool_]
Pair = tuple[int, int]


@dataclass(frozen=True)
class _Leaf:
    """A leaf and the path to it, feature by feature."""

    value: float
    holds: dict[int, Holds]
    shares: dict[int, float]


def pair_contributions(text: str, matrix: Floats) -> dict[Pair, Floats]:
    """Give what each pair of features adds to the margin of each row, both halves together.

    A leaf's value is reached by a product: for a feature that counts whether the row does what the path asks of it, for
    one that doesn't the share of training rows that did. The interaction of two factors of a product has a closed form,
    and leaves of shallow trees have few factors; so nothing is enumerated but small subsets.

    Parameters
    ----------
    text : str
        The booster as LightGBM's own plain text; one outcome, no linear leaves.
    matrix : ndarray of float64, shape (n, d)
        The rows to explain.

    Returns
    -------
    dict of (int, int) to ndarray of float64, shape (n,)
        By places of two columns, the smaller first; pairs that are on no path together add nothing and are left out.
        Twice an off-diagonal entry of shap's `shap_interaction_values`.

    References
    ----------
    S. Lundberg et al., "From local explanations to global understanding with explainable AI for trees", 2020.
    """
    trees = trees_of(text)
    matrix = np.asarray(matrix, dtype=np.float64)
    found: dict[Pair, Floats] = {}
    for tree in range(len(trees.node_starts) - 1):
        for leaf in _leaves(trees, tree, matrix):
            for pair in combinations(sorted(leaf.shares), 2):
                added = _together(leaf, pair)
                found[pair] = found[pair] + added if pair in found else added
    return found


def _leaves(trees: Trees, tree: int, matrix: Floats) -> Iterator[_Leaf]:
    first, stop = int(trees.node_starts[tree]), int(trees.node_starts[tree + 1])
    if first == stop:
        return
    pending = [(first, _Leaf(0.0, {}, {}))]
    while pending:
        node, path = pending.pop()
        column = int(trees.feature[node])
        left = np.empty(len(matrix), np.uint8)
        goes_left(trees, node, np.ascontiguousarray(matrix[:, column]), left)
        for child, goes in ((int(trees.left[node]), left == 1), (int(trees.right[node]), left == 0)):
            here = trees.n_here[child] if child >= 0 else trees.n_there[-child - 1]
            share = float(here / trees.n_here[node])
            step = replace(
                path,
                holds={**path.holds, column: goes & path.holds[column] if column in path.holds else goes},
                shares={**path.shares, column: share * path.shares.get(column, 1.0)},
            )
            if child >= 0:
                pending.append((child, step))
            else:
                yield replace(step, value=float(trees.value[-child - 1]))


def _together(leaf: _Leaf, pair: Pair) -> Floats:
    """Give the interaction of two of a leaf's features, row by row."""
    others = [feature for feature in leaf.shares if feature not in pair]
    n = len(leaf.shares)
    total: Floats = np.zeros(len(leaf.holds[pair[0]]))
    for size in range(len(others) + 1):
        weight = factorial(size) * factorial(n - size - 2) / factorial(n - 1)
        for known in combinations(others, size):
            product: Floats = np.full(len(total), weight)
            for feature in others:
                product *= leaf.holds[feature] if feature in known else leaf.shares[feature]
            total += product
    for feature in pair:
        total *= leaf.holds[feature] - leaf.shares[feature]
    return total * leaf.value
