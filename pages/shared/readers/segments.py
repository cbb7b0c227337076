"""The segments with their names and colours."""

from __future__ import annotations

import pandas as pd

from analytics.charts.palette import segment_colours
from analytics.store.snapshots import Snapshot
from pages.shared.readers.remembered import remembered


@remembered
def segments(snapshot: Snapshot) -> pd.DataFrame:
    """Every segment: the published columns, `label` (the experts' name, else the suggested one) and `colour`.

    Sorted by level, then the largest first. Empty where no segments were published yet.
    """
    if "segments" not in snapshot.tables():
        return pd.DataFrame({name: pd.Series(dtype="str") for name in (*_TEXT, "label", "colour")}).assign(
            level=pd.Series(dtype="int64"), n_customers=pd.Series(dtype="int64"), stability=pd.Series(dtype="float64")
        )
    table = snapshot.table("segments")
    given = table["name"].astype("string").str.strip()
    suggested = table["suggested_name"].astype("string").str.strip()
    label = given.where(given.fillna("") != "", suggested)
    colours = segment_colours(table)
    return (
        table.assign(
            label=label.where(label.fillna("") != "", table["segment_id"].astype("string")).astype("str"),
            colour=table["segment_id"].astype("str").map(colours),
        )
        .sort_values(["level", "n_customers", "segment_id"], ascending=[True, False, True])
        .reset_index(drop=True)
    )


def segment_at(snapshot: Snapshot, key: str) -> pd.Series[object] | None:
    """The segment with this key, as a row of `segments`; None if this snapshot has none."""
    found = segments(snapshot)
    match = found.loc[found["segment_key"].astype("str") == key]
    return None if match.empty else match.iloc[0]


_TEXT = ("segment_id", "segment_key", "parent_id", "name", "suggested_name")
