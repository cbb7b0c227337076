"""What an analyst does by hand, to compare with: recency, frequency and money, and k-means."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler

RECENCY, FREQUENCY, MONEY = "days_since_own_act", "n_own_acts_365d", "outflow_365d"


def rfm_k_means(features: pd.DataFrame, k: int, *, seed: int) -> NDArray[np.int64]:
    """Divide customers by when they last acted, how often, and how much money went out, on logarithms.

    Parameters
    ----------
    features : DataFrame
        Tandem's own behaviour table.
    k : int
    seed : int

    Returns
    -------
    ndarray of int, shape (n,)
    """
    table = features[[RECENCY, FREQUENCY, MONEY]]
    points = StandardScaler().fit_transform(np.log1p(table.fillna(table.median()).clip(lower=0)))
    return np.asarray(KMeans(k, n_init=10, random_state=seed).fit_predict(points), dtype=np.int64)
