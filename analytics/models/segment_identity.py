"""Keys that stay with a segment over rebuilds, while it is the same segment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

LEAST_OVERLAP = 0.5
"""Jaccard overlap, among the customers that both builds have, from which a segment is the same one."""


@dataclass(frozen=True)
class PreviousSegments:
    """The segments of the snapshot before.

    Attributes
    ----------
    segments : DataFrame
        `segment_id`, `segment_key`, `level`.
    membership : DataFrame
        `customer_id`, `level`, `segment_id`.
    """

    segments: pd.DataFrame
    membership: pd.DataFrame


def segment_keys(segments: pd.DataFrame, membership: pd.DataFrame, previous: PreviousSegments | None) -> pd.Series:
    """Give each segment its key: the one it had, if it is one of the previous segments, else a new one.

    At each level segments are matched one to one so that the overlaps add up to the most; a match counts from an
    overlap of 0.5. A new key is made from the level and the members, so that two stores with the same input have the
    same keys.

    Parameters
    ----------
    segments : DataFrame
        `segment_id`, `level`.
    membership : DataFrame
        `customer_id`, `level`, `segment_id`.
    previous : PreviousSegments or None
        None on the first build.

    Returns
    -------
    Series of str
        Named `segment_key`, in the order and with the index of `segments`; each key once.
    """
    keys = pd.Series("", index=segments.index, name="segment_key", dtype=object)
    taken: set[str] = set()
    for level in sorted(segments["level"].unique()):
        members = _members(membership, level)
        kept = _matched(members, previous, level) if previous is not None else {}
        here = segments["level"] == level
        for row, segment_id in segments.loc[here, "segment_id"].items():
            key = kept.get(str(segment_id)) or _fresh_key(level, members.get(str(segment_id), []))
            while key in taken:
                key = _fresh_key(level, [key])
            taken.add(key)
            keys[row] = key
    return keys


def _members(membership: pd.DataFrame, level: int) -> dict[str, list[str]]:
    here = membership[membership["level"] == level]
    return {str(segment): sorted(group.astype(str)) for segment, group in here.groupby("segment_id")["customer_id"]}


def _fresh_key(level: int, members: list[str]) -> str:
    digest = hashlib.sha256("\x1f".join([str(level), *members]).encode()).hexdigest()
    return f"{level}-{digest[:12]}"


def _matched(members: dict[str, list[str]], previous: PreviousSegments, level: int) -> dict[str, str]:
    """Previous keys by present segment, for those that are the same."""
    before = _members(previous.membership, level)
    rows = previous.segments[previous.segments["level"] == level]
    old_keys = dict(zip(rows["segment_id"].astype(str), rows["segment_key"].astype(str), strict=True))
    new_ids, old_ids = sorted(members), sorted(set(before) & set(old_keys))
    if not new_ids or not old_ids:
        return {}
    overlap = _overlaps([members[name] for name in new_ids], [before[name] for name in old_ids])
    matches = zip(*linear_sum_assignment(-overlap), strict=True)
    return {new_ids[i]: old_keys[old_ids[j]] for i, j in matches if overlap[i, j] >= LEAST_OVERLAP}


def _overlaps(new: list[list[str]], old: list[list[str]]) -> np.ndarray:
    """Jaccard overlaps among the customers that both have."""
    now = pd.Series(np.repeat(np.arange(len(new)), [len(one) for one in new]), index=[i for one in new for i in one])
    then = pd.Series(np.repeat(np.arange(len(old)), [len(one) for one in old]), index=[i for one in old for i in one])
    both = pd.concat([now.rename("now"), then.rename("then")], axis=1, join="inner")
    cells = both["now"].to_numpy() * len(old) + both["then"].to_numpy()
    counts = np.bincount(cells, minlength=len(new) * len(old)).reshape(len(new), len(old)).astype(np.float64)
    unions = counts.sum(axis=1)[:, None] + counts.sum(axis=0)[None] - counts
    return np.asarray(counts / np.maximum(unions, 1))
