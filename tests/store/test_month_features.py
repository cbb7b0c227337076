"""Features at earlier days: the same as those of points, a few days at a time, and nothing later in them."""

from __future__ import annotations

import os
from datetime import date, timedelta

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.models.habits import columns_read
from analytics.store.behaviour import PARTS, behaviour_features
from analytics.store.month_features import first_booked_day, month_features
from analytics.store.points import make_points
from tests.store.small_bank import Cell, add, booking, customer, random_bank

AS_OF = date(2023, 10, 31)
DAYS = [date(2023, 1, 31), date(2023, 5, 31), date(2023, 9, 30)]
_HERE = """
    INSERT INTO built.points
    SELECT customer_id, d.day, 'train' FROM source.customers, (SELECT unnest($days::DATE []) AS day) AS d
    WHERE opened_on <= d.day AND (closed_on IS NULL OR closed_on > d.day)"""


def bank_with_features(seed: int = 6) -> duckdb.DuckDBPyConnection:
    bank = random_bank(seed, n=1200)
    make_points(bank, as_of=AS_OF)
    bank.execute(_HERE, {"days": DAYS})
    behaviour_features(bank)
    return bank


def names_of(bank: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    return columns_read(name for (name,) in bank.execute("SELECT feature FROM built.feature_list").fetchall())


def measured(bank: duckdb.DuckDBPyConnection, *, at_once: int = 1000) -> pd.DataFrame:
    tables = list(month_features(bank, DAYS, names_of(bank), at_once=at_once))
    return pd.concat(tables).sort_values(["customer_id", "as_of"], ignore_index=True)


@pytest.fixture(scope="module")
def known() -> pd.DataFrame:
    return measured(bank_with_features())


@pytest.mark.parametrize("at_once", [1000, 1])
def test_an_earlier_day_has_the_features_of_a_point_at_that_day(at_once: int) -> None:
    bank = bank_with_features()
    found = measured(bank, at_once=at_once)
    text = "SELECT DISTINCT * FROM built.features_at WHERE as_of IN $days ORDER BY customer_id, as_of"
    expected = bank.execute(text, {"days": DAYS}).df()
    assert len(found) == len(expected) > 60
    assert set(found.columns) == {"customer_id", "as_of", *names_of(bank)}
    pd.testing.assert_frame_equal(found, expected[found.columns])


def test_what_is_left_out_is_read_by_no_segment_and_no_map() -> None:
    bank = bank_with_features()
    parts = dict(bank.execute("SELECT feature, part FROM built.feature_list").fetchall())
    assert "event_types" in parts.values()
    assert not {parts[name] for name in names_of(bank)} & {"event_types"}
    assert [part.name for part in PARTS if part.items is not None][-1] == "event_types"


LATER = st.tuples(st.integers(0, 2), st.integers(1, 31)).map(lambda at: DAYS[at[0]] + timedelta(days=at[1]))
NAMES = st.sampled_from(["C001", "C002", "C005", "C008", "C013"])


@settings(max_examples=10 if os.environ.get("TANDEM_SLOW") else 3, deadline=None, derandomize=True)
@given(rows=st.lists(st.tuples(NAMES, LATER, st.integers(1, 10**7)), min_size=1, max_size=6))
def test_what_happens_later_reaches_no_earlier_day(known: pd.DataFrame, rows: list[tuple[str, date, int]]) -> None:
    bank = random_bank(6, n=1200)
    words: dict[str, Cell] = {"category": "kind 3", "channel": "web", "initiated_by": "customer", "counterparty": "new"}
    add(bank, "transactions", [booking(name, day, -cents / 100, **words, balance_after=1) for name, day, cents in rows])
    add(bank, "events", [{"customer_id": name, "occurred_at": day, "event_type": "type 1"} for name, day, _ in rows])
    add(bank, "customers", [customer("Z", rows[0][1])])
    make_points(bank, as_of=AS_OF)
    behaviour_features(bank)
    after = measured(bank)
    first = min(day for _, day, _ in rows)
    before = [pd.Timestamp(day) for day in DAYS if day < first]
    pd.testing.assert_frame_equal(
        after[after["as_of"].isin(before)].reset_index(drop=True),
        known[known["as_of"].isin(before)].reset_index(drop=True),
    )


def test_the_first_booked_day_is_that_of_the_reporting_currency() -> None:
    bank = random_bank(6, n=50)
    bank.execute("UPDATE source.transactions SET in_currency = true")
    add(bank, "transactions", [booking("C001", date(2021, 5, 1), -1.0, in_currency=False)])
    add(bank, "transactions", [booking("C001", date(2021, 6, 1), -1.0)])
    assert first_booked_day(bank) == date(2021, 6, 1)
    bank.execute("DELETE FROM source.transactions")
    assert first_booked_day(bank) is None
