"""Which customers teach a model, which calibrate it and which only judge it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.vocabulary import Split

SHARES = {Split.TRAIN: 0.6, Split.CALIBRATION: 0.2, Split.TEST: 0.2}
"""The share of the labelled customers in each part."""


def seeded_order(customer_ids: pd.Series, *, seed: int) -> np.ndarray:
    """Give every customer a place in a shuffle that depends on the id and the seed alone.

    Parameters
    ----------
    customer_ids : Series of str
        Ids in any order.
    seed : int
        Another seed gives another shuffle.

    Returns
    -------
    ndarray of uint64
        One number a customer; the same id and seed always give the same number, whatever else is in the series.
    """
    return pd.util.hash_array(customer_ids.to_numpy(dtype=object), hash_key=f"{seed % 10**16:016d}")


def customer_split(labels: pd.DataFrame, *, seed: int) -> pd.Series:
    """Put every labelled customer into one part: train, calibration or test.

    The parts are 60, 20 and 20 % of the customers who ever had the outcome, and of those who never had it, so
    that even a rare outcome is in every part. All rows of a customer are in the same part.

    Parameters
    ----------
    labels : DataFrame
        ``customer_id`` and ``value`` (0 or 1); a customer may have several rows.
    seed : int
        Seed of the shuffle.

    Returns
    -------
    Series of str
        ``train``, ``calibration`` or ``test``, indexed by ``customer_id`` in ascending order.

    Examples
    --------
    >>> people = pd.DataFrame({"customer_id": list("abcdefghij"), "value": [0] * 5 + [1] * 5})
    >>> customer_split(people, seed=0).value_counts().to_dict()
    {'train': 6, 'calibration': 2, 'test': 2}
    """
    ever = labels.groupby("customer_id", sort=True)["value"].max()
    order = pd.DataFrame({"ever": ever.to_numpy(), "draw": seeded_order(ever.index.to_series(), seed=seed)})
    place = order.groupby("ever")["draw"].rank(method="first").to_numpy() - 0.5
    share = place / order.groupby("ever")["draw"].transform("size").to_numpy()
    edges = np.cumsum(list(SHARES.values()))[:-1]
    parts = np.array([part.value for part in SHARES], dtype=object)[np.searchsorted(edges, share, side="right")]
    return pd.Series(parts, index=ever.index, name="split", dtype="str")
