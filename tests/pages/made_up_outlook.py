"""Months of everyone and of two segments, what is foreseen of them, and a KPI that jumped, for the made-up snapshot."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.insights.kpi_watch import watched_kpis
from analytics.stages.outlook import looked_ahead

MONTHS = pd.period_range("2023-07", periods=36, freq="M")
JUMPED = "2026-05"
"""The month in which twice as many left."""

SEGMENTS = ("3.1", "3.2")


def outlook_tables() -> dict[str, pd.DataFrame]:
    """What the stage ``outlook`` publishes of them, and the books that it reads."""
    books = pd.concat([_books("all", "all", 5_000), *(_books("segment", each, 900) for each in SEGMENTS)])
    forecast, tests = looked_ahead(books, seed=1)
    watch = watched_kpis(pd.concat([_kpis("all", "all"), *(_kpis("segment", each) for each in SEGMENTS)]))
    return {"month_books": books, "kpi_forecast": forecast, "kpi_forecast_tests": tests, "kpi_watch": watch}


def _books(dimension: str, member: str, n: int) -> pd.DataFrame:
    place = np.arange(len(MONTHS))
    lost = np.round(n * (0.015 + 0.002 * np.sin(place)))
    return pd.DataFrame(
        {
            "dimension": dimension,
            "member": member,
            "month": MONTHS.to_timestamp(),
            "n_start": n,
            "n_start_lost": lost.astype("int64"),
            "held_cents": np.round(n * 1e6 * np.power(1.004, place)).astype("int64"),
        }
    )


def _kpis(dimension: str, member: str) -> pd.DataFrame:
    months = [str(month) for month in MONTHS]
    noise = np.random.default_rng(1).normal(0.0, 0.0004, len(months))
    rate = 0.015 + noise + 0.015 * np.array([month >= JUMPED for month in months])
    whose = {"dimension": dimension, "member": member, "period": months}
    left = pd.DataFrame({**whose, "kpi": "attrition_rate", "value": rate, "unit": "share"})
    return pd.concat([left, pd.DataFrame({**whose, "kpi": "customers", "value": 900.0, "unit": "customers"})])
