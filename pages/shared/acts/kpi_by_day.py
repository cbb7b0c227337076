"""What a KPI is to be, and by which day: asked where a target is set and where a forecast is made."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.vocabulary import Json
from pages.shared.frame import Frame
from pages.shared.readers import facts

PERCENT = 100.0
HALF_A_YEAR = timedelta(days=184)


def ask_value(kpi: str, now: float, *, label: str, key: str, help_words: str | None = None) -> float:
    """Ask for a KPI's value, shares in percent; today's stands there to begin with.

    Returns
    -------
    float
        As in `kpis`: a share from 0 to 1.
    """
    unit = KPI_DEFINITIONS[kpi].unit
    scale = PERCENT if unit == "share" else 1.0
    value = st.number_input(
        f"{label} ({'%' if unit == 'share' else unit})",
        value=round(now * scale, 1),
        step=0.5 if unit == "share" else 1.0,
        format="%.1f" if unit == "share" else "%.0f",
        key=f"{key}_{kpi}",
        help=help_words,
    )
    return float(value) / scale


def ask_day(page: Frame, *, key: str) -> Json:
    """Ask for a day after the data's, half a year on to begin with; empty where none stands there."""
    first = date.fromisoformat(facts.as_of(page.snapshot)[:10])
    by = st.date_input("By", value=first + HALF_A_YEAR, min_value=first + timedelta(days=1), key=key)
    return by.isoformat() if isinstance(by, date) else ""
