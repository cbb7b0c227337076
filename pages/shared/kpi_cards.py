"""The cards of KPIs, at most six, each with its change on a year before, its interval and its definition."""

from __future__ import annotations

import math
from collections.abc import Mapping

from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.insights.kpi_flow import KpiFlow
from analytics.insights.kpi_words import change_in_words, kpi_value, period_words
from pages.shared.formats import money
from pages.shared.panels import Card

SHOWN = ("retention_rate", "balance_attrition", "early_attrition", "net_growth", "active_rate", "balance_at_risk")
"""In this order, where the source gives them; where it gives none of them, others."""

UNITS = ("share", "customers", "years", "products")


def kpi_cards(flows: Mapping[str, KpiFlow], units: Mapping[str, str]) -> list[Card]:
    """Make the cards.

    Parameters
    ----------
    flows : mapping
        By KPI.
    units : mapping
        Each KPI's unit, as published.
    """
    shown = [kpi for kpi in SHOWN if kpi in flows] or sorted(flows)[: len(SHOWN)]
    return [_card(flows[kpi], units[kpi]) for kpi in shown]


def written(value: float, unit: str) -> str:
    """Write a KPI's value as on a card: amounts short, since a card is narrow."""
    if unit in UNITS:
        return kpi_value(value, unit)
    return f"{money(value / 1e3, unit)}k" if 1e5 <= abs(value) < 999_500 else money(value, unit)


def definition(kpi: str) -> str:
    """Say how a KPI is worked out, from what, who answers for it, and what its interval is."""
    found = KPI_DEFINITIONS[kpi]
    of = f" Interval (90%): {found.interval}." if found.interval else ""
    return f"{found.formula}{of} From {found.source}. {found.owner} answers for it (definition {found.version})."


def _card(flow: KpiFlow, unit: str) -> Card:
    found = KPI_DEFINITIONS[flow.kpi]
    sure = "" if math.isnan(flow.lower) else f"{written(flow.lower, unit)} to {written(flow.upper, unit)} (90%)"
    return Card(
        f"{found.title}, {'12 months' if flow.is_year else period_words(flow.period)}",
        written(flow.value, unit),
        f"{definition(flow.kpi)} In {period_words(flow.period)}"
        + (f"; compared with {period_words(flow.before_period)}." if flow.before_period else "."),
        # Streamlit reads the direction from a bare hyphen.
        delta=change_in_words(flow, unit).replace(" percentage points", " points").replace("−", "-") or None,
        compared_with=" · ".join(part for part in ("on a year before" if flow.before_period else "", sure) if part),
        good="neither" if found.good == "none" else found.good,
        line=flow.line if len(flow.line) > 1 else (),
    )
