"""Whether reasons hold, in words: when not to rely on them, and why."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analytics.insights.stability_words import explanation_words, in_general_words, unsure_features

TITLES = {"balance": "Balance", "salary": "Salary", "cash": "Cash", "cash_30d": "Cash, 30 days"}


def pushes(**changes: list[float] | list[str | None] | str) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "customer_id": "C1",
            "feature": ["balance", "cash", "salary"],
            "contribution": [0.8, -0.4, 0.2],
            "lower": [0.5, -0.9, 0.1],
            "upper": [1.1, 0.2, 0.3],
            "sign_share": [1.0, 0.75, 1.0],
            "back_share": [1.0, 0.0, 0.75],
            "twin": [None, None, None],
        }
    )
    for name, values in changes.items():
        table[name] = values
    return table


def test_reasons_that_come_back_hold() -> None:
    said = explanation_words(0.8, pushes(), TITLES)
    assert said is not None
    assert not said.warns
    assert "80% of them (by size) come back" in said.text


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "“Cash” (0 of 4 times): its push may as well be nothing."),
        ({"twin": [None, "cash_30d", None]}, "“Cash” (0 of 4 times): it moves together with “Cash, 30 days”"),
        ({"upper": [1.1, -0.1, 0.3]}, "“Cash” (0 of 4 times): its size hangs on who happened to be in the data."),
    ],
)
def test_reasons_that_do_not_come_back_are_not_to_be_relied_on(changes: dict[str, list[float]], why: str) -> None:
    said = explanation_words(0.6, pushes(**changes), TITLES)
    assert said is not None
    assert said.warns
    assert said.text.startswith("Do not rely on this: only 60% of these reasons (by size) come back")
    assert why in said.text


def test_where_nothing_is_said_nothing_holds_or_fails() -> None:
    assert explanation_words(math.nan, pushes(), TITLES) is None
    assert in_general_words(pd.DataFrame({"stability": [math.nan], "is_stable": [1], "n_reasons": [0]})) is None


def test_a_reason_is_sure_from_three_of_four_pairs_on() -> None:
    assert unsure_features(pushes()) == {"cash"}


def test_in_general_customers_without_a_reason_do_not_count() -> None:
    table = pd.DataFrame({"stability": [0.9, 0.5, math.nan], "is_stable": [1, 0, 1], "n_reasons": [3, 1, 0]})
    said = in_general_words(table)
    assert said is not None
    assert said.text.startswith("The reasons hold for 50% of 2 customers")
    assert "(on average 70%)" in said.text
    few = in_general_words(table.assign(is_stable=0))
    assert few is not None
    assert few.warns
