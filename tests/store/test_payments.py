"""Numbers of payments by customer and date: worked by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import duckdb
import pandas as pd
import pytest

from analytics.store.payments import Payments, counterparties_of_points, payments_of_points

ANNA, BEN = "anna", "ben"
DAY = date(2026, 6, 30)
STALL, SHOP = "Lantern Guild", "O'Neill; DROP TABLE"


@pytest.fixture
def bank() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute("SET TimeZone = 'UTC'")
    made.execute("CREATE SCHEMA source")
    made.execute("CREATE SCHEMA built")
    made.execute(
        "CREATE TABLE source.transactions (customer_id VARCHAR, booked_at TIMESTAMP, amount DECIMAL(18,2), "
        "category VARCHAR, channel VARCHAR, counterparty VARCHAR, in_currency BOOLEAN)"
    )
    made.execute("CREATE TABLE built.points (customer_id VARCHAR, as_of DATE, role VARCHAR)")
    points = [(ANNA, DAY, "describe"), (ANNA, DAY, "train"), (ANNA, date(2026, 3, 31), "train"), (BEN, DAY, "train")]
    made.executemany("INSERT INTO built.points VALUES (?, ?, ?)", points)
    rows = [
        (ANNA, datetime(2026, 6, 30, 23, 59), -5, "fun", "card", STALL, True),
        (ANNA, datetime(2026, 7, 1), -5, "fun", "card", STALL, True),
        (ANNA, datetime(2026, 2, 17, 12), -5, "fun", "card", STALL, True),
        (ANNA, datetime(2025, 7, 1, 8), -7, "fun", "web", STALL, True),
        (ANNA, datetime(2025, 6, 30, 8), -7, "fun", "web", STALL, True),
        (BEN, datetime(2026, 6, 1), -900, None, None, SHOP, False),
        (BEN, datetime(2026, 6, 2), 20, "pay", None, None, True),
    ]
    made.executemany("INSERT INTO source.transactions VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return made


def counted(bank: duckdb.DuckDBPyConnection, payments: Payments) -> dict[tuple[str, date], int]:
    found = payments_of_points(bank, payments)
    return {(str(key[0]), pd.Timestamp(key[1]).date()): int(n) for key, n in found.items() if isinstance(key, tuple)}


def test_the_as_of_day_counts_to_its_end_and_nothing_later(bank: duckdb.DuckDBPyConnection) -> None:
    assert counted(bank, Payments(counterparties=(STALL,))) == {(ANNA, DAY): 4, (ANNA, date(2026, 3, 31)): 3}


def test_within_365_days_begins_on_the_day_after_the_same_date_a_year_before(bank: duckdb.DuckDBPyConnection) -> None:
    assert counted(bank, Payments(counterparties=(STALL,), within_days=365))[ANNA, DAY] == 3
    assert counted(bank, Payments(counterparties=(STALL,), within_days=1))[ANNA, DAY] == 1


def test_only_days_that_are_named_count(bank: duckdb.DuckDBPyConnection) -> None:
    festival = (date(2026, 2, 17), date(2026, 2, 26))
    assert counted(bank, Payments(days=(festival,))) == {(ANNA, DAY): 1, (ANNA, date(2026, 3, 31)): 1}
    both = (festival, (DAY, DAY))
    assert counted(bank, Payments(days=both))[ANNA, DAY] == 2


def test_amounts_are_compared_in_the_currency_of_the_store_only(bank: duckdb.DuckDBPyConnection) -> None:
    assert (BEN, DAY) not in counted(bank, Payments(max_amount=-6.5))
    assert counted(bank, Payments(max_amount=-6.5))[ANNA, DAY] == 2
    assert counted(bank, Payments(min_amount=0)) == {(BEN, DAY): 1}


def test_a_name_full_of_sql_is_a_name(bank: duckdb.DuckDBPyConnection) -> None:
    assert counted(bank, Payments(counterparties=(SHOP,))) == {(BEN, DAY): 1}
    assert counted(bank, Payments(categories=("fun",), channels=("web",)))[ANNA, DAY] == 2


def test_the_machine_counts_the_last_year_with_each_frequent_counterparty(bank: duckdb.DuckDBPyConnection) -> None:
    table = counterparties_of_points(bank, as_of=DAY + timedelta(days=1))
    assert table.loc[(ANNA, pd.Timestamp(DAY)), f"payments with {STALL}"] == 3
    assert table.loc[(BEN, pd.Timestamp(DAY)), f"payments with {SHOP}"] == 1
