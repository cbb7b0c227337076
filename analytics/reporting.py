"""The executives' report, read from a snapshot: for the screens and for the command line."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.errors import InputError
from analytics.insights.change_parts import change_parts
from analytics.insights.executive_report import Report, executive_report
from analytics.insights.kpi_flow import KpiFlow, kpi_flow
from analytics.insights.kpi_words import LED_BY
from analytics.insights.wording import day
from analytics.store.snapshots import Snapshot

EVERYONE = ("all", "all")
FAMILIES = 2


def report_of(snapshot: Snapshot, member: tuple[str, str] = EVERYONE, *, whom: str = "All customers") -> Report:
    """Make the report of everyone, or of one segment, region or product.

    Parameters
    ----------
    snapshot : Snapshot
        A published one, or one with people's edits laid over it.
    member : tuple of str
        A dimension of ``kpis`` and its member.
    whom : str
        What to call the member.

    Raises
    ------
    InputError
        If the source gives no KPIs, or none of this member; it says why.
    """
    if "kpis" not in snapshot.tables():
        told = snapshot.facts.get("not_published")
        why = str(told.get("kpis", "")) if isinstance(told, dict) else ""
        raise InputError(f"There are no KPIs to report. {why or 'Build first, and they are worked out.'}")
    series = snapshot.query("kpi_series", dimension=member[0], member=member[1])
    if series.empty:
        raise InputError(f"No KPI is known of {whom}.")
    parts = {kpi: _parts(snapshot, kpi) for kpi in LED_BY[:1]} if member == EVERYONE else {}
    created = str(snapshot.facts.get("created_at", ""))[:16].replace("T", " ")
    source = (f"Data as of {day(str(snapshot.facts['as_of']))}", f"published {created} UTC", f"snapshot {snapshot.id}")
    return executive_report(series, parts, whom=whom, source=source)


def _parts(snapshot: Snapshot, kpi: str) -> pd.DataFrame:
    every = snapshot.query("kpi_series", dimension="all", member="all")
    flow = kpi_flow(every[every["kpi"] == kpi])
    both = None if flow is None else members_of_both(snapshot, flow, "segment", FAMILIES)
    if both is None:
        return pd.DataFrame()
    table, segments = change_parts(*both), snapshot.table("segments").set_index("segment_id")
    label = segments["name"].where(segments["name"].fillna("") != "", segments["suggested_name"])
    return table.assign(label=table["member"].map(label).fillna(table["member"]).astype("str"))


def members_of_both(
    snapshot: Snapshot, flow: KpiFlow, dimension: str, level: int
) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Read a rate's members in the earlier and the later period of a flow.

    Parameters
    ----------
    snapshot : Snapshot
    flow : KpiFlow
        Of all customers.
    dimension : str
        Of ``kpis``.
    level : int
        Which segments, where they are the dimension.

    Returns
    -------
    tuple of DataFrame or None
        As `change_parts` takes them. None where there is no earlier period, the KPI is no rate, or the members don't
        add up to all customers in both periods (of segments that were edited since the build, only the last year is
        known).
    """
    found = []
    for period in (flow.before_period, flow.period):
        of_all = snapshot.query("kpi_members", kpi=flow.kpi, dimension="all", period=period)
        each = snapshot.query("kpi_members", kpi=flow.kpi, dimension=dimension, period=period)
        if dimension == "segment":
            segments = snapshot.table("segments")
            each = each[each["member"].isin(segments.loc[segments["level"] == level, "segment_id"].astype("str"))]
        if not _adds_up(each, of_all):
            return None
        found.append(each.reset_index(drop=True))
    return found[0], found[1]


def _adds_up(part: pd.DataFrame, total: pd.DataFrame) -> bool:
    names = ["numerator", "denominator"]
    return len(total) == 1 and bool(np.allclose(part[names].sum(), total[names].iloc[0], rtol=1e-9, atol=1e-6))
