"""The cards of KPIs, at most six, each with its change on a year before, its interval and its definition."""

from __future__ import annotations

import math
from collections.abc import Mapping

from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.insights.kpi_flow import KpiFlow
from analytics.insights.kpi_words import LED_BY, change_in_words, definition_words, kpi_value, period_words
from analytics.knowledge.contributions import Target
from pages.shared.formats import day, money
from pages.shared.panels import Card

UNITS = ("share", "points", "customers", "years", "products")


def kpi_cards(flows: Mapping[str, KpiFlow], units: Mapping[str, str], targets: Mapping[str, Target]) -> list[Card]:
    """Make the cards.

    Parameters
    ----------
    flows : mapping
        By KPI.
    units : mapping
        Each KPI's unit, as published.
    targets : mapping
        What those that have a target are meant to be.
    """
    shown = [kpi for kpi in LED_BY if kpi in flows] or sorted(flows)[: len(LED_BY)]
    return [_card(flows[kpi], units[kpi], targets.get(kpi)) for kpi in shown]


def written(value: float, unit: str) -> str:
    """Write a KPI's value as on a card: amounts short, since a card is narrow."""
    if unit in UNITS:
        return kpi_value(value, unit)
    return f"{money(value / 1e3, unit)}k" if 1e5 <= abs(value) < 999_500 else money(value, unit)


def _card(flow: KpiFlow, unit: str, target: Target | None) -> Card:
    found = KPI_DEFINITIONS[flow.kpi]
    sure = "" if math.isnan(flow.lower) else f"{written(flow.lower, unit)} to {written(flow.upper, unit)} (90%)"
    aim = "" if target is None else f"target {written(target.value, unit)} by {day(target.by)}"
    before = "on a year before" if flow.before_period else ""
    return Card(
        f"{found.title}, {'12 months' if flow.is_year else period_words(flow.period)}",
        written(flow.value, unit),
        f"{definition_words(flow.kpi)} In {period_words(flow.period)}"
        + (f"; compared with {period_words(flow.before_period)}." if flow.before_period else "."),
        # Streamlit reads the direction from a bare hyphen.
        delta=change_in_words(flow, unit).replace(" percentage points", " points").replace("−", "-") or None,
        compared_with=" · ".join(part for part in (before, sure, aim) if part),
        good="neither" if found.good == "none" else found.good,
        line=flow.line if len(flow.line) > 1 else (),
    )
