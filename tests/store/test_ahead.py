"""What else may be ahead: who is dormant, runs down a balance, opens another account; cases worked by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import duckdb
import pandas as pd
import pytest

from analytics.store.ahead import AHEAD, what_is_ahead
from analytics.store.behaviour import read_behaviour
from analytics.store.points import make_points
from tests.store.small_bank import Cell, account, add, booking, customer, empty_bank, random_bank

D = date(2024, 2, 29)
QUARTER = D - timedelta(days=90)
LONG_AGO = date(2020, 1, 1)


def ahead(bank: duckdb.DuckDBPyConnection, *, as_of: date = D) -> dict[str, pd.DataFrame]:
    make_points(bank, as_of=as_of)
    found = what_is_ahead(bank, as_of=as_of)
    return {str(outcome): own.reset_index(drop=True) for outcome, own in found.groupby("outcome")}


def on(found: pd.DataFrame, day: date) -> dict[str, int]:
    """Of a day, what followed for whom."""
    rows = found[found["as_of"] == pd.Timestamp(day)]
    return dict(zip(rows["customer_id"], rows["value"].astype(int), strict=True))


def bank_of(moves: dict[str, list[tuple[int, float, float]]], **closed: date) -> duckdb.DuckDBPyConnection:
    """Of each customer (days from the quarter's day, amount, balance after)."""
    bank = empty_bank()
    add(bank, "customers", [customer(name, LONG_AGO, closed.get(name)) for name in moves])
    add(bank, "accounts", [account(name, closed_on=closed.get(name)) for name in moves])
    rows: list[dict[str, Cell]] = [
        booking(name, QUARTER + timedelta(days=day), amount, balance_after=balance)
        for name, lines in moves.items()
        for day, amount, balance in lines
    ]
    add(bank, "transactions", rows)
    return bank


def monthly(balance: float, *, until: int = 90, since: int = -110) -> list[tuple[int, float, float]]:
    return [(day, -5.0, balance) for day in range(since, until + 1, 20)]


def test_dormant_is_who_does_nothing_and_stays_open() -> None:
    bank = bank_of(
        {
            "stays": monthly(500),
            "falls": monthly(500, until=-10),
            "only_paid": [*monthly(500, until=-10), (30, 900.0, 1400.0)],
            "closes": monthly(500, until=-10),
            "was": monthly(500, until=-100),
        },
        closes=QUARTER + timedelta(days=40),
    )
    found = ahead(bank)["dormancy"]
    told = on(found, QUARTER)
    assert told.pop("was", 1) == 1, "who did nothing before either, as far as they are learned from at all"
    assert told == {"stays": 0, "falls": 1, "only_paid": 1, "closes": 0}
    assert on(found, D) == {}, "what follows today is not known yet"


def test_run_down_is_a_balance_that_stays_below_a_quarter_of_its_average() -> None:
    bank = bank_of(
        {
            "stays": monthly(1000),
            "runs_down": [*monthly(1000, until=30), (50, -800.0, 200.0), (70, -5.0, 195.0)],
            "dips": [*monthly(1000, until=30), (50, -800.0, 200.0), (85, 900.0, 1100.0)],
            "too_late": [*monthly(1000, until=50), (62, -800.0, 200.0)],
            "not_enough": [*monthly(1000, until=30), (50, -750.0, 250.0)],
            "closes": [*monthly(1000, until=30), (50, -800.0, 200.0)],
            "little": monthly(99),
            "down": [*monthly(1000, until=-30), (-10, -950.0, 50.0), (20, -1.0, 49.0)],
        },
        closes=QUARTER + timedelta(days=80),
    )
    found = ahead(bank)["balance_run_down"]
    expected = {"stays": 0, "runs_down": 1, "dips": 0, "too_late": 0, "not_enough": 0, "closes": 0}
    # Who has nothing to run down does not; who was down already and stays so does.
    assert on(found, QUARTER) == expected | {"little": 0, "down": 1}
    assert on(found, D) == {}


def test_take_up_is_another_account_of_any_product_after_the_day_and_within_90() -> None:
    names = ("none", "on_the_day", "next_day", "last_day", "late")
    bank = bank_of({name: monthly(500) for name in names})
    opened = {"on_the_day": 0, "next_day": 1, "last_day": 90, "late": 91}
    more = [account(name, "card", opened_on=QUARTER + timedelta(days=days)) for name, days in opened.items()]
    add(bank, "accounts", more)
    found = ahead(bank)["product_take_up"]
    assert on(found, QUARTER) == {"none": 0, "on_the_day": 0, "next_day": 1, "last_day": 1, "late": 0}
    assert on(found, D) == {}


@pytest.mark.parametrize("seed", range(2))
def test_nothing_after_the_as_of_day_changes_what_was_ahead(seed: int) -> None:
    bank, as_of = random_bank(seed, n=900), date(2023, 6, 30)
    before = ahead(bank, as_of=as_of)
    assert set(before) == {each.outcome for each in AHEAD}
    assert all(len(table) > 30 for table in before.values())
    bank.execute("DELETE FROM source.transactions WHERE booked_at >= $first", {"first": as_of + timedelta(days=1)})
    ids = bank.execute("SELECT customer_id FROM source.customers").df()["customer_id"]
    later = datetime(2023, 7, 1, 0, 0, 0)
    add(bank, "transactions", [booking(name, later, -5, balance_after=0.0) for name in ids])
    add(bank, "accounts", [account(name, "loan", opened_on=as_of + timedelta(days=1)) for name in ids])
    moved = "UPDATE source.customers SET closed_on = $day WHERE closed_on > $as_of"
    bank.execute(moved, {"day": as_of + timedelta(days=1), "as_of": as_of})
    after = ahead(bank, as_of=as_of)
    for outcome, table in before.items():
        pd.testing.assert_frame_equal(after[outcome], table, obj=outcome)


@pytest.mark.parametrize("seed", range(2))
def test_run_down_agrees_with_balances_added_up_day_by_day(seed: int) -> None:
    bank, as_of = random_bank(seed, n=1500), date(2023, 12, 31)
    found = ahead(bank, as_of=as_of)["balance_run_down"]
    read_behaviour(bank, as_of)
    stretches = bank.execute(
        "SELECT customer_id, day, next_day, balance_cents FROM balance_stretches "
        "JOIN customer_numbers USING (customer_no) WHERE NOT is_debt"
    ).df()
    closed = dict(bank.execute("SELECT customer_id, closed_on FROM source.customers").fetchall())
    known, n_positive = on_every_day(found), 0
    for name, day, value in known:
        own, at = stretches[stretches["customer_id"] == name], (day - date(1970, 1, 1)).days

        def total(when: int, own: pd.DataFrame = own) -> int:
            return int(own.loc[(own["day"] <= when) & (own["next_day"] > when), "balance_cents"].sum())

        border = 0.25 * sum(total(when) for when in range(at - 89, at + 1)) / 90
        left = closed[name] is not None and closed[name] <= day + timedelta(days=90)
        low = all(total(when) < border for when in range(at + 61, at + 91))
        assert value == int(low and not left and border >= 2500), (name, day)
        n_positive += value
    assert len(known) > 30
    assert n_positive > 3


def on_every_day(found: pd.DataFrame) -> list[tuple[str, date, int]]:
    """Give the rows whose answer is known."""
    rows = found[found["value"].notna()]
    days = [each.date() for each in pd.to_datetime(rows["as_of"])]
    return list(zip(rows["customer_id"], days, rows["value"].astype(int), strict=True))
