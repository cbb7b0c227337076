"""Which of the compared partitions are worth looking at beside the one in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.resampling import LEAST_STABILITY

Ints = NDArray[np.int64]

MOST_BESIDE = 5
MOST_NEAR_TIES = 3
"""So many near-ties first: they have nearly the same number of segments, and other sizes are worth a look too."""

CLEARLY = 1.4
"""A partition has clearly more segments than another if it has so many times as many."""


def shortlist(table: pd.DataFrame) -> tuple[int, ...]:
    """Choose the partition in force and at most five others: near-ties first, then the best of clearly other sizes.

    Parameters
    ----------
    table : DataFrame
        The partitions that were compared: `k`, `score`, `stability`, `is_chosen`, `is_near_tie`.

    Returns
    -------
    tuple of int
        Row numbers, the chosen one first; empty where none was chosen or the chosen one has a single segment. Of
        clearly other sizes only those with a stability of at least 0.6.

    Examples
    --------
    >>> table = pd.DataFrame({"k": [2, 3, 6, 7], "score": [1.0, 2, 5, 4.9], "stability": 0.9})
    >>> shortlist(table.assign(is_chosen=table["k"] == 6, is_near_tie=table["k"] == 7))
    (2, 3, 1, 0)
    """
    rows = table.reset_index(drop=True)
    rows = rows[rows["k"] > 1].sort_values(["score", "k"], ascending=[False, True], kind="stable")
    chosen = rows.index[rows["is_chosen"]]
    if len(chosen) == 0:
        return ()
    near = rows.index[rows["is_near_tie"]].tolist()
    found = [int(chosen[0]), *near[:MOST_NEAR_TIES]]
    found += [row for row in _other_sizes(rows, int(rows["k"][chosen[0]])) if row not in found]
    found = found[: MOST_BESIDE + 1]
    found += near[MOST_NEAR_TIES : MOST_NEAR_TIES + MOST_BESIDE + 1 - len(found)]
    return tuple(dict.fromkeys(found))


def _other_sizes(rows: pd.DataFrame, k: int) -> list[int]:
    """In turn the best clearly smaller and the best clearly larger one, then those clearly beyond these."""
    stable = rows[rows["stability"] >= LEAST_STABILITY]
    fewest, most = float(k), float(k)
    found: list[int] = []
    while True:
        smaller = stable.index[stable["k"] * CLEARLY <= fewest]
        larger = stable.index[stable["k"] >= most * CLEARLY]
        if len(smaller) == 0 and len(larger) == 0:
            return found
        if len(smaller):
            found.append(int(smaller[0]))
            fewest = float(stable["k"][smaller[0]])
        if len(larger):
            found.append(int(larger[0]))
            most = float(stable["k"][larger[0]])


def owners_by_size(owners: Ints) -> Ints:
    """Number segments from 1, the largest first.

    Examples
    --------
    >>> owners_by_size(np.array([7, 2, 2, 5, 5, 5])).tolist()
    [3, 2, 2, 1, 1, 1]
    """
    _, inverse, sizes = np.unique(owners, return_inverse=True, return_counts=True)
    places = np.empty(len(sizes), dtype=np.int64)
    places[np.argsort(-sizes, kind="stable")] = np.arange(1, len(sizes) + 1)
    return np.asarray(places[inverse], dtype=np.int64)


def candidate_membership(ids: Sequence[str], segments: Mapping[int, Ints]) -> pd.DataFrame:
    """Say who is in which segment of each partition.

    Parameters
    ----------
    ids : sequence of str
        Every customer.
    segments : mapping of int to ndarray of int, shape (n,)
        By the partition's number, the segment of each customer, from 1.

    Returns
    -------
    DataFrame
        `candidate`, `customer_id`, `segment`, a row a partition and customer.
    """
    n = len(ids)
    return pd.DataFrame(
        {
            "candidate": np.repeat(np.array(list(segments), dtype=np.int16), n),
            "customer_id": pd.Series(list(ids) * len(segments), dtype="str"),
            "segment": np.concatenate([np.zeros(0, dtype=np.int16), *segments.values()]).astype(np.int16),
        }
    )
