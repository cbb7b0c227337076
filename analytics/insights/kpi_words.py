"""KPIs in plain words, made from the numbers that stand beside them."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.insights.kpi_flow import KpiFlow
from analytics.insights.wording import MISSING, count, listing, percent, points, quantity
from analytics.number_marks import written

LED_BY = ("retention_rate", "balance_attrition", "early_attrition", "net_growth", "active_rate", "balance_at_risk")
"""The KPIs that stand first, in this order, where the source gives them."""

_MOST_NAMED = 2
_NO_PART = 0.0005
"""A part of a change that would read as 0.0 points is not named."""


def period_words(period: str) -> str:
    """Write a period.

    Examples
    --------
    >>> period_words("2026-06"), period_words("2025-07/2026-06")
    ('June 2026', 'the 12 months to June 2026')
    """
    last = f"{date.fromisoformat(period.rsplit('/', maxsplit=1)[-1] + '-01'):%B %Y}"
    return f"the 12 months to {last}" if "/" in period else last


def kpi_value(value: float, unit: str) -> str:
    """Write a KPI's value in its unit; shares as per cent, their differences as percentage points.

    Examples
    --------
    >>> kpi_value(0.819, "share"), kpi_value(-152, "customers"), kpi_value(5.53, "years"), kpi_value(2.581, "products")
    ('81.9%', '−152', '5.5 years', '2.58')
    """
    if math.isnan(value):
        return MISSING
    if unit == "share":
        return percent(value) if value >= 0 else f"−{percent(-value)}"
    if unit == "points":
        return points(value)
    if unit == "customers":
        return count(value).replace("-", "−")
    if unit == "years":
        return f"{value:.1f} years"
    return f"{value:.2f}" if unit == "products" else quantity(value, unit)


def change_in_words(flow: KpiFlow, unit: str) -> str:
    """Write the change on a year before, with its sign; empty where there is none.

    Shares change by percentage points, everything else in its own unit.
    """
    if math.isnan(flow.change):
        return ""
    if unit in ("share", "points"):
        return points(flow.change)
    sign = "+" if flow.change >= 0 else "−"
    return f"{sign}{kpi_value(abs(flow.change), unit)}"


def kpi_sentence(flow: KpiFlow, unit: str) -> str:
    """Say what a KPI is, how sure that is, and how it moved.

    Parameters
    ----------
    flow : KpiFlow
    unit : str
        The unit that its rows are published in.

    Returns
    -------
    str
        One or two sentences, every number as on the card.
    """
    title = KPI_DEFINITIONS[flow.kpi].title
    ends = f"{kpi_value(flow.lower, unit)} to {kpi_value(flow.upper, unit)}"
    surely = "" if math.isnan(flow.lower) else f" (90% interval {ends})"
    when = period_words(flow.period)
    told = f"{title} was {kpi_value(flow.value, unit)}{surely} in {when}."
    if not flow.before_period:
        return told
    then = f"In {period_words(flow.before_period)} it was {kpi_value(flow.before, unit)}"
    if flow.is_beyond_chance is None:
        return f"{told} {then}."
    verdict = "a change beyond chance" if flow.is_beyond_chance else "no change beyond chance"
    return f"{told} {then}: {change_in_words(flow, unit)}, {verdict}."


def parts_sentence(parts: pd.DataFrame, *, title: str, change: float) -> str:
    """Say which members moved a rate most, and whether by their own rate or by their size.

    Parameters
    ----------
    parts : DataFrame
        As `change_parts` gives it, with ``label``.
    title : str
        The KPI's title.
    change : float
        Of the rate of all (0–1); what the effects add up to.

    Returns
    -------
    str
        Plain text; labels from the data stand in it as they are.
    """
    by_rate, by_weight = (float(parts[name].sum()) for name in ("by_rate", "by_weight"))
    named = [
        f"“{label}” ({effect_words(effect)})"
        for label, effect in zip(texts(parts, "label"), floats(parts, "effect"), strict=True)
        if abs(effect) >= _NO_PART
    ][:_MOST_NAMED]
    most = f" Most came from {listing(named)}." if named else " No part of it stands out."
    return (
        f"{title} moved by {effect_words(change)} percentage points in a year: {effect_words(by_rate)} by members' own"
        f" rates and {effect_words(by_weight)} by their sizes.{most}"
    )


def effect_words(effect: float) -> str:
    """Write a part of a change in percentage points, to two places so that parts add up to the eye.

    Examples
    --------
    >>> effect_words(-0.0038), effect_words(0.0012)
    ('−0.38', '+0.12')
    """
    return written(effect * 100 + 0.0, "+.2f").replace("-", "−")


def definition_words(kpi: str) -> str:
    """Say how a KPI is worked out, from what, who answers for it, and what its interval is."""
    found = KPI_DEFINITIONS[kpi]
    of = f" Interval (90%): {found.interval}." if found.interval else ""
    return f"{found.formula}{of} From {found.source}. {found.owner} answers for it (definition {found.version})."
