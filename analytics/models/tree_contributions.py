"""Exact tree SHAP values of boosted trees for many rows, from tables made beforehand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from analytics.models.compiled import compiled
from analytics.models.contribution_tables import MOST_ANSWERS_OF_A_LEAF, Tables, contribution_tables
from analytics.models.grown_trees import Bytes, Floats, Trees, goes_left, trees_of
from analytics.models.leaf_shares import leaf_shares, orders

ROWS_AT_ONCE = 2048
"""So many rows' shares and answers stay in a core's own cache."""


def tree_contributions(text: str, matrix: Floats, *, n_threads: int) -> Floats:
    """Split the margin of each row into exact tree SHAP values, as LightGBM's `pred_contrib` does.

    Parameters
    ----------
    text : str
        The booster as LightGBM's own plain text; one outcome, no linear leaves.
    matrix : ndarray of float64, shape (n, d)
        The rows to explain.
    n_threads : int
        Threads to use; they change no result.

    Returns
    -------
    ndarray of float64, shape (n, d + 1)
        In the order of the columns; the last is the base, the same for every row.

    References
    ----------
    S. Lundberg et al., "From local explanations to global understanding with explainable AI for trees", 2020; and, for
    tables by pattern, J. Yang, "Fast TreeSHAP", 2021.
    """
    trees = trees_of(text)
    tables = contribution_tables(trees, n_threads=n_threads)
    matrix = np.asarray(matrix, dtype=np.float64)
    out = np.empty((len(matrix), matrix.shape[1] + 1))
    starts = range(0, len(matrix), ROWS_AT_ONCE)
    with ThreadPoolExecutor(n_threads) as pool:
        blocks = [(matrix[start : start + ROWS_AT_ONCE], out[start : start + ROWS_AT_ONCE]) for start in starts]
        list(pool.map(lambda block: _explained(trees, tables, *block), blocks))
    return out


@compiled
def _explained(trees: Trees, tables: Tables, matrix: Floats, out: Floats) -> None:
    n_rows, n_features = matrix.shape
    columns, sums = np.empty((n_features, n_rows)), np.zeros((n_features, n_rows))
    for row in range(n_rows):
        for feature in range(n_features):
            columns[feature, row] = matrix[row, feature]
    answers = np.empty(n_rows, np.uint16)
    for tree in range(len(tables.part_starts) - 1):
        first, stop = trees.node_starts[tree], trees.node_starts[tree + 1]
        left = np.empty((stop - first, n_rows), np.uint8)
        for node in range(first, stop):
            goes_left(trees, node, columns[trees.feature[node]], left[node - first])
        for part in range(tables.part_starts[tree], tables.part_starts[tree + 1]):
            if tables.n_answers[part] > MOST_ANSWERS_OF_A_LEAF:
                _worked_out(tables, part, left, first, sums)
            else:
                _looked_up(tables, part, left, first, answers, sums)
    base = tables.base.sum()
    for row in range(n_rows):
        for feature in range(n_features):
            out[row, feature] = sums[feature, row]
        out[row, n_features] = base


@compiled
def _looked_up(tables: Tables, part: int, left: Bytes, first: int, answers: NDArray[np.uint16], sums: Floats) -> None:
    """Add what the leaves of a part add to each feature, by a look at its table."""
    n_answers = tables.n_answers[part]
    answers[:] = (1 << n_answers) - 1
    for row in range(tables.condition_starts[part], tables.condition_starts[part + 1]):
        answer, is_left = np.uint16(tables.condition[row, 0]), np.uint8(tables.condition[row, 2])
        _denied(answers, left[tables.condition[row, 1] - first], answer, is_left)
    start = tables.table_starts[part]
    for row in range(tables.feature_starts[part], tables.feature_starts[part + 1]):
        _added(sums[tables.feature[row]], tables.table[start : start + (1 << n_answers)], answers)
        start += 1 << n_answers


@compiled
def _denied(answers: NDArray[np.uint16], left: Bytes, answer: np.uint16, is_left: np.uint8) -> None:
    """Take the yes of an answer from all rows that go the other way."""
    for row in range(len(answers)):
        answers[row] &= ~(np.uint16(left[row] ^ is_left) << answer)


@compiled
def _added(sums: Floats, table: Floats, answers: NDArray[np.uint16]) -> None:
    for row in range(len(answers)):
        sums[row] += table[answers[row]]


@compiled
def _worked_out(tables: Tables, part: int, left: Bytes, first: int, sums: Floats) -> None:
    """Add what one leaf with many features on its path adds, row by row."""
    n, n_rows, start = tables.n_answers[part], left.shape[1], tables.table_starts[part]
    holds = np.ones((n_rows, n), np.uint8)
    for row in range(tables.condition_starts[part], tables.condition_starts[part + 1]):
        answer, node, is_left = tables.condition[row]
        for each in range(n_rows):
            holds[each, answer] &= left[node - first, each] == is_left
    shares, value, weight = tables.table[start : start + n], tables.table[start + n], orders(n)
    product, own = np.empty(n + 1), np.empty(n)
    features = tables.feature[tables.feature_starts[part] : tables.feature_starts[part + 1]]
    for each in range(n_rows):
        leaf_shares(holds[each], shares, value, weight, product, own)
        for place in range(n):
            sums[features[place], each] += own[place]
