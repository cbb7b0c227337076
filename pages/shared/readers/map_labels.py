"""Names on the map: each at the middle of its segment, and who gave it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.store.snapshots import Snapshot
from analytics.vocabulary import LEVELS
from pages.shared.map.wire import Label
from pages.shared.readers import layouts, population
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import segments

FEWEST_SEGMENTS = 4
"""With fewer (one a level: everyone) the map has no names."""


@remembered
def map_labels(snapshot: Snapshot) -> tuple[Label, ...]:
    """Name every segment of every level, the largest of a level first."""
    if len(segments(snapshot)) < FEWEST_SEGMENTS:
        return ()
    found: list[Label] = []
    for level in LEVELS:
        middle = _middles(snapshot, level)
        table = segments(snapshot)
        for _, row in table.loc[table["level"] == level].iterrows():
            if row["segment_id"] in middle:
                x, y = middle[row["segment_id"]]
                by = str(row["named_by"])
                key = str(row["segment_key"])
                found.append(Label(text=str(row["label"]), x=x, y=y, level=level, key=key, by=by))
    return tuple(found)


def _middles(snapshot: Snapshot, level: int) -> dict[str, tuple[int, int]]:
    """The median place of each segment's customers, in one sorting."""
    where = layouts.behaviour(snapshot)
    member = pd.Categorical(population.segment_of(snapshot, level)["segment_id"])
    standing = np.flatnonzero(where.placed & (member.codes >= 0))
    codes = member.codes[standing]
    by_segment = standing[np.argsort(codes, kind="stable")]
    ends = np.cumsum(np.bincount(codes, minlength=len(member.categories)))
    return {
        str(name): (int(np.median(where.x[ones])), int(np.median(where.y[ones])))
        for name, ones in zip(member.categories, np.split(by_segment, ends[:-1]), strict=True)
        if len(ones)
    }
