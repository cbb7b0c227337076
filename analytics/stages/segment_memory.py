"""Segments of earlier builds, kept so that a segment gets its key back even if it did not come out for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.store.work import Work

if TYPE_CHECKING:
    from analytics.models.segment_identity import RememberedSegments

BUILDS_KEPT = 10
"""A segment that did not come out in so many segmentations is forgotten, and with it the question where it went."""

_SEGMENTS = "SELECT segment_key, level, last_name, n_builds_ago FROM built.segment_memory ORDER BY level, segment_key"
_MEMBERS = "SELECT customer_id, level, segment_key FROM built.segment_memory_members ORDER BY level, customer_id"
_PROFILE = "SELECT segment_key, feature, effect FROM built.segment_memory_profile ORDER BY segment_key, feature"
_OLDER_SEGMENTS = """
    SELECT segment_key, level, suggested_name AS last_name, 0 AS n_builds_ago
    FROM built.segments ORDER BY level, segment_key"""
_OLDER_MEMBERS = """
    SELECT m.customer_id, m.level, s.segment_key FROM built.membership AS m
    JOIN built.segments AS s USING (level, segment_id) ORDER BY m.level, m.customer_id"""
_OLDER_PROFILE = """
    SELECT s.segment_key, p.feature, p.effect FROM built.segment_profile AS p
    JOIN built.segments AS s USING (segment_id) ORDER BY s.segment_key, p.feature"""


def remembered_segments(work: Work) -> RememberedSegments | None:
    """Read the segments of earlier builds.

    Parameters
    ----------
    work : Work
        The stage's place in the build.

    Returns
    -------
    RememberedSegments or None
        None before the first build.
    """
    from analytics.models.segment_identity import RememberedSegments

    if work.has("segment_memory"):
        return RememberedSegments(work.take(_SEGMENTS), work.take(_MEMBERS), work.take(_PROFILE))
    if work.has("segments") and work.has("membership") and work.has("segment_profile"):
        # A store of a version that had no memory yet: the last build is all that there is.
        return RememberedSegments(work.take(_OLDER_SEGMENTS), work.take(_OLDER_MEMBERS), work.take(_OLDER_PROFILE))
    return None


def remember(
    work: Work,
    segments: pd.DataFrame,
    membership: pd.DataFrame,
    profile: pd.DataFrame,
    before: RememberedSegments | None,
) -> None:
    """Keep the present segments in mind, and those of earlier builds that did not come out now.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    segments : DataFrame
        `segment_id`, `segment_key`, `level`, `suggested_name`.
    membership : DataFrame
        `customer_id`, `level`, `segment_id`.
    profile : DataFrame
        `segment_id`, `feature`, `effect`.
    before : RememberedSegments or None
        What was in mind.
    """
    keys = segments[["level", "segment_id", "segment_key"]]
    now = segments[["segment_key", "level"]].assign(last_name=segments["suggested_name"], n_builds_ago=0)
    members = membership[["customer_id", "level", "segment_id"]].merge(keys, on=["level", "segment_id"])
    profiles = profile[["segment_id", "feature", "effect"]].merge(keys, on="segment_id")
    tables = [now, members[["customer_id", "level", "segment_key"]], profiles[["segment_key", "feature", "effect"]]]
    if before is not None:
        missed = before.segments[~before.segments["segment_key"].isin(segments["segment_key"])]
        missed = missed.assign(n_builds_ago=missed["n_builds_ago"] + 1)
        missed = missed[missed["n_builds_ago"] <= BUILDS_KEPT]
        older = [missed, *(_of(table, missed) for table in (before.membership, before.profile))]
        tables = [pd.concat(pair, ignore_index=True) for pair in zip(tables, older, strict=True)]
    for name, table in zip(("segment_memory", "segment_memory_members", "segment_memory_profile"), tables, strict=True):
        work.put(name, table)


def _of(table: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    return table[table["segment_key"].isin(segments["segment_key"])]
