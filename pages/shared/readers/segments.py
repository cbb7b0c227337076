"""The segments with their names and colours."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.charts.palette import segment_colours
from analytics.store.snapshots import Snapshot
from pages.shared.readers.present import now_called, who_named
from pages.shared.readers.remembered import remembered


@remembered
def segments(snapshot: Snapshot) -> pd.DataFrame:
    """Every segment: the published columns, `label` (the experts' name, else the suggested one) and `colour`.

    `named_by` is who gave the name, empty where the model suggested it.

    Sorted by level, then the largest first. Empty where no segments were published yet.
    """
    if "segments" not in snapshot.tables():
        return pd.DataFrame({name: pd.Series(dtype="str") for name in (*_TEXT, "label", "named_by", "colour")}).assign(
            level=pd.Series(dtype="int64"), n_customers=pd.Series(dtype="int64"), stability=pd.Series(dtype="float64")
        )
    table = snapshot.table("segments")
    given = table["name"].astype("string").str.strip()
    suggested = table["suggested_name"].astype("string").str.strip()
    suggested = suggested.mask(table["segment_id"].astype("string") == "all", "All customers")
    label = given.where(given.fillna("") != "", suggested)
    colours = segment_colours(table)
    return (
        table.assign(
            label=label.where(label.fillna("") != "", _by_id(table["segment_id"])).astype("str"),
            named_by=_authors(table, given),
            colour=table["segment_id"].astype("str").map(colours),
        )
        .sort_values(["level", "n_customers", "segment_id"], ascending=[True, False, True])
        .reset_index(drop=True)
    )


def _by_id(ids: pd.Series[str]) -> pd.Series[str]:
    """Name segments that have no name by their id; the only one of a level is everyone."""
    return ids.astype("string").replace("all", "All customers")


def _authors(table: pd.DataFrame, given: pd.Series[str]) -> pd.Series[str]:
    authors = table["segment_key"].astype("string").map(who_named()).astype("string")
    return authors.where(given.fillna("") != "", "").fillna("").astype("str")


def by_id(snapshot: Snapshot) -> pd.DataFrame:
    """Every segment by its id, once: where no groups were found, the one that holds everybody is of all levels."""
    return segments(snapshot).drop_duplicates("segment_id").set_index("segment_id")


@remembered
def parents(snapshot: Snapshot) -> dict[str, str]:
    """By the id of every segment that of the one in which it lies; empty for those that lie in none."""
    found = by_id(snapshot)["parent_id"].astype("string").fillna("")
    # The one that holds everybody, where no groups were found, may be its own parent.
    return {str(each): "" if parent == each else str(parent) for each, parent in found.items()}


@dataclass(frozen=True)
class Segment:
    """One segment, as screens speak of it.

    Attributes
    ----------
    segment_id, segment_key : str
        Its id in this snapshot, and the key that stays over rebuilds.
    level : int
        1, 2 or 3.
    label : str
        Its name in words (text from data: use `plain` in markdown).
    colour : str
        Its colour on every screen.
    n_customers : int
        Its size.
    stability : float
        0 to 1; not a number where it was not measured.
    """

    segment_id: str
    segment_key: str
    level: int
    label: str
    colour: str
    n_customers: int
    stability: float


def segment_at(snapshot: Snapshot, key: str) -> Segment | None:
    """Give the segment with this key, or of what it has become by a person's answer; None if this snapshot has none."""
    found = segments(snapshot)
    keys = found["segment_key"].astype("str")
    match = found.loc[keys == key]
    if match.empty:
        match = found.loc[keys == now_called(key)]
    if match.empty:
        return None
    row = match.iloc[0]
    return Segment(
        segment_id=str(row["segment_id"]),
        segment_key=str(row["segment_key"]),
        level=int(row["level"]),
        label=str(row["label"]),
        colour=str(row["colour"]),
        n_customers=int(row["n_customers"]),
        stability=float(row["stability"]),
    )


_TEXT = ("segment_id", "segment_key", "parent_id", "name", "suggested_name")
