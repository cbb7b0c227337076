"""Steps that add up, and arithmetic on risks that was worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.insights.growth import growth_of
from analytics.insights.scenario import scenario, scenario_sentence

BY_BAND = pd.DataFrame(
    {
        "band": ["high", "medium", "low"],
        "n_customers": [100, 300, 600],
        "n_leaving": [40.0, 30.0, 6.0],
        "n_leaving_low": [35.0, 24.0, 3.0],
        "n_leaving_high": [45.0, 36.0, 9.0],
        "held": [1e6, 3e6, 6e6],
        "held_leaving": [4e5, 3e5, 6e4],
    }
)


def test_a_year_begins_with_those_who_are_here_less_those_who_joined_and_with_those_who_left() -> None:
    rows = [("customers", "2026-06", 9), ("customers", "2025-07/2026-06", 95)]
    rows += [("joined", "2025-07/2026-06", 10), ("lost", "2025-07/2026-06", 15)]
    found = growth_of(pd.DataFrame(rows, columns=["kpi", "period", "value"]))
    assert found is not None
    assert (found.n_before, found.n_joined, found.n_lost, found.n_now) == (100, 10, 15, 95)
    assert growth_of(pd.DataFrame(rows[:3], columns=["kpi", "period", "value"])) is None
    assert growth_of(pd.DataFrame(rows[:1], columns=["kpi", "period", "value"])) is None


def test_keeping_a_fifth_of_high_and_medium_risk() -> None:
    found = scenario(BY_BAND, {"high", "medium"}, share_saved=0.2)
    assert found is not None
    assert (found.n_asked, found.n_leaving) == (400, 70.0)
    assert (found.n_kept, found.n_kept_low, found.n_kept_high) == pytest.approx((14.0, 11.8, 16.2))
    assert found.held_kept == pytest.approx(140_000)
    assert found.points == pytest.approx(14 / 1000)
    assert scenario_sentence(found, days=90) == (
        "Of 400 customers at this risk, 70 (59 to 81) are expected to leave within 90 days. Keeping 20% of those keeps"
        " 14 customers (12 to 16)."
    )


def test_all_kept_is_all_who_would_leave_and_nobody_of_a_missing_band_is_kept() -> None:
    whole = scenario(BY_BAND, {"high", "medium", "low"}, share_saved=1.0)
    assert whole is not None
    assert whole.n_kept == BY_BAND["n_leaving"].sum()
    assert scenario(BY_BAND, {"unknown"}, share_saved=0.5) is None
