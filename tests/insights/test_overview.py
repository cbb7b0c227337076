"""The numbers on top of the Overview, counted by hand."""

from __future__ import annotations

import pandas as pd

from analytics.insights.overview import Flow, at_month_end, change, over_a_year

MONTHS = pd.DataFrame(
    {
        "month": pd.date_range("2024-05-01", periods=25, freq="MS"),
        "n_joined": [9] + [1] * 12 + [2] * 12,
        "n_closed": [0] * 25,
        "n_on_books": range(100, 125),
    }
)


def test_a_year_is_set_beside_the_year_before() -> None:
    flow = over_a_year(MONTHS, "n_joined")

    assert flow == Flow(now=24, before=12, line=(2.0,) * 12, month="2026-05-01 00:00:00")


def test_a_year_before_the_first_customers_is_no_comparison() -> None:
    young = MONTHS.assign(n_on_books=[0] * 5 + list(range(20)))
    flow = over_a_year(young, "n_joined")

    assert flow is not None
    assert flow.before is None
    assert change(flow) is None


def test_a_level_is_set_beside_the_same_month_a_year_earlier() -> None:
    flow = at_month_end(MONTHS, "n_on_books")

    assert flow is not None
    assert (flow.now, flow.before) == (124, 112)
    assert len(flow.line) == 13


def test_no_month_is_no_number() -> None:
    assert over_a_year(MONTHS.head(0), "n_joined") is None
    assert at_month_end(MONTHS.head(0), "n_on_books") is None
