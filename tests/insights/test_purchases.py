"""Who still buys: histories worked by hand, totals with intervals, and a try on the past that is none in the future."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.insights.purchases import histories_by, purchase_outlook, tried_on_the_past

END = 1_000


def bank(n: int = 400, seed: int = 1) -> pd.DataFrame:
    """Customers who buy at their own rate until they stop, from day 0 on."""
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(n):
        day, rate = float(rng.integers(0, 100)), rng.gamma(1.0, 1 / 80.0)
        while day <= END:
            rows.append((f"C{customer:04d}", int(day), 20.0 + customer % 7))
            if rng.random() < 0.2:
                break
            day += max(rng.exponential(1 / rate), 1.0)
    return pd.DataFrame(rows, columns=["customer_id", "day", "spent"]).drop_duplicates(["customer_id", "day"])


def test_histories_are_those_worked_by_hand() -> None:
    days = pd.DataFrame(
        [("a", 10, 5.0), ("a", 30, 7.0), ("b", 20, 1.0), ("a", 90, 9.0)], columns=["customer_id", "day", "spent"]
    )
    table, found = histories_by(days, 50)
    assert table[["customer_id", "n", "spent"]].to_numpy().tolist() == [["a", 2, 12.0], ["b", 1, 1.0]]
    assert (found.n_repeats.tolist(), found.last_at.tolist(), found.seen_for.tolist()) == ([1, 0], [20, 0], [40, 30])


def test_totals_are_the_sums_of_the_customers_and_lie_within_their_intervals() -> None:
    outlook, totals = purchase_outlook(bank(), end=END, seed=1)
    told = totals.set_index("measure")
    for measure, column in (("active_customers", "chance_active"), ("value_ahead", "value_ahead")):
        assert told["value"][measure] == pytest.approx(outlook[column].sum())
        assert told["lower"][measure] < told["value"][measure] < told["upper"][measure]
    assert outlook["chance_active"].between(0, 1).all()
    assert outlook["customer_id"].is_unique


def test_what_comes_after_the_split_is_not_known_before_it() -> None:
    days = bank()
    tried = tried_on_the_past(days, end=END).set_index("model")
    split = int(tried["n_days_known"].iloc[0]) + int(days["day"].min())
    later = days["day"] > split
    others = days.assign(day=days["day"].where(~later, split + 1)).drop_duplicates(["customer_id", "day"])
    again = tried_on_the_past(others, end=END).set_index("model")
    assert again["n_foreseen"].tolist() == tried["n_foreseen"].tolist()
    assert again["n_came"].iloc[0] < tried["n_came"].iloc[0]


def test_the_model_foresees_better_than_everybodys_own_rate_where_many_stop() -> None:
    tried = tried_on_the_past(bank(2_000, seed=4), end=END).set_index("model")
    assert tried["mae"]["bg_nbd"] < tried["mae"]["own_rate"]
    assert tried["n_foreseen"]["bg_nbd"] == pytest.approx(tried["n_came"]["bg_nbd"], rel=0.2)


def test_of_few_buyers_nothing_is_said() -> None:
    few = bank(20)
    outlook, totals = purchase_outlook(few, end=END, seed=1)
    assert outlook.empty
    assert totals.empty
    assert tried_on_the_past(few, end=END).empty
    assert purchase_outlook(few.head(0), end=END, seed=1)[0].empty
