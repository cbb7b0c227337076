"""The executives' report, read from a snapshot: for the screens and for the command line."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analytics.errors import InputError
from analytics.insights.change_parts import change_parts
from analytics.insights.executive_report import Report, executive_report
from analytics.insights.kpi_flow import KpiFlow, kpi_flow
from analytics.insights.kpi_words import LED_BY
from analytics.insights.small_groups import FEWEST, gathered
from analytics.insights.wording import day
from analytics.store.snapshots import Snapshot

EVERYONE = ("all", "all")
OTHERS = "too few to tell apart"
"""What members are called that are told of together."""
COUNTED_BY = ("retention_rate", "attrition_rate")
"""KPIs whose denominator is how many customers a member had."""
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
    if not is_large_enough(snapshot, member):
        raise InputError(f"{whom}: fewer than {FEWEST} customers, or all of the bank's but fewer than {FEWEST}.")
    parts = {kpi: _parts(snapshot, kpi) for kpi in LED_BY[:1]} if member == EVERYONE else {}
    return executive_report(series, parts, whom=whom, source=source_of(snapshot))


def source_of(snapshot: Snapshot) -> tuple[str, ...]:
    """Say by which data something was made: their date, when they were published, and the snapshot."""
    created = str(snapshot.facts.get("created_at", ""))[:16].replace("T", " ")
    return (f"Data as of {day(str(snapshot.facts['as_of']))}", f"published {created} UTC", f"snapshot {snapshot.id}")


def _parts(snapshot: Snapshot, kpi: str) -> pd.DataFrame:
    every = snapshot.query("kpi_series", dimension="all", member="all")
    flow = kpi_flow(every[every["kpi"] == kpi])
    both = None if flow is None else members_told_of(snapshot, flow, "segment", FAMILIES)
    if both is None:
        return pd.DataFrame()
    # Where no groups were found, the one segment stands in the table at each level.
    segments = snapshot.table("segments").drop_duplicates("segment_id").set_index("segment_id")
    table = change_parts(*both)
    label = segments["name"].where(segments["name"].fillna("") != "", segments["suggested_name"])
    return table.assign(label=table["member"].map(label).fillna(table["member"]).astype("str"))


def is_large_enough(snapshot: Snapshot, member: tuple[str, str]) -> bool:
    """Say whether a member's numbers may leave: it has ten customers or more, and so has the rest of the bank.

    False where it is not known how many it has.
    """
    every = snapshot.query("kpi_series", dimension="all", member="all")
    own = []
    for period in every.loc[every["kpi"].isin(COUNTED_BY), "period"].unique():
        of_all, of_each = (_n_customers(snapshot, dimension, str(period)) for dimension in ("all", member[0]))
        if member[1] in of_each.index:
            own.append((float(of_all.sum()), float(of_each[member[1]])))
    return bool(own) and not any(0 < n < FEWEST or 0 < n_all - n < FEWEST for n_all, n in own)


def members_told_of(
    snapshot: Snapshot, flow: KpiFlow, dimension: str, level: int
) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Read a rate's members as `members_of_both`, the small ones as one: for those who see groups of at least ten.

    None, too, where it is not known how many customers a member has.
    """
    both = members_of_both(snapshot, flow, dimension, level)
    if both is None:
        return None
    names = sorted({str(name) for table in both for name in table["member"]})
    counts = [_n_customers(snapshot, dimension, period).reindex(names) for period in (flow.before_period, flow.period)]
    if any(each.isna().all() for each in counts):
        return None
    few = gathered(*(each.fillna(0.0).to_numpy() for each in counts))
    others = {name: OTHERS for name, is_few in zip(names, few, strict=True) if is_few}
    before, now = (_added_up(table, others) for table in both)
    return before, now


def _n_customers(snapshot: Snapshot, dimension: str, period: str) -> pd.Series[float]:
    """How many customers each member had when a period began, by its name."""
    for kpi in COUNTED_BY:
        found = snapshot.query("kpi_members", kpi=kpi, dimension=dimension, period=period)
        if not found.empty:
            break
    return found.set_index(found["member"].astype("str"))["denominator"].astype("float64")


def _added_up(table: pd.DataFrame, others: Mapping[str, str]) -> pd.DataFrame:
    named = table.assign(member=table["member"].astype("str").replace(dict(others)))
    return named.groupby("member", sort=True, as_index=False)[["numerator", "denominator"]].sum()


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
