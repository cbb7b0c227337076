"""Measuring what a finding rests on: how many customers, their mean risk and their KPIs, beside those of all."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.errors import InputError
from analytics.insights.kpi_flow import KpiFlow, kpi_flow
from analytics.insights.kpi_words import LED_BY
from analytics.knowledge.evidence import Asks, Evidence, Figure, Measurer
from analytics.stages.list_choosing import build_named, default_outcome
from analytics.store.snapshots import Snapshot

MOST_KPIS = 3
RISK = "risk"
_EVERYONE = ("all", "all")


def finding_measurer(served: Callable[[], Snapshot]) -> Measurer:
    """Make the function that measures what a finding rests on.

    Parameters
    ----------
    served : callable
        Gives the snapshot that is served.
    """
    return lambda asks: evidence_in(served(), asks)


def evidence_in(snapshot: Snapshot, asks: Asks) -> Evidence:
    """Measure some customers in a snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        What is known.
    asks : Asks
        Whom, and which KPI first.

    Returns
    -------
    Evidence
        With a figure for the risk, where there is a model, and for at most three KPIs, where they are known of these
        customers.

    Raises
    ------
    InputError
        If the KPI that the claim is about is not known of them, or there is no such product or outcome.
    """
    everyone = snapshot.query("population")["customer_id"]
    ids = _ids(snapshot, asks, everyone)
    outcome = asks.outcome or default_outcome(snapshot)
    risk = _risk(snapshot, outcome, ids)
    return Evidence(
        snapshot=build_named(snapshot),
        as_of=date.fromisoformat(str(snapshot.facts["as_of"])[:10]),
        n_customers=len(everyone) if ids is None else len(ids),
        n_all=len(everyone),
        outcome=outcome if risk else "",
        figures=_led(asks.kpi, (*risk, *_kpis(snapshot, asks))),
    )


def members_in(snapshot: Snapshot, asks: Asks) -> NDArray[np.bool_]:
    """Say of every active customer, in order of their ids, whether `evidence_in` measures them.

    Raises
    ------
    InputError
        If there is no such product.
    """
    everyone = snapshot.query("population")["customer_id"]
    ids = _ids(snapshot, asks, everyone)
    if ids is None:
        return np.ones(len(everyone), dtype=np.bool_)
    return everyone.isin(ids).to_numpy(dtype=np.bool_)


def _led(kpi: str | None, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Put the KPI that the claim is about first."""
    return tuple(sorted(figures, key=lambda each: each.name != kpi))


def _ids(snapshot: Snapshot, asks: Asks, everyone: pd.Series[str]) -> Collection[str] | None:
    if asks.ids is not None or asks.member in (None, _EVERYONE):
        return asks.ids
    dimension, member = asks.member or _EVERYONE
    if dimension == "product" and "customer_accounts" not in snapshot.tables():
        raise InputError("Which products customers hold is not known here.")
    if dimension == "product":
        mask = snapshot.query("population_product", product=member)["holds"]
    else:
        mask = snapshot.query("population_region")["region_id"].astype("str") == member
    return everyone[mask.to_numpy(dtype=bool)].tolist()


def _risk(snapshot: Snapshot, outcome: str, ids: Collection[str] | None) -> tuple[Figure, ...]:
    if "scores" not in snapshot.tables():
        return ()
    own = _mean(snapshot, outcome, ids)
    if own is None:
        return ()
    every = (None, None, None) if ids is None else _mean(snapshot, outcome, None) or (None, None, None)
    return (Figure(RISK, "share", "", *own, *every),)


def _mean(snapshot: Snapshot, outcome: str, ids: Collection[str] | None) -> tuple[float, float, float] | None:
    told = snapshot.query("mean_risk", outcome=outcome, everyone=ids is None, ids=list(ids or ()))
    row = told[["mean_risk", "lower", "upper"]].astype("float64").iloc[0]
    return None if row.isna().any() else (float(row["mean_risk"]), float(row["lower"]), float(row["upper"]))


def _kpis(snapshot: Snapshot, asks: Asks) -> tuple[Figure, ...]:
    first = () if asks.kpi is None else (asks.kpi,)
    own = {} if asks.member is None else _flows(snapshot, asks.member, tuple(dict.fromkeys([*first, *LED_BY])))
    if asks.kpi is not None and asks.kpi not in own:
        raise InputError(f'The KPI "{asks.kpi}" is not known of these customers.')
    every = {} if asks.member == _EVERYONE else _flows(snapshot, _EVERYONE, tuple(own))
    return tuple(_figure(found, every.get(kpi)) for kpi, found in own.items())


def _flows(snapshot: Snapshot, member: tuple[str, str], wanted: tuple[str, ...]) -> dict[str, tuple[KpiFlow, str]]:
    """The first few of the wanted KPIs that are known of a member, each with its unit."""
    if "kpis" not in snapshot.tables() or not wanted:
        return {}
    rows = snapshot.query("kpi_series", dimension=member[0], member=member[1])
    found: dict[str, tuple[KpiFlow, str]] = {}
    for kpi in wanted:
        own = rows[rows["kpi"] == kpi]
        flow = kpi_flow(own)
        if flow is not None and not math.isnan(flow.value):
            found[kpi] = (flow, str(own["unit"].iloc[0]))
        if len(found) == MOST_KPIS:
            break
    return found


def _figure(own: tuple[KpiFlow, str], every: tuple[KpiFlow, str] | None) -> Figure:
    flow, unit = own
    beside: tuple[float | None, float | None, float | None] = (None, None, None)
    # A total of all customers says nothing beside a part's; neither does another period.
    if every is not None and unit in ("share", "years", "products") and every[0].period == flow.period:
        beside = _three(every[0])
    return Figure(flow.kpi, unit, flow.period, *_three(flow), *beside)


def _three(flow: KpiFlow) -> tuple[float, float | None, float | None]:
    if math.isnan(flow.lower):
        return flow.value, None, None
    return flow.value, flow.lower, flow.upper
