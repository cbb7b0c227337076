"""A first, too fine division of points, from which mixtures start."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray


def first_partition(points: NDArray[np.float64], k: int, *, seed: int) -> NDArray[np.int64]:
    """Divide points into at most k compact parts (k-means).

    Parameters
    ----------
    points : ndarray, shape (n, d)
    k : int
        At least 1; points with fewer distinct places give fewer parts.
    seed : int

    Returns
    -------
    ndarray of int, shape (n,)
        From 0, each number used.
    """
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        # Tables of categories have fewer distinct rows than parts asked for; fewer parts are a fair answer.
        warnings.simplefilter("ignore", ConvergenceWarning)
        labels = KMeans(max(min(k, len(points)), 1), n_init=1, random_state=seed).fit_predict(points)
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)
