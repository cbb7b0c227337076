"""What moved more than usual, in words."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.insights.drift_words import alarm_in_words, behind_in_words, inputs_in_words, looked_at_in_words


def alarm(kind: str, subject: str = "", *, quantile: float = float("nan"), **numbers: float) -> pd.Series:
    usual = {"value": 0.095, "expected": 0.085, "size": 0.01, "usual": 0.001, "p": 0.0005}
    return pd.Series({"kind": kind, "subject": subject, "quantile": quantile} | usual | numbers)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("share", "“Students” has 9.5% of all customers, where 8.5% was to be expected."),
        ("left", "9.5% of “Students” moved on to other segments within the month, where 8.5% was to be expected."),
        ("moved", "9.5% of all customers moved between segments within the month, where 8.5% was to be expected."),
        ("event", "Customers with “Students” in the month: 9.5%, where 8.5% was to be expected."),
        ("novel", "9.5% of the customers are like nobody on the first day, where 8.5% was to be expected."),
    ],
)
def test_a_share_says_what_came_and_what_was_expected(kind: str, words: str) -> None:
    told = alarm_in_words(alarm(kind), name="Students", currency="EUR")
    rare = "The change is 10.0 times as large as usual; by chance one so large comes in 1 of 2,000 months."
    assert told == f"{words} {rare}"
    assert "fewer than 1 of 10,000 months" in alarm_in_words(alarm(kind, p=1e-9), name="Students", currency="EUR")


def test_a_distribution_says_where_in_it_the_change_is() -> None:
    low, middle, high = (
        alarm_in_words(
            alarm("measure", "inflow", quantile=place, value=900.0, expected=1200.0), name="", currency="EUR"
        )
        for place in (0.3, 0.5, 0.9)
    )
    assert low.startswith("Money in in the month: 3 in ten customers had")
    assert "or less, where" in low
    assert "half of the customers had" in middle
    assert "1 in ten customers had" in high
    assert "or more" in high
    wage = alarm_in_words(alarm("measure", "with_wage"), name="", currency="EUR")
    assert wage.startswith("Customers with a wage paid in: 9.5%, where 8.5%")


def test_what_never_moved_before_has_no_number_of_times() -> None:
    assert "times" not in alarm_in_words(alarm("moved", usual=0.0), name="", currency="EUR")


def test_only_what_could_be_judged_was_looked_at() -> None:
    series = pd.DataFrame({"kind": ["share", "share", "event"], "subject": ["a", "b", "login"], "p": [0.2, 0.3, None]})
    assert looked_at_in_words(series) == "shares of 2 segments"
    assert looked_at_in_words(series.head(0)) == ""


def test_a_model_s_inputs_and_its_risks_are_told_in_one_sentence() -> None:
    moved = pd.DataFrame({"title": ["", "Balance", "Fees", "Cash"], "psi": [0.9, 0.5, 0.4, 0.314], "usual": 0.05})
    told = inputs_in_words(moved, n_all=40, outcome="leaving")
    assert "4 of 40 numbers are distributed otherwise, most of all the risk that it gives (stability index 0.90" in told
    assert "Fees (stability index 0.40; between its own dates at most 0.05)." in told
    assert "Cash" not in told
    one = inputs_in_words(moved.tail(1), n_all=40, outcome="leaving")
    assert "1 of 40 numbers is distributed otherwise, Cash (stability index 0.31" in one
    assert (behind_in_words(1), behind_in_words(0)) == ("1 customer behind it", "Nobody behind it is still here")
