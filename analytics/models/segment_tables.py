"""The tables of a segmentation: who is in which segment, what segments there are, what was compared."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.candidates import Candidate
from analytics.models.resampling import Resampling
from analytics.vocabulary import LEVELS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ALL = "all"
"""The one segment of a level where there is no structure."""


def segment_ids(level: int, n: int) -> tuple[str, ...]:
    """Name the n segments of a level: "L3-01" and so on."""
    return tuple(f"L{level}-{number:02d}" for number in range(1, n + 1))


def membership_of(
    ids: list[str], shares: Floats, levels: dict[int, Ints], names: dict[int, tuple[str, ...]]
) -> pd.DataFrame:
    """Say who is in which segment, and how surely.

    Parameters
    ----------
    ids : list of str
        Customers.
    shares : ndarray, shape (n, k)
        Probability of each cloud for each customer.
    levels : dict of int to ndarray of int, shape (k,)
        By level, the group of each cloud.
    names : dict of int to tuple of str
        By level, the groups' ids.

    Returns
    -------
    DataFrame
        As `Segmentation.membership`, in the order of `ids`.
    """
    owners = shares.argmax(axis=1)
    found, strengths = [], []
    for level in LEVELS:
        groups = levels[level]
        mine = groups[owners]
        strength = np.zeros(len(owners))
        for segment in range(len(groups)):
            strength += np.where(groups[segment] == mine, shares[:, segment], 0.0)
        found.append(np.array(names[level], dtype=object)[mine])
        strengths.append(np.clip(strength, 0.0, 1.0))
    return pd.DataFrame(
        {
            "customer_id": np.repeat(np.asarray(ids, dtype=object), len(LEVELS)),
            "level": np.tile(np.array(LEVELS), len(ids)),
            "segment_id": np.column_stack(found).reshape(-1),
            "strength": np.column_stack(strengths).reshape(-1),
        }
    )


def segment_table(
    levels: dict[int, Ints], names: dict[int, tuple[str, ...]], sizes: Ints, stabilities: dict[int, Floats]
) -> pd.DataFrame:
    """List the segments of all levels as `Segmentation.segments`; `sizes` is customers a cloud."""
    rows = []
    for level in LEVELS:
        groups = levels[level]
        for number, segment_id in enumerate(names[level]):
            inside = groups == number
            parent = names[level - 1][levels[level - 1][inside][0]] if level > 1 else None
            rows.append((segment_id, parent, level, int(sizes[inside].sum()), float(stabilities[level][number])))
    return pd.DataFrame(rows, columns=["segment_id", "parent_id", "level", "n_customers", "stability"])


def candidate_table(found: list[Candidate], tried: Resampling, best: int | None) -> pd.DataFrame:
    """List the partitions that were compared, as `Segmentation.candidates`; `best` is the number of the chosen one."""
    base = max(one.score for one in found if one.k == min(other.k for other in found))
    table = pd.DataFrame(
        {
            "candidate": np.arange(len(found)),
            "method": [one.method for one in found],
            "balance": [one.balance for one in found],
            "k": [one.k for one in found],
            "score": [one.score - base for one in found],
            "stability": [tried.stability[number] for number in range(len(found))],
            "is_chosen": [number == best for number in range(len(found))],
        }
    )
    top = float(table["score"].max()) if best is None else float(table["score"].iloc[best])
    near = (table["score"] >= 0.95 * top) & (table["k"] > 1)
    return table.assign(is_near_tie=near & ~table["is_chosen"])


def one_group(ids: list[str]) -> pd.DataFrame:
    """Say that everybody is in the one segment there is, surely."""
    return pd.DataFrame(
        {
            "customer_id": np.repeat(np.asarray(ids, dtype=object), len(LEVELS)),
            "level": np.tile(np.array(LEVELS), len(ids)),
            "segment_id": np.full(len(ids) * len(LEVELS), ALL, dtype=object),
            "strength": np.ones(len(ids) * len(LEVELS)),
        }
    )
