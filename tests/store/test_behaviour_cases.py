"""Features of behaviour: cases worked by hand."""

from __future__ import annotations

from datetime import date, datetime

import duckdb
import pytest

from analytics.store.behaviour import behaviour_features
from analytics.store.customer_rows import customer_rows, history_rows
from analytics.store.points import make_points
from tests.store.small_bank import Cell, account, add, booking, customer, empty_bank

D = date(2024, 2, 29)
OPENED = date(2020, 5, 1)


def bank_of(*bookings: dict[str, Cell]) -> duckdb.DuckDBPyConnection:
    bank = empty_bank()
    add(bank, "customers", [customer("A", OPENED), customer("idle", OPENED)])
    add(bank, "accounts", [account("A"), account("idle")])
    add(bank, "transactions", bookings)
    return bank


def features(bank: duckdb.DuckDBPyConnection, customer_id: str = "A", as_of: date = D) -> dict[str, float | None]:
    make_points(bank, as_of=as_of)
    behaviour_features(bank)
    row = bank.execute(
        "SELECT * EXCLUDE (customer_id, as_of) FROM built.features_at WHERE customer_id = $id AND as_of = $as_of",
        {"id": customer_id, "as_of": as_of},
    )
    names = [column[0] for column in row.description or ()]
    return dict(zip(names, row.fetchone() or (), strict=True))


def test_a_day_includes_its_last_second_and_a_window_its_first_day() -> None:
    bank = bank_of(
        booking("A", datetime(2024, 2, 29, 23, 59, 59), -10),
        booking("A", datetime(2024, 3, 1), -1000),
        booking("A", date(2024, 1, 31), -100),  # 29 days before: in the last 30
        booking("A", date(2024, 1, 30), -0.01),  # 30 days before: not
        booking("A", date(2023, 3, 2), -5),  # 364 days before, over the leap day: in the last 365
        booking("A", date(2023, 3, 1), -7000),  # 365 days before: not
    )
    row = features(bank)
    assert (row["outflow_30d"], row["outflow_90d"], row["outflow_365d"]) == (110.0, 110.01, 115.01)
    assert (row["n_own_acts_30d"], row["n_own_acts_365d"], row["days_since_own_act"]) == (2, 4, 0)
    assert row["largest_outflow_365d"] == 100


def test_a_customer_without_activity_has_zero_counts_and_missing_means() -> None:
    bank = bank_of(booking("A", D, -10, category="fee", channel="web", balance_after=5, counterparty="x"))
    add(bank, "events", [{"customer_id": "A", "occurred_at": D, "event_type": "login"}])
    row = features(bank, "idle")
    zeros = (
        "n_transactions_90d",
        "inflow_90d",
        "events_n_90d",
        "event_login_n_90d",
        "fees_paid_90d",
        "n_counterparties_365d",
    )
    missing = (
        "days_since_own_act",
        "balance",
        "web_channel_share",
        "fee_share",
        "days_since_event",
        "own_acts_trend_90d",
    )
    assert {name: row[name] for name in zeros} == dict.fromkeys(zeros, 0)
    assert {name: row[name] for name in missing} == dict.fromkeys(missing)
    assert row["lifecycle_dormant"] == 1


def test_trends_compare_90_days_with_the_90_before() -> None:
    now, before = [date(2024, 1, n) for n in (1, 2, 3)], [date(2023, 10, 1)]
    bank = bank_of(*(booking("A", day, -10) for day in [*now, *before]), booking("A", date(2023, 1, 1), 1000))
    row = features(bank)
    assert row["own_acts_trend_90d"] == pytest.approx((3 - 1) / (3 + 1))
    assert row["lifecycle_growing"] == 1


def test_a_trend_is_missing_where_the_records_do_not_reach_back() -> None:
    bank = bank_of(booking("A", date(2023, 10, 1), -10), booking("A", D, -10))
    assert features(bank)["own_acts_trend_90d"] is None


def test_balances_are_means_of_days_and_the_lowest_day_counts() -> None:
    bank = bank_of(
        booking("A", date(2023, 1, 1), 100, balance_after=100),
        booking("A", date(2024, 2, 20), -150, balance_after=-50),
        booking("A", date(2024, 2, 25), 250, balance_after=200),
        booking("A", date(2024, 3, 1), 900, balance_after=1100),
    )
    row = features(bank)
    # 85 of the last 90 days end at 100 or 200, five (20 to 24 February) at -50.
    assert row["balance"] == 200
    assert row["balance_mean_90d"] == pytest.approx((80 * 100 + 5 * -50 + 5 * 200) / 90)
    assert row["balance_mean_30d"] == pytest.approx((20 * 100 + 5 * -50 + 5 * 200) / 30)
    assert (row["balance_lowest_90d"], row["overdrawn_days_90d"]) == (-50, 5)


def test_on_a_day_without_times_the_last_row_is_the_one_that_no_other_starts_from() -> None:
    bank = bank_of(
        booking("A", date(2024, 1, 10), 300, balance_after=370),  # second: 70 -> 370
        booking("A", date(2024, 1, 10), -30, balance_after=70),  # first: 100 -> 70
        booking("A", date(2024, 1, 10), -20, balance_after=350),  # last: 370 -> 350
    )
    assert features(bank)["balance"] == 350


def test_without_given_balances_amounts_are_added_up_and_a_closed_account_counts_nothing() -> None:
    bank = bank_of(booking("A", date(2024, 1, 1), 100), booking("A", date(2024, 2, 1), -30))
    add(bank, "accounts", [account("A", "savings", closed_on=date(2024, 2, 15))])
    add(bank, "transactions", [booking("A", date(2024, 1, 1), 500, account_id="A-savings")])
    row = features(bank)
    assert row["balance"] == 70
    assert row["balance_lowest_90d"] == 0
    assert (row["accounts_held_n"], row["accounts_closed_n_365d"], row["holds_savings"]) == (1, 1, 0)


def test_loans_are_debts_and_no_part_of_the_balance() -> None:
    bank = bank_of(booking("A", date(2024, 1, 1), 100, balance_after=100))
    add(bank, "accounts", [account("A", "loan")])
    add(bank, "transactions", [booking("A", date(2024, 1, 5), -50, account_id="A-loan", balance_after=-9000)])
    row = features(bank)
    assert (row["balance"], row["debt"], row["overdrawn_days_90d"]) == (100, 9000, 0)


def test_payday_is_the_day_of_the_main_income_in_complete_months() -> None:
    months = [date(2023, month, 25) for month in range(6, 13)]
    bank = bank_of(
        *(booking("A", day, 2000, category="salary") for day in months),
        booking("A", date(2024, 2, 3), 9999, category="gift"),
    )
    row = features(bank)
    assert row["payday_day_of_month"] == 25
    assert row["payday_regularity"] == 1
    assert (row["income_mean_365d"], row["income_variation_365d"]) == (2000, 0)
    # Nine complete months since the first booking (June to February, which ends on the as-of day), seven with a wage.
    assert row["income_months_share_365d"] == pytest.approx(7 / 9)


def test_a_payday_around_the_turn_of_the_month_is_not_averaged_to_its_middle() -> None:
    days = [date(2023, 9, 30), date(2023, 11, 1), date(2023, 12, 31)]
    payday = features(bank_of(*(booking("A", day, 100) for day in days)))["payday_day_of_month"]
    assert payday is not None
    assert payday > 30 or payday < 2


def test_gaps_lie_between_days_with_own_acts() -> None:
    days = [date(2024, 1, 1), date(2024, 1, 1), date(2024, 1, 5), date(2024, 1, 15)]
    row = features(bank_of(*(booking("A", day, -1) for day in days)))
    assert (row["gap_mean_days_365d"], row["gap_longest_days_365d"]) == (7, 10)
    assert row["gap_sd_days_365d"] == pytest.approx(18**0.5)
    assert row["silence_ratio"] == pytest.approx(45 / 7)
    assert row["active_days_90d"] == 3


def test_amounts_in_another_currency_are_left_out() -> None:
    row = features(bank_of(booking("A", D, -10), booking("A", D, -500, in_currency=False)))
    assert (row["outflow_30d"], row["n_transactions_30d"]) == (10, 1)


def test_what_the_source_does_not_have_makes_no_columns_and_is_named() -> None:
    bank = bank_of(booking("A", D, -10))
    row = features(bank)
    off = dict(bank.execute("SELECT part, needs FROM built.features_off").fetchall())
    assert off["channels"] == "transactions.channel of customers' own acts"
    assert {"hours", "fees", "categories", "counterparties", "events", "contacts", "standing_orders"} < set(off)
    assert not {"night_share_365d", "fees_paid_90d", "events_n_90d", "channel_entropy_365d"} & set(row)
    assert {"holdings", "tenure", "balances"}.isdisjoint(off)


def test_a_protected_opening_day_leaves_out_tenure_and_life_cycle() -> None:
    bank = bank_of(booking("A", D, -10))
    make_points(bank, as_of=D)
    behaviour_features(bank, protected=["opened_on"])
    names = {name for (name,) in bank.execute("SELECT feature FROM built.feature_list").fetchall()}
    assert not {"tenure_days", "lifecycle_mature"} & names
    assert "n_own_acts_90d" in names


def test_what_screens_show_ends_at_the_day_and_hides_later_closings() -> None:
    bank = bank_of(
        booking("A", date(2024, 1, 31), -10, balance_after=40),
        booking("A", datetime(2024, 2, 29, 23, 0), -5, balance_after=35),
        booking("A", date(2024, 3, 1), -1, balance_after=34),
    )
    bank.execute("UPDATE source.customers SET closed_on = DATE '2024-03-05', region_id = 'R1' WHERE customer_id = 'A'")
    add(bank, "regions", [{"region_id": "R1", "name": "North"}])
    make_points(bank, as_of=D)
    behaviour_features(bank)
    customer_rows(bank, D)
    history_rows(bank, D)
    assert bank.execute(
        "SELECT status, closed_on, region_name FROM built.customers WHERE customer_id = 'A'"
    ).fetchall() == [("active", None, "North")]
    assert bank.execute("SELECT month, n_transactions, outflow, balance_end FROM built.customer_months").fetchall() == [
        (date(2024, 1, 1), 1, 10, 40),
        (date(2024, 2, 1), 1, 5, 35),
    ]
    assert bank.execute("SELECT count(*) FROM built.recent_transactions").fetchone() == (2,)
