"""On which days of whom an alarm can be raised, and what answers it: worked by hand, and complete."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from analytics.store.alarm_rows import Horizon, alarm_horizon, alarm_stretches, days_of_symbols
from analytics.store.rooms import Tables

START, AS_OF = date(2025, 1, 1), date(2025, 12, 31)
DAY_0 = (START - date(1970, 1, 1)).days
LAST = (AS_OF - START).days


def at(day: int) -> date:
    return START + timedelta(days=day)


def bank(
    customers: list[tuple[str, int | None, int | None]],
    labels: list[tuple[str, int, str, int]],
    happened: list[tuple[str, int, str, str]],
    horizon_days: int | None = None,
) -> Tables:
    """Make tables of customers (id, opened, closed), labels and what happened, in days since the start."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE customers (customer_id VARCHAR, opened_on DATE, closed_on DATE)")
    connection.execute("CREATE TABLE labels (customer_id VARCHAR, as_of DATE, outcome VARCHAR, value INTEGER)")
    connection.execute(
        "CREATE TABLE sequences (customer_id VARCHAR, happened_at TIMESTAMP, symbol VARCHAR, origin VARCHAR)"
    )
    connection.execute("CREATE TABLE outcome_facts (outcome VARCHAR, horizon_days INTEGER)")
    for name, opened, closed in customers:
        days = [None if each is None else at(each) for each in (opened, closed)]
        connection.execute("INSERT INTO customers VALUES (?, ?, ?)", [name, *days])
    for name, day, outcome, value in labels:
        connection.execute("INSERT INTO labels VALUES (?, ?, ?, ?)", [name, at(day), outcome, value])
    for outcome in sorted({each[2] for each in labels}):
        connection.execute("INSERT INTO outcome_facts VALUES (?, ?)", [outcome, horizon_days])
    for name, day, symbol, origin in happened:
        connection.execute("INSERT INTO sequences VALUES (?, ?, ?, ?)", [name, at(day), symbol, origin])

    def run(text: str, values: dict[str, object]) -> pa.RecordBatchReader:
        return connection.sql(text, params=values).to_arrow_reader()

    return Tables(frozenset({"customers", "labels", "sequences", "outcome_facts"}), run, {}, "")


def found(tables: Tables, outcome: str) -> tuple[Horizon, list[tuple[int, ...]]]:
    """Give the horizon, and stretches as (customer, first, last, state, outcome's day, is a case), by the start."""
    horizon = alarm_horizon(tables, outcome, as_of=AS_OF, opening_days=90)
    rows = alarm_stretches(tables, outcome, horizon, as_of=AS_OF)
    assert _follow_one_another(rows)
    dated = rows.assign(
        first_day=rows["first_day"] - DAY_0,
        last_day=rows["last_day"] - DAY_0,
        outcome_day=(rows["outcome_day"] - DAY_0).fillna(-1),
    )
    days = [tuple(map(int, row)) for row in dated.to_numpy(np.int64).tolist()]
    return horizon, days


def _follow_one_another(rows: pd.DataFrame) -> bool:
    before = rows.groupby("customer_no")["last_day"].shift()
    return bool((rows["first_day"] <= rows["last_day"]).all() and (rows["first_day"] - before).dropna().eq(1).all())


RECORDS = [("A", 0, "login", "event")]


def test_a_recorded_outcome_answers_alarms_up_to_the_day_on_which_it_lay_ahead() -> None:
    labels = [("A", day, "arrears", int(day == 280)) for day in (100, 190, 280)]
    horizon, days = found(bank([("A", -900, None)], labels, RECORDS), "arrears")
    assert horizon == Horizon(90, DAY_0 + 280)
    # Days long before the first answer are never judged; there are none after the day on which it lay ahead.
    assert days == [
        (0, 0, 10, -2, -1, 0),
        (0, 11, 100, 0, -1, 0),
        (0, 101, 190, 0, -1, 0),
        (0, 191, 280, 1, -1, 1),
    ]


def test_who_left_counts_with_the_day_of_closing_where_it_lies_within_the_horizon() -> None:
    labels = [(name, day, "churn", int(day == 190)) for name in "AB" for day in (100, 190)]
    _, days = found(bank([("A", 20, 230), ("B", 20, 340)], labels, RECORDS), "churn")
    assert days == [
        (0, 20, 100, 0, -1, 0),
        (0, 101, 190, 1, 230, 1),
        (1, 20, 100, 0, -1, 0),
        (1, 101, 190, 1, -1, 1),
    ]


def test_what_nobody_can_know_yet_is_told_from_what_nobody_ever_will() -> None:
    labels = [("A", 100, "churn", 0), ("A", 190, "churn", 0), ("B", 100, "churn", 0), ("C", 190, "other", 0)]
    _, days = found(bank([("A", 0, None), ("B", 0, 150), ("C", None, None)], labels, RECORDS, 90), "churn")
    assert days == [
        (0, 0, 10, -2, -1, 0),
        (0, 11, 100, 0, -1, 0),
        (0, 101, 190, 0, -1, 0),
        (0, 191, LAST, -1, -1, 0),
        (1, 0, 10, -2, -1, 0),
        (1, 11, 100, 0, -1, 0),
        (1, 101, 149, -2, -1, 0),
        (2, 0, LAST, -2, -1, 0),
    ]


def test_the_opening_of_an_account_is_judged_by_every_day_by_the_horizon_after_it() -> None:
    opened = ("opened_loan", "product")
    happened = [*RECORDS, ("A", 200, *opened), ("A", 250, *opened), ("B", 300, *opened)]
    horizon, days = found(
        bank([("A", 0, None), ("B", 0, None), ("C", 0, 120), ("D", 400, None)], [], happened), "opened_loan"
    )
    ripe = LAST - 90
    assert horizon == Horizon(90, DAY_0 + ripe)
    assert days == [
        (0, 0, 109, 0, -1, 0),
        (0, 110, 199, 1, 200, 1),
        (1, 0, 209, 0, -1, 0),
        (1, 210, ripe, 1, 300, 0),  # the rest of the days before it are not ripe: no case to be counted
        (1, ripe + 1, 299, -1, -1, 0),
        (2, 0, 119, 0, -1, 0),
    ]


def test_an_outcome_that_this_source_has_not_gives_nothing() -> None:
    horizon, days = found(bank([("A", 0, None)], [("A", 100, "churn", 0)], RECORDS), "opened_boat")
    assert horizon == Horizon(90, None)
    assert days == []


def test_a_symbol_counts_once_a_day() -> None:
    happened = [*RECORDS, ("B", 5, "fee", "money"), ("B", 5, "fee", "money"), ("A", 9, "fee", "money")]
    days = days_of_symbols(bank([("A", 0, None), ("B", 0, None)], [], happened), ["fee", "quiet"])
    assert [each.tolist() for each in days["fee"]] == [[0, 1], [DAY_0 + 9, DAY_0 + 5]]
    assert [len(each) for each in days["quiet"]] == [0, 0]
