"""What is read about KPIs: how each moved, and which members moved it."""

from __future__ import annotations

import pandas as pd

from analytics.insights.change_parts import change_parts
from analytics.insights.kpi_flow import KpiFlow, kpi_flow
from analytics.reporting import EVERYONE, OTHERS, members_of_both, members_told_of
from analytics.store.snapshots import Snapshot
from pages.shared.formats import words
from pages.shared.readers.population import regions
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import by_id, segment_at
from pages.shared.selection import Selection

Member = tuple[str, str]
"""A dimension of `kpis` and a member of it."""

ADDS_UP = {"segment": "Segment", "region": "Region", "channel": "Channel", "cohort": "Year of joining"}
"""The dimensions whose members share no customer and leave none out."""


def member_of(snapshot: Snapshot, selection: Selection) -> Member | None:
    """The member of a dimension that a selection is; None where it is none."""
    filters = selection.filters()
    if not filters:
        return EVERYONE
    if len(filters) > 1:
        return None
    if selection.segment is not None:
        found = segment_at(snapshot, selection.segment)
        return None if found is None else ("segment", found.segment_id)
    if selection.region is not None:
        return ("region", selection.region)
    others = (("channel", selection.home_channel), ("product", selection.product), ("tag", selection.tag))
    return next(((dimension, name) for dimension, name in others if name is not None), None)


@remembered
def series(snapshot: Snapshot, member: Member) -> pd.DataFrame:
    """Every KPI of a member, period by period: `kpi`, `period`, `value`, `lower`, `upper`, `unit`."""
    dimension, name = member
    return snapshot.query("kpi_series", dimension=dimension, member=name)


@remembered
def flows(snapshot: Snapshot, member: Member) -> dict[str, KpiFlow]:
    """Each KPI of a member as it is and as it was a year before, by name."""
    found = ((str(kpi), kpi_flow(rows)) for kpi, rows in series(snapshot, member).groupby("kpi", sort=True))
    return {kpi: flow for kpi, flow in found if flow is not None}


@remembered
def parts(snapshot: Snapshot, flow: KpiFlow, dimension: str, level: int) -> pd.DataFrame:
    """What each member added to the change of a KPI of all customers: as `change_parts`, with `label` and `key`.

    No row where `members_of_both` finds none.
    """
    return _taken_apart(snapshot, members_of_both(snapshot, flow, dimension, level), dimension)


@remembered
def parts_told_of(snapshot: Snapshot, flow: KpiFlow, dimension: str, level: int) -> pd.DataFrame:
    """The same for those who see groups of at least ten: small members are one, without a `key`."""
    return _taken_apart(snapshot, members_told_of(snapshot, flow, dimension, level), dimension)


def _taken_apart(snapshot: Snapshot, both: tuple[pd.DataFrame, pd.DataFrame] | None, dimension: str) -> pd.DataFrame:
    if both is None:
        return pd.DataFrame()
    table = change_parts(*both)
    named = table.assign(**_named(snapshot, table["member"], dimension))
    is_others = named["member"] == OTHERS
    named.loc[is_others, "label"] = OTHERS.capitalize()
    named.loc[is_others, "key"] = ""
    return named


def called(snapshot: Snapshot, member: Member) -> str:
    """A member's name in words."""
    dimension, name = member
    return str(_named(snapshot, pd.Series([name], dtype="str"), dimension)["label"].iloc[0])


def _named(snapshot: Snapshot, members: pd.Series[str], dimension: str) -> dict[str, pd.Series[str]]:
    """Give members in words, and the value by which the selection names them."""
    if dimension == "segment":
        every = by_id(snapshot)
        return {name: members.map(every[column]).astype("str") for name, column in _OF_SEGMENTS}
    if dimension == "region":
        names = regions(snapshot).set_index("region_id")["name"]
        return {"label": members.map(names).fillna(members).astype("str"), "key": members}
    return {"label": members.map(lambda each: words(each) if dimension == "channel" else each), "key": members}


_OF_SEGMENTS = (("label", "label"), ("key", "segment_key"))
