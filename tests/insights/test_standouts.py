"""A sentence always agrees with the numbers it is made of."""

from __future__ import annotations

import re

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.insights.standouts import (
    Standout,
    Tone,
    biggest_move,
    few_known,
    leak_warning,
    riskiest_segment,
    strongest_driver,
    structure_warning,
    told,
)
from analytics.insights.wording import percent, points

shares = st.floats(0, 1, allow_nan=False)


@st.composite
def risk_tables(draw: st.DrawFn) -> pd.DataFrame:
    means = draw(st.lists(shares, min_size=2, max_size=8))
    return pd.DataFrame(
        {
            "segment_id": [f"3-{i}" for i in range(len(means))],
            "label": [f"Segment {i}" for i in range(len(means))],
            "n_scored": draw(st.lists(st.integers(1, 500), min_size=len(means), max_size=len(means))),
            "mean_risk": means,
            "lower": [mean * 0.8 for mean in means],
            "upper": [min(1.0, mean * 1.2) for mean in means],
        }
    )


@settings(max_examples=60, deadline=None)
@given(risk_tables(), shares)
def test_the_riskiest_segment_is_the_riskiest_of_the_large_ones(table: pd.DataFrame, overall: float) -> None:
    said = riskiest_segment(table, overall=overall)
    large = table[table["n_scored"] >= 30]

    if len(large) < 2:
        assert said is None
        return
    assert said is not None
    row = large[large["segment_id"] == said.segment_id].iloc[0]
    assert row["mean_risk"] == large["mean_risk"].max()
    assert f"mean risk {percent(row['mean_risk'])}" in said.text
    assert f"All customers: {percent(overall)}." in said.text
    assert ("interval includes the average" in said.text) == (row["lower"] <= overall)
    assert (said.tone is Tone.WATCH) == (row["lower"] > overall)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(shares, shares), min_size=1, max_size=6))
def test_the_word_for_a_move_matches_its_sign(pairs: list[tuple[float, float]]) -> None:
    table = pd.DataFrame(
        {
            "segment_id": [f"3-{i}" for i in range(len(pairs))],
            "label": [f"Segment {i}" for i in range(len(pairs))],
            "before_on": pd.Timestamp("2026-03-31"),
            "now_on": pd.Timestamp("2026-06-30"),
            "share_before": [before for before, _ in pairs],
            "share_now": [now for _, now in pairs],
        }
    )
    said = biggest_move(table)
    largest = max(abs(now - before) for before, now in pairs)

    if largest < 0.001:
        assert said is None
        return
    assert said is not None
    row = table[table["segment_id"] == said.segment_id].iloc[0]
    change = row["share_now"] - row["share_before"]
    assert abs(change) == largest
    assert (" grew " in said.text) == (change > 0)
    assert (" shrank " in said.text) == (change < 0)
    assert points(change) in said.text
    assert percent(row["share_now"]) in said.text


def test_one_date_says_nothing_about_moves() -> None:
    empty = pd.DataFrame(columns=["segment_id", "label", "before_on", "now_on", "share_before", "share_now"])

    assert biggest_move(empty) is None


def test_the_driver_is_the_first_and_goes_with_the_outcome() -> None:
    table = pd.DataFrame({"title": ["Days since the last own act"], "direction_words": ["higher goes with higher"]})
    said = strongest_driver(table, outcome_title="leaving")

    assert said is not None
    assert said.text == "What goes with leaving most: Days since the last own act (higher goes with higher)."
    assert not re.search(r"caus", said.text)


def test_every_leak_is_counted_once() -> None:
    leaks = pd.DataFrame({"feature": ["duration", "duration", "a", "b", "c"]})
    said = leak_warning(leaks, {"duration": "Length of the call"})

    assert said is not None
    assert said.text.startswith("Too good to be true: Length of the call, a, b and 1 more.")
    assert leak_warning(leaks.head(0), {}) is None


def test_missing_structure_is_said_and_found_structure_is_not() -> None:
    warned = structure_warning({"structure_found": False, "structure_reason": "Every partition fell apart."})

    assert warned is not None
    assert "No groups were found" in warned.text
    assert structure_warning({"structure_found": True}) is None
    assert structure_warning({}) is None


def test_few_known_outcomes_are_said() -> None:
    warned = few_known(354, 5369)

    assert warned is not None
    assert "Only 354 outcomes are known for 5,369 customers" in warned.text
    assert few_known(5000, 5369) is None
    assert few_known(0, 0) is None


def test_what_calls_for_attention_comes_first() -> None:
    plain, watch = Standout("plain"), Standout("watch", Tone.WATCH)

    assert told([plain, None, watch]) == [watch, plain]
