"""Whether the same segments come back when other customers are asked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def agreement(first: Ints, second: Ints) -> float:
    """Adjusted Rand index of two partitions: 1 the same, 0 what chance gives (Hubert and Arabie 1985)."""
    counts = contingency(first, second)
    pairs = _pairs(counts).sum()
    rows, columns = _pairs(counts.sum(axis=1)).sum(), _pairs(counts.sum(axis=0)).sum()
    expected = rows * columns / max(float(_pairs(np.array([len(first)], dtype=np.float64)).sum()), 1.0)
    most = (rows + columns) / 2
    return 1.0 if most == expected else float((pairs - expected) / (most - expected))


def best_overlaps(original: Ints, repeated: Ints, k: int) -> Floats:
    """For each original segment, its Jaccard overlap with the most similar repeated one (Hennig 2007).

    Parameters
    ----------
    original, repeated : ndarray of int, shape (n,)
        Two partitions of the same customers, labels from 0; `original` has labels below k.
    k : int

    Returns
    -------
    ndarray, shape (k,)
        0 to 1; 1 where a segment came back customer by customer; NaN for a segment without customers here.
    """
    counts = contingency(original, repeated, k)
    sizes, others = counts.sum(axis=1), counts.sum(axis=0)
    unions = sizes[:, None] + others[None] - counts
    overlaps = (counts / np.maximum(unions, 1)).max(axis=1)
    return np.where(sizes > 0, overlaps, np.nan)


def contingency(first: Ints, second: Ints, k: int = 0) -> Floats:
    """How many customers have each pair of labels, shape (labels of first, labels of second)."""
    n_rows = max(k, int(first.max(initial=0)) + 1)
    n_columns = int(second.max(initial=0)) + 1
    cells = np.bincount(first * n_columns + second, minlength=n_rows * n_columns)
    return cells.reshape(n_rows, n_columns).astype(np.float64)


def _pairs(counts: Floats) -> Floats:
    return counts * (counts - 1) / 2
