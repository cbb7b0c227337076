"""Who of those who were here on a day of the past is still here, by the segment that fitted them then."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from analytics.insights.columns import texts
from analytics.insights.survival import survival_curve
from analytics.store.snapshots import Snapshot
from pages.shared.readers import horizons, movement
from pages.shared.readers.remembered import remembered, remembered_of_build
from pages.shared.readers.segments import segment_at, segments
from pages.shared.selection import Selection

KNOWN_THEN = ("segment", "region")
"""Filters that could be set on the first day too; the others are facts of today, which nobody who left has."""

FEWEST = 30
"""Of fewer customers no curve is drawn."""

MOST_CURVES = 8


@dataclass(frozen=True)
class Curve:
    """One curve and what belongs to it.

    Attributes
    ----------
    segment_id, label, colour : str
        Of whom; `plain` the label in markdown.
    table : DataFrame
        As `analytics.insights.survival.survival_curve`.
    foretold : DataFrame
        ``horizon_days``, ``mean_risk``, ``lower``, ``upper`` of those who are in the segment today.
    """

    segment_id: str
    label: str
    colour: str
    table: pd.DataFrame
    foretold: pd.DataFrame

    @property
    def n_followed(self) -> int:
        """How many are followed from the first day."""
        return 0 if self.table.empty else int(self.table["n_at_risk"].iloc[0])


def started_on(snapshot: Snapshot) -> str | None:
    """The first day, ISO; None where nobody is followed."""
    if "leaving_times" not in snapshot.tables():
        return None
    days = _followed(snapshot)["started_on"]
    return None if days.empty else str(days.iloc[0])[:10]


def known_then(selection: Selection) -> Selection:
    """Keep the filters that could be set on the first day too."""
    return replace(Selection(), **{name: getattr(selection, name) for name in KNOWN_THEN})


@remembered
def everyone(snapshot: Snapshot) -> pd.DataFrame:
    """The curve of all who are followed."""
    return survival_curve(_followed(snapshot))


@remembered
def selected(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """The curve of those whom the filters kept on the first day."""
    return survival_curve(_kept(snapshot, selection))


@remembered
def curves(snapshot: Snapshot, selection: Selection, level: int) -> tuple[Curve, ...]:
    """The curves of a level's segments, the largest today first, where at least 30 are followed; at most eight."""
    kept, foretold = _kept(snapshot, selection), horizons.risk_of_segments(snapshot, selection, level)
    placed = kept.drop(columns="segment_id").merge(_placed(snapshot, level), on="customer_id")
    named = segments(snapshot).loc[lambda table: table["level"] == level]
    found = []
    rows = zip(*(texts(named, name) for name in ("segment_id", "label", "colour")), strict=True)
    for segment_id, label, colour in rows:
        own, ahead = (table[table["segment_id"] == segment_id] for table in (placed, foretold))
        if len(own) >= FEWEST:
            found.append(Curve(segment_id, label, colour, survival_curve(own), ahead.reset_index(drop=True)))
    return tuple(found[:MOST_CURVES])


@remembered_of_build
def _followed(snapshot: Snapshot) -> pd.DataFrame:
    return snapshot.table("leaving_times")


def _placed(snapshot: Snapshot, level: int) -> pd.DataFrame:
    return movement.placed(snapshot, level, started_on(snapshot) or "")


def _kept(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """Keep who was in the chosen segment on the first day, and lives in the chosen region."""
    table = _followed(snapshot)
    segment = segment_at(snapshot, selection.segment) if selection.segment is not None else None
    if segment is not None:
        then = _placed(snapshot, segment.level)
        table = table[table["customer_id"].isin(then.loc[then["segment_id"] == segment.segment_id, "customer_id"])]
    if selection.region is not None and "region_id" in snapshot.columns("customers"):
        where = snapshot.table("customers")
        table = table[table["customer_id"].isin(where.loc[where["region_id"] == selection.region, "customer_id"])]
    return table
