"""What is read about targets and about KPIs that left their expected range."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.insights.target_progress import Progress, progress, retention_on
from analytics.knowledge.contributions import Target
from analytics.knowledge.reading import knowledge
from analytics.reporting import EVERYONE
from analytics.store.snapshots import Snapshot
from pages.shared import session
from pages.shared.readers import facts, kpis, outlook
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import segment_at


@dataclass(frozen=True)
class Aim:
    """A target beside how its KPI stands.

    Attributes
    ----------
    target : Target
    whose : str
        "All customers", or the segment's name; "a segment that is gone" where this build has it no more.
    unit : str
        The KPI's unit, as published; empty where it isn't known here.
    progress : Progress or None
        None where the KPI isn't known of these customers.
    """

    target: Target
    whose: str
    unit: str
    progress: Progress | None


def aims(snapshot: Snapshot) -> list[Aim]:
    """Every target in force, those of all customers first, then in the order of their days."""
    there = knowledge(session.store()).targets.values()
    return [_aim(snapshot, each) for each in sorted(there, key=lambda one: (one.segment is not None, one.by, one.kpi))]


def targets_of(snapshot: Snapshot, member: kpis.Member) -> dict[str, Target]:
    """The targets in force of a member, by KPI."""
    every = knowledge(session.store()).targets.values()
    return {each.kpi: each for each in every if _member(snapshot, each.segment) == member}


@remembered
def watch(snapshot: Snapshot) -> pd.DataFrame:
    """Each KPI of all customers, segments and regions in the last twelve months, as the query `kpi_watch_of`.

    With `label` (whose it is) and `title` (of the KPI).
    """
    table = snapshot.query("kpi_watch_of")
    pairs = table[["dimension", "member"]].drop_duplicates()
    called = {
        (dimension, member): "All customers"
        if (dimension, member) == EVERYONE
        else kpis.called(snapshot, (dimension, member))
        for dimension, member in zip(pairs["dimension"].astype("str"), pairs["member"].astype("str"), strict=True)
    }
    labels = [
        called[pair] for pair in zip(table["dimension"].astype("str"), table["member"].astype("str"), strict=True)
    ]
    return table.assign(label=labels, title=[KPI_DEFINITIONS[kpi].title for kpi in table["kpi"].astype("str")])


def _member(snapshot: Snapshot, segment: str | None) -> kpis.Member | None:
    if segment is None:
        return EVERYONE
    found = segment_at(snapshot, segment)
    return None if found is None else ("segment", found.segment_id)


def _aim(snapshot: Snapshot, target: Target) -> Aim:
    member = _member(snapshot, target.segment)
    if member is None:
        return Aim(target, "a segment that is gone", "", None)
    whose = "All customers" if member == EVERYONE else kpis.called(snapshot, member)
    flow = kpis.flows(snapshot, member).get(target.kpi)
    if flow is None:
        return Aim(target, whose, "", None)
    series = kpis.series(snapshot, member)
    unit = str(series.loc[series["kpi"] == target.kpi, "unit"].iloc[0])
    by, as_of = date.fromisoformat(target.by), date.fromisoformat(facts.as_of(snapshot)[:10])
    heading = _heading(snapshot, member, target.kpi, by)
    return Aim(target, whose, unit, progress(flow, target=target.value, by=by, as_of=as_of, heading_for=heading))


def _heading(snapshot: Snapshot, member: kpis.Member, kpi: str, by: date) -> float:
    """Where retention, and so attrition, is heading; nothing else is foreseen."""
    if kpi not in {"retention_rate", "attrition_rate"} or not outlook.is_there(snapshot):
        return math.nan
    stays = retention_on(by, past=outlook.books(snapshot, member), forecast=outlook.forecast(snapshot, member))
    return stays if kpi == "retention_rate" else 1 - stays
