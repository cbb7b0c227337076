"""What is read about one segment."""

from __future__ import annotations

import pandas as pd

from analytics.insights.columns import texts
from analytics.insights.feature_words import feature_title
from analytics.store.snapshots import Snapshot
from pages.shared.formats import words
from pages.shared.readers import facts
from pages.shared.readers.chosen import chosen
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import Segment, segment_at, segments
from pages.shared.selection import Selection


@remembered
def profile(snapshot: Snapshot, segment_id: str) -> pd.DataFrame:
    """What sets the segment apart, the most telling first: `title`, `unit`, means, `effect`."""
    if "segment_profile" not in snapshot.tables():
        return pd.DataFrame(columns=["feature", "title", "unit", "segment_mean", "overall_mean", "effect"])
    table = snapshot.query("segment_profile", segment_id=segment_id)
    titles = [
        feature_title(feature, description, unit)
        for feature, description, unit in zip(
            texts(table, "feature"), texts(table, "description"), texts(table, "unit"), strict=True
        )
    ]
    return table.assign(
        title=pd.Series(titles, index=table.index, dtype="str"),
        unit=table["unit"].replace("money", facts.currency(snapshot)),
    )


@remembered
def trend(snapshot: Snapshot, segment_id: str, level: int) -> pd.DataFrame:
    """`as_of`, `n_customers`, `share` on every day at which customers are told apart, as Movement tells them."""
    if snapshot.tables() >= {"model_past", "model_membership", "membership"}:
        return snapshot.query("segment_by_day", segment_id=segment_id, level=level, today=facts.as_of(snapshot)[:10])
    if "segment_trend" not in snapshot.tables():
        return pd.DataFrame({"as_of": [], "n_customers": [], "share": []})
    return snapshot.query("segment_trend", segment_id=segment_id, level=level)


@remembered
def edges(snapshot: Snapshot, segment_id: str, level: int, n: int = 5) -> pd.DataFrame:
    """The customers nearest the segment's heart (`is_typical`) and nearest its border, with `strength`."""
    return snapshot.query("segment_edges", segment_id=segment_id, level=level, n=n)


@remembered
def risk_ranges(snapshot: Snapshot, selection: Selection, outcome: str) -> pd.DataFrame:
    """The shares of customers in each tenth of risk: those chosen beside all."""
    if "scores" not in snapshot.tables():
        return pd.DataFrame({"risk_from": [], "risk_to": [], "n": [], "share": [], "all_n": [], "all_share": []})
    return snapshot.query("risk_ranges", outcome=outcome, **chosen(snapshot, selection))


@remembered
def overlap(snapshot: Snapshot, level: int) -> pd.DataFrame:
    """Agreement of a level with each protected attribute: `attribute`, `ami`, `lower`, `upper`, `n`."""
    if "protected_overlap" not in snapshot.tables():
        return pd.DataFrame(columns=["attribute", "ami", "lower", "upper", "n"])
    table = snapshot.table("protected_overlap")
    chosen = table[table["level"] == level].sort_values("ami", ascending=False).reset_index(drop=True)
    figures = {name: chosen[name].round(3) + 0.0 for name in ("ami", "lower", "upper")}  # + 0.0: never a minus nought
    return chosen.assign(attribute=chosen["attribute"].map(words), **figures)


def everyone(snapshot: Snapshot) -> Segment:
    """The one segment of a snapshot in which no groups were found."""
    row = segments(snapshot).iloc[-1]
    return Segment(
        segment_id=str(row["segment_id"]),
        segment_key=str(row["segment_key"]),
        level=int(row["level"]),
        label="All customers",
        colour=str(row["colour"]),
        n_customers=int(row["n_customers"]),
        stability=float(row["stability"]),
    )


def parent(snapshot: Snapshot, segment: Segment) -> Segment | None:
    """The segment that this one lies in; None at the top."""
    table = segments(snapshot)
    own = table[table["segment_id"].astype("str") == segment.segment_id]
    above = table[table["segment_id"].isin(own["parent_id"].dropna())]
    return None if above.empty else segment_at(snapshot, str(above["segment_key"].iloc[0]))


def children(snapshot: Snapshot, segment: Segment) -> pd.DataFrame:
    """The segments inside this one, the largest first."""
    table = segments(snapshot)
    return table[(table["parent_id"].astype("str") == segment.segment_id) & (table["level"] > segment.level)]
