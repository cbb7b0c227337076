"""A reason's words have the sign and the size of its push, and the steps add up."""

from __future__ import annotations

import doctest

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.insights import capabilities, feature_words, model_verdict, reasons, risk_words
from analytics.insights.capabilities import switched_off
from analytics.insights.reasons import SMALL, contribution_steps, top_reasons
from analytics.insights.risk_words import beside_average

pushes = st.lists(st.floats(-3, 3, allow_nan=False), max_size=14)


def _attributions(values: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "feature": [f"f{i}" for i in range(len(values))] + ["(base)"],
            "feature_value": ["41"] * len(values) + [""],
            "contribution": [*values, -2.0],
            "description": ["Days since the last card purchase"] * len(values) + [None],
            "unit": ["days"] * len(values) + [None],
        }
    )


@pytest.mark.parametrize("module", [feature_words, reasons, risk_words, model_verdict, capabilities])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(pushes)
def test_direction_words_match_the_sign_and_the_largest_come_first(values: list[float]) -> None:
    said = top_reasons(_attributions(values))

    assert len(said) == min(3, sum(abs(value) >= SMALL for value in values))
    assert [abs(reason.contribution) for reason in said] == sorted((abs(r.contribution) for r in said), reverse=True)
    for reason in said:
        assert reason.text.startswith("41 days since the last card purchase – ")
        assert ("raises the risk" in reason.text) == (reason.contribution > 0)
        assert ("lowers the risk" in reason.text) == (reason.contribution < 0)


@settings(max_examples=60, deadline=None)
@given(pushes, st.integers(1, 10))
def test_the_steps_lead_from_the_average_to_the_customer(values: list[float], most: int) -> None:
    steps = contribution_steps(_attributions(values), most=most)
    between = steps[~steps["is_total"]]

    assert steps["end"].iloc[0] == -2.0
    assert steps["end"].iloc[-1] == pytest.approx(sum(values) - 2.0)
    assert between["contribution"].sum() == pytest.approx(sum(values))
    assert list(between["start"])[1:] == list(between["end"])[:-1]


def test_a_customer_like_the_average_has_no_reasons() -> None:
    assert top_reasons(_attributions([0.01, -0.02])) == []


def test_a_risk_is_set_beside_the_average() -> None:
    assert beside_average(0.05, 0.05).startswith("about the average")
    assert beside_average(0.01, 0.05).startswith("below the average")
    assert beside_average(0.1, 0.0) == "no average to compare with"


def test_what_is_missing_names_the_table_or_the_column() -> None:
    off = switched_off(
        {"customers": True, "transactions": True},
        {"customers": ["customer_id", "opened_on"], "transactions": ["booked_at"]},
    )
    missing = dict(zip(off["what"], off["missing"], strict=True))

    assert "Customers who joined, by month" not in missing
    assert missing["Customers who closed, by month"] == "customers.closed_on"
    assert missing["Visits, calls and complaints"] == "table events"
