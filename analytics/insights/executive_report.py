"""What executives take along: the KPIs with their change, what moved them, and how each is worked out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.insights.kpi_flow import KpiFlow, kpi_flow
from analytics.insights.kpi_words import (
    LED_BY,
    change_in_words,
    definition_words,
    kpi_sentence,
    kpi_value,
    parts_sentence,
)

MOST_PARTS = 12


@dataclass(frozen=True)
class KpiPage:
    """One KPI, ready to be written.

    Attributes
    ----------
    title, value, change, interval, sentence, definition : str
        In words; `change` and `interval` are empty where there is none.
    unit : str
        Of `values`.
    periods : tuple of str
        As in ``kpis``, oldest first: months, or twelve months.
    values : tuple of float
        One a period.
    """

    title: str
    value: str
    change: str
    interval: str
    sentence: str
    definition: str
    unit: str
    periods: tuple[str, ...]
    values: tuple[float, ...]


@dataclass(frozen=True)
class Report:
    """A report, whatever it is written as.

    Attributes
    ----------
    title : str
        What it is.
    whom : str
        Whose numbers these are: "All customers", or a segment's or region's name.
    source : tuple of str
        The data's date, when they were published, and which snapshot it is.
    kpis : tuple of KpiPage
        At most six.
    changed : str
        What moved the first KPI, in a sentence; empty where that is not known.
    parts : DataFrame
        Behind `changed`: ``label``, ``rate_before``, ``rate_now`` (shares), ``by_rate``, ``by_weight``, ``effect``
        (shares; a hundredth is a percentage point), the largest first.
    """

    title: str
    whom: str
    source: tuple[str, ...]
    kpis: tuple[KpiPage, ...]
    changed: str
    parts: pd.DataFrame


def executive_report(
    series: pd.DataFrame, parts: Mapping[str, pd.DataFrame], *, whom: str, source: tuple[str, ...]
) -> Report:
    """Make the report.

    Parameters
    ----------
    series : DataFrame
        Every KPI of one member: ``kpi``, ``period``, ``value``, ``lower``, ``upper``, ``unit``.
    parts : mapping
        By KPI, what each member added to its change: as `change_parts`, with ``label``; empty where not known.
    whom : str
        Whose numbers these are.
    source : tuple of str
        The data's date, when they were published, and which snapshot it is.
    """
    rows = {str(kpi): own for kpi, own in series.groupby("kpi", sort=True)}
    shown = [kpi for kpi in LED_BY if kpi in rows] or list(rows)[: len(LED_BY)]
    flows = {kpi: flow for kpi in shown if (flow := kpi_flow(rows[kpi])) is not None}
    first = next((kpi for kpi in flows if len(parts.get(kpi, ()))), None)
    known = parts[first] if first is not None else pd.DataFrame()
    told = ""
    if first is not None:
        title = KPI_DEFINITIONS[first].title
        told = parts_sentence(known, title=title, change=float(known["effect"].sum()))
    pages = tuple(_page(flow, rows[kpi]) for kpi, flow in flows.items())
    return Report("Retention", whom, source, pages, told, known.head(MOST_PARTS))


def _page(flow: KpiFlow, rows: pd.DataFrame) -> KpiPage:
    unit = texts(rows, "unit")[-1]
    is_year = rows["period"].str.contains("/")
    drawn = rows[is_year if flow.is_year else ~is_year].sort_values("period")
    ends = "" if math.isnan(flow.lower) else f"{kpi_value(flow.lower, unit)} to {kpi_value(flow.upper, unit)}"
    return KpiPage(
        title=KPI_DEFINITIONS[flow.kpi].title,
        value=kpi_value(flow.value, unit),
        change=change_in_words(flow, unit),
        interval=ends,
        sentence=kpi_sentence(flow, unit),
        definition=definition_words(flow.kpi),
        unit=unit,
        periods=tuple(texts(drawn, "period")),
        values=tuple(floats(drawn, "value")),
    )
