"""A KPI's flow, and the sentences made from it."""

from __future__ import annotations

import doctest
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.insights import kpi_flow as flows
from analytics.insights import kpi_words
from analytics.insights.change_parts import change_parts
from analytics.insights.intervals import wilson
from analytics.insights.kpi_flow import kpi_flow
from analytics.insights.kpi_words import change_in_words, kpi_sentence, kpi_value, parts_sentence

YEARS = ("2024-07/2025-06", "2025-06/2026-05", "2025-07/2026-06")


def rows(kept: tuple[int, int, int], n: int = 1000) -> pd.DataFrame:
    part = np.array(kept, dtype=np.float64)
    lower, upper = wilson(part, np.full(len(part), float(n)))
    named = {"kpi": "retention_rate", "period": YEARS, "value": part / n, "lower": lower, "upper": upper}
    return pd.DataFrame(named)


@pytest.mark.parametrize("module", [kpi_words, flows])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_the_latest_year_is_compared_with_the_year_before_it() -> None:
    flow = kpi_flow(rows((857, 823, 819)))
    assert flow is not None
    assert (flow.period, flow.before_period, flow.before) == (YEARS[2], YEARS[0], 0.857)
    assert flow.line == (0.857, 0.823, 0.819)
    assert flow.is_beyond_chance is True
    told = kpi_sentence(flow, "share")
    assert told.startswith("Retention was 81.9% (90% interval 79.8% to 83.8%) in the 12 months to June 2026.")
    assert told.endswith("In the 12 months to June 2025 it was 85.7%: −3.8 percentage points, a change beyond chance.")


def test_without_an_earlier_period_nothing_is_compared() -> None:
    flow = kpi_flow(rows((857, 823, 819)).tail(2))
    assert flow is not None
    assert (flow.before_period, flow.is_beyond_chance) == ("", None)
    assert math.isnan(flow.change)
    assert change_in_words(flow, "share") == ""
    assert "In the 12 months to June 2025" not in kpi_sentence(flow, "share")
    assert kpi_flow(rows((857, 823, 819)).head(0)) is None


@settings(max_examples=100, deadline=None)
@given(kept=st.tuples(*[st.integers(0, 1000)] * 3))
def test_the_sentence_says_the_numbers_of_the_card(kept: tuple[int, int, int]) -> None:
    flow = kpi_flow(rows(kept))
    assert flow is not None
    told = kpi_sentence(flow, "share")
    for value in (flow.value, flow.lower, flow.upper, flow.before):
        assert kpi_value(value, "share") in told
    assert change_in_words(flow, "share") in told
    # Two shares of a thousand each: the usual test of their difference at the same level, by a nearby standard error.
    pooled = math.sqrt(sum(share * (1 - share) for share in (kept[0] / 1000, kept[2] / 1000)) / 1000) * 1.645
    if abs(abs(flow.change) - pooled) > 0.004:
        assert flow.is_beyond_chance == (abs(flow.change) > pooled)


@settings(max_examples=60, deadline=None)
@given(counted=st.lists(st.tuples(*[st.integers(0, 300)] * 4), min_size=1, max_size=5))
def test_what_is_said_of_parts_is_in_the_table(counted: list[tuple[int, int, int, int]]) -> None:
    names = [f"segment {place}" for place in range(len(counted))]
    before, now = (
        pd.DataFrame(
            {"member": names, "numerator": part, "denominator": [a + b + 1 for a, b in zip(part, more, strict=True)]}
        )
        for part, more in zip(
            [[c[0] for c in counted], [c[1] for c in counted]],
            [[c[2] for c in counted], [c[3] for c in counted]],
            strict=True,
        )
    )
    parts = change_parts(before, now).assign(label=lambda table: table["member"])
    change = float(parts["effect"].sum())
    told = parts_sentence(parts, title="Retention", change=change)
    assert f"moved by {kpi_words.effect_words(change)} percentage points" in told
    largest = parts.iloc[0]
    is_named = abs(float(largest["effect"])) >= 0.0005
    assert (f"“{largest['label']}” ({kpi_words.effect_words(float(largest['effect']))})" in told) == is_named
    assert ("No part of it stands out" in told) != is_named
