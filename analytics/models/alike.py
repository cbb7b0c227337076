"""Who is most like somebody else: the nearest customer of the same segment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import pairwise_distances_argmin

MOST_COMPARED = 5_000
"""Customers of a segment that are compared, drawn by the seed: among so many there is always a near one."""

Matrix = NDArray[np.float32] | NDArray[np.float64]


def most_alike(
    matrix: Matrix, membership: pd.DataFrame, others: Matrix, others_membership: pd.DataFrame, *, seed: int
) -> pd.DataFrame:
    """Find for each of some other customers the one of the same finest segment who is nearest.

    Parameters
    ----------
    matrix : ndarray, shape (n, d)
        The customers to choose from, in the order of their ids in `membership`.
    membership : DataFrame
        ``customer_id``, ``level``, ``segment_id`` of the customers to choose from.
    others : ndarray, shape (m, d)
        The other customers, in the same representation.
    others_membership : DataFrame
        The same of the other customers, in the order of the rows of `others`.
    seed : int
        Of the draw where a segment has more than `MOST_COMPARED` customers.

    Returns
    -------
    DataFrame
        ``customer_id`` of the others and ``twin_id``, the nearest (the first by id where two are); missing where the
        segment has nobody to choose from.
    """
    here, there = _finest(membership), _finest(others_membership)
    random = np.random.default_rng([seed, 811])
    twins = pd.Series(pd.NA, index=range(len(there)), dtype="string")
    for segment in sorted(there["segment_id"].unique()):
        wanted = np.flatnonzero((there["segment_id"] == segment).to_numpy())
        places = np.flatnonzero((here["segment_id"] == segment).to_numpy())
        if len(places) == 0:
            continue
        if len(places) > MOST_COMPARED:
            places = np.sort(random.choice(places, MOST_COMPARED, replace=False))
        nearest = pairwise_distances_argmin(others[wanted], matrix[places])
        twins.iloc[wanted] = _ids(here, places[nearest])
    return pd.DataFrame({"customer_id": there["customer_id"], "twin_id": twins.astype("str").where(twins.notna())})


def _finest(membership: pd.DataFrame) -> pd.DataFrame:
    is_finest = membership["level"] == membership["level"].max()
    finest: pd.DataFrame = membership.loc[is_finest]
    return finest.reset_index(drop=True)


def _ids(rows: pd.DataFrame, places: NDArray[np.int64]) -> Sequence[str]:
    return [str(one) for one in rows["customer_id"].to_numpy()[places]]
