"""A target is reached, missed or headed for in the direction that is good for its KPI."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest

from analytics.insights.kpi_flow import KpiFlow
from analytics.insights.target_progress import progress, retention_on

AS_OF = date(2026, 6, 30)
LATER = date(2026, 12, 31)


def flow(kpi: str, value: float) -> KpiFlow:
    return KpiFlow(kpi, "2025-07/2026-06", value, math.nan, math.nan, "", math.nan, None, (value,))


@pytest.mark.parametrize(
    ("kpi", "value", "target", "by", "heading_for", "verdict", "gap"),
    [
        ("retention_rate", 0.82, 0.80, LATER, math.nan, "reached", 0.0),
        ("retention_rate", 0.82, 0.85, LATER, 0.86, "heading there", 0.03),
        ("retention_rate", 0.82, 0.85, LATER, 0.84, "not heading there", 0.03),
        ("retention_rate", 0.82, 0.85, LATER, math.nan, "not reached", 0.03),
        ("retention_rate", 0.82, 0.85, AS_OF, 0.86, "missed", 0.03),
        ("attrition_rate", 0.18, 0.20, LATER, math.nan, "reached", 0.0),
        ("attrition_rate", 0.18, 0.15, LATER, 0.14, "heading there", 0.03),
        ("attrition_rate", 0.18, 0.15, LATER, 0.16, "not heading there", 0.03),
    ],
)
def test_a_verdict_follows_the_good_direction(
    kpi: str, value: float, target: float, by: date, heading_for: float, verdict: str, gap: float
) -> None:
    found = progress(flow(kpi, value), target=target, by=by, as_of=AS_OF, heading_for=heading_for)
    assert found.verdict == verdict
    assert found.gap == pytest.approx(gap)


def test_retention_on_a_day_is_made_of_months_known_and_months_foreseen() -> None:
    months = [str(each) for each in pd.period_range("2025-01", periods=18, freq="M")]
    past = pd.DataFrame({"period": months, "n_start": 100, "n_start_lost": 1})
    ahead = [str(each) for each in pd.period_range("2026-07", periods=12, freq="M")]
    forecast = pd.DataFrame({"kpi": "attrition_rate", "period": ahead, "value": 0.02, "is_preferred": True})
    assert retention_on(date(2026, 9, 30), past=past, forecast=forecast) == pytest.approx(0.99**9 * 0.98**3)
    assert retention_on(date(2026, 10, 15), past=past, forecast=forecast) == pytest.approx(0.99**9 * 0.98**3)
    assert retention_on(date(2027, 6, 30), past=past, forecast=forecast) == pytest.approx(0.98**12)
    assert math.isnan(retention_on(date(2026, 6, 30), past=past, forecast=forecast)), "known, not foreseen"
    assert math.isnan(retention_on(date(2027, 12, 31), past=past, forecast=forecast)), "too far ahead"
