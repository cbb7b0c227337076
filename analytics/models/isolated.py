"""Customers who resemble nobody: they are given a segment, but segments are not made from them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import LocalOutlierFactor

Floats = NDArray[np.float64]

NEIGHBOURS = 20
CUSTOMERS_A_NEIGHBOUR = 50
FEWEST_NEIGHBOURS = 7
"""Twenty neighbours, fewer where there are few customers: strays that lie near each other must not keep each other in
(with 7 among 2,500 customers, families of "contaminated" were worthless on two seeds of three), and a small segment
must not look beyond itself."""

FAR = 2.0
"""How many times as far from their neighbours as those are from theirs. At 1.5, where outliers begin, a fifth of some
thin, wide planted segments went too; at 2.5 too many strays stayed (docs/segments.md)."""


def isolated(points: Floats, among: Floats) -> NDArray[np.bool_]:
    """Find the customers who stand apart from those nearest to them, by the local outlier factor.

    Gross errors of data entry and customers like nobody else would hold up clouds of their own, and hide the segments
    of all others. Being local, the factor leaves a thin, wide segment beside a dense one whole.

    Parameters
    ----------
    points : ndarray, shape (n, d)
    among : ndarray, shape (m, d)
        Customers to compare with; they may be the same.

    Returns
    -------
    ndarray of bool, shape (n,)
        Nobody where there are fewer than eight customers to compare with.

    References
    ----------
    Breunig, Kriegel, Ng, Sander (2000), LOF: identifying density-based local outliers, SIGMOD.
    """
    if len(among) <= FEWEST_NEIGHBOURS:
        return np.zeros(len(points), dtype=bool)
    n_neighbours = max(FEWEST_NEIGHBOURS, min(NEIGHBOURS, len(among) // CUSTOMERS_A_NEIGHBOUR))
    known = LocalOutlierFactor(n_neighbors=n_neighbours, algorithm="brute", novelty=True).fit(among)
    return np.asarray(-known.score_samples(points) > FAR)
