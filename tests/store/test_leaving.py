"""After how many days customers left: cases worked by hand, and the same as the derived outcome within 90 days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import duckdb
import pandas as pd
import pytest

from analytics.store.leaving import leaving_after_day, leaving_after_labels
from analytics.store.points import make_points
from tests.store.small_bank import account, add, booking, customer, empty_bank, random_bank

D = date(2024, 2, 29)
LONG_AGO = date(2020, 1, 1)
HALF_A_YEAR_BEFORE = D - timedelta(days=180)
WHO = ("stays", "closes", "falls silent", "pauses 89 days", "pauses 90 days", "closes after the day")
CLOSED = {"closes": HALF_A_YEAR_BEFORE + timedelta(days=31), "closes after the day": D + timedelta(days=1)}


def bank_of_acts() -> duckdb.DuckDBPyConnection:
    """Everybody buys something every ten days, but for pauses that begin on the 20th day after the date."""
    bank = empty_bank()
    add(bank, "customers", [customer(name, LONG_AGO, CLOSED.get(name)) for name in WHO])
    add(bank, "accounts", [account(name) for name in WHO])
    missing = {"falls silent": 10_000, "pauses 89 days": 89, "pauses 90 days": 90}
    days = {name: [*range(-180, 21, 10), *range(20 + missing.get(name, 0) + 1, 181, 10)] for name in WHO}
    for name in WHO:
        add(bank, "transactions", [booking(name, HALF_A_YEAR_BEFORE + timedelta(days=n), -5) for n in days[name]])
    return bank


def left_days(bank: duckdb.DuckDBPyConnection, *, as_of: date = D, most_days: int = 180) -> pd.DataFrame:
    make_points(bank, as_of=as_of)
    return leaving_after_labels(bank, outcome="churn", as_of=as_of, most_days=most_days)


def test_who_closes_left_that_day_and_who_falls_silent_on_the_ninetieth_day_of_silence() -> None:
    found = left_days(bank_of_acts())
    half_a_year = found[found["as_of"] == pd.Timestamp(HALF_A_YEAR_BEFORE)].set_index("customer_id")
    assert half_a_year["left_day"].dropna().to_dict() == {"closes": 31, "falls silent": 110, "pauses 90 days": 110}
    assert set(half_a_year["observed_days"]) == {180}
    quarter = found[found["as_of"] == pd.Timestamp(D - timedelta(days=90))].set_index("customer_id")
    assert quarter["left_day"].dropna().to_dict() == {"falls silent": 90}
    assert set(quarter["observed_days"]) == {90}
    assert "closes" not in quarter.index


@pytest.mark.parametrize("seed", range(4))
def test_within_ninety_days_it_is_the_derived_outcome(seed: int) -> None:
    bank = random_bank(seed, n=400)
    as_of = date(2023, 12, 31)
    found = left_days(bank, as_of=as_of)
    labels = bank.execute("SELECT customer_id, as_of, value FROM built.labels WHERE outcome = 'churn'").df()
    both = found.merge(labels, on=["customer_id", "as_of"], validate="one_to_one")
    assert len(both) == len(labels) == len(found)
    assert both["value"].sum() > 5
    assert ((both["left_day"] <= 90) == (both["value"] == 1)).all()


@pytest.mark.parametrize("seed", range(2))
def test_nothing_after_the_day_changes_who_had_left(seed: int) -> None:
    bank, as_of = random_bank(seed, n=400), date(2023, 6, 30)
    before = left_days(bank, as_of=as_of)
    bank.execute("DELETE FROM source.transactions WHERE booked_at >= $first", {"first": as_of + timedelta(days=1)})
    ids = bank.execute("SELECT customer_id FROM source.customers").df()["customer_id"]
    add(bank, "transactions", [booking(name, datetime(2023, 7, 1, 0, 0, 0), -5) for name in ids])
    moved = "UPDATE source.customers SET closed_on = $day WHERE closed_on > $as_of"
    bank.execute(moved, {"day": as_of + timedelta(days=1), "as_of": as_of})
    pd.testing.assert_frame_equal(left_days(bank, as_of=as_of), before)


def test_what_is_asked_for_a_shorter_time_is_the_longer_answer_cut_off() -> None:
    long, short = left_days(bank_of_acts()), left_days(bank_of_acts(), most_days=100)
    assert short["observed_days"].max() == 100
    expected = long["left_day"].where(long["left_day"] <= 100)
    pd.testing.assert_series_equal(short["left_day"], expected)


def test_who_is_followed_was_here_on_the_day_and_not_lost_already() -> None:
    bank = bank_of_acts()
    day = HALF_A_YEAR_BEFORE
    new = [customer("silent for long", LONG_AGO), customer("new", day), customer("tomorrow", day + timedelta(days=1))]
    add(bank, "customers", [*new, customer("without account", LONG_AGO), customer("just active", LONG_AGO)])
    add(bank, "accounts", [account(str(one["customer_id"])) for one in new])
    add(bank, "accounts", [account("just active")])
    silent, active = day - timedelta(days=90), day - timedelta(days=89)
    add(bank, "transactions", [booking("silent for long", silent, -5), booking("just active", active, -5)])
    found = leaving_after_day(bank, day=day, as_of=D, most_days=365)
    assert set(found["customer_id"]) == {*WHO, "new", "just active"}
    left = found.set_index("customer_id")["left_day"].dropna().to_dict()
    assert left == {"closes": 31, "falls silent": 110, "pauses 90 days": 110, "new": 90, "just active": 90}
    assert set(found["observed_days"]) == {180}
