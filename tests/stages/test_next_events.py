"""What the stage of forecasts publishes, and where it publishes nothing and says why."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from analytics.models import next_event
from analytics.stages import next_events
from analytics.stages.informed import InformedWork
from analytics.stages.next_events import next_events_stage
from analytics.stages.sequences import sequences_stage
from analytics.store.snapshots import current_snapshot
from analytics.store.source import LoadedSource
from analytics.vocabulary import PUBLISHED, SourceKind
from tests.store.small_bank import Cell, account, add, booking, customer, empty_bank

AS_OF, DAY = date(2024, 3, 31), timedelta(days=1)


def worked(bank: duckdb.DuckDBPyConnection, kind: SourceKind = SourceKind.BANK, *, seed: int = 0) -> pd.DataFrame:
    work = InformedWork(bank, LoadedSource(kind, "bank", "f", "", "EUR", (), None, AS_OF, {}), AS_OF, seed, 1, print)
    sequences_stage(work)
    next_events_stage(work)
    return work.take("SELECT * FROM built.next_events ORDER BY customer_id, event_type")


def bank_of_callers(n: int, seed: int = 5) -> duckdb.DuckDBPyConnection:
    """One in three customers calls in three of ten months, the others in one of twenty-five."""
    rng, bank = np.random.default_rng(seed), empty_bank()
    names = [f"C{number:04d}" for number in range(n)]
    gone = {name: date(2024, 2, 1) for name in names[:: n // 10]}
    add(bank, "customers", [customer(name, date(2020, 1, 1), gone.get(name)) for name in names])
    add(bank, "accounts", [account(name) for name in names])
    add(bank, "transactions", [booking(names[1], date(2023, 1, 1), -5)])
    days = [AS_OF - timedelta(days=30 * month + int(rng.integers(28))) for month in range(14)]
    calls: list[dict[str, Cell]] = [
        {"customer_id": name, "occurred_at": day, "event_type": "call"}
        for place, name in enumerate(names)
        for day in days
        if rng.random() < (0.3 if place % 3 == 0 else 0.04) and day < gone.get(name, AS_OF)
    ]
    add(bank, "events", calls)
    return bank


def test_each_row_of_the_demo_store_says_what_the_contract_says(demo_store: Path) -> None:
    snapshot = current_snapshot(demo_store)
    assert snapshot is not None
    table = snapshot.table("next_events")
    assert tuple(table.columns) == PUBLISHED["next_events"].columns
    assert table["probability"].between(0, 1).all()
    assert table["within_days"].isin([30, 90]).all()
    assert not table.duplicated(["customer_id", "event_type"]).any()
    features, types = snapshot.table("features"), snapshot.table("next_event_types")
    forecast = set(types.loc[types["why_not"].isna(), "event_type"])
    assert set(table["customer_id"]) == set(features["customer_id"])
    assert set(table["event_type"]) == forecast
    assert len(table) == len(features) * len(forecast) > 0
    assert set(types["event_type"]) == set(snapshot.table("alphabet")["symbol"])
    tests = snapshot.table("next_event_tests")
    assert tests.groupby("event_type")["in_force"].sum().to_dict() == dict.fromkeys(sorted(forecast), 1)
    assert (tests["auc_lower"] <= tests["auc"]).all()
    assert (tests["n_cases"] >= 20).all()


def test_who_called_often_is_likely_to_call_and_the_levels_are_near_the_true_ones() -> None:
    table = worked(bank_of_callers(1500)).query("event_type == 'call'")
    often = table["customer_id"].str[1:].astype(int) % 3 == 0
    assert set(table["within_days"]) == {30}
    assert table.loc[often, "probability"].mean() == pytest.approx(0.3, abs=0.06)
    assert table.loc[~often, "probability"].mean() == pytest.approx(0.04, abs=0.05)


def test_where_the_network_is_in_force_its_probabilities_are_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TANDEM_NETWORK")
    monkeypatch.setattr(next_event, "simplest", lambda surprise: list(surprise)[-1])
    monkeypatch.setattr(next_events, "MOST_AT_ONCE", 400)
    bank = bank_of_callers(1500)
    table = worked(bank).query("event_type == 'call'")
    tests = bank.execute("SELECT method FROM built.next_event_tests WHERE in_force = 1").fetchall()
    assert set(tests) == {("recurrent_network",)}
    often = table["customer_id"].str[1:].astype(int) % 3 == 0
    assert len(table) == 1490
    # 1,500 customers teach a network that calls differ, but not how much.
    assert table["probability"].mean() == pytest.approx(0.127, abs=0.04)
    assert table.loc[often, "probability"].mean() > 1.5 * table.loc[~often, "probability"].mean()


def test_who_has_left_gets_no_forecast_and_days_after_the_as_of_day_change_none() -> None:
    bank = bank_of_callers(900)
    before = worked(bank)
    assert "C0000" not in set(before["customer_id"])
    assert before["customer_id"].nunique() == 890
    later: list[dict[str, Cell]] = [
        {"customer_id": f"C{n:04d}", "occurred_at": AS_OF + DAY, "event_type": "call"} for n in range(900)
    ]
    add(bank, "events", later)
    add(bank, "transactions", [booking(f"C{n:04d}", AS_OF + 9 * DAY, -5) for n in range(900)])
    bank.execute("UPDATE source.customers SET closed_on = $day WHERE closed_on IS NULL", {"day": AS_OF + 5 * DAY})
    pd.testing.assert_frame_equal(worked(bank), before)


def test_a_customer_table_gives_an_empty_table_and_says_why() -> None:
    bank = empty_bank(kind="table")
    table = worked(bank, SourceKind.TABLE)
    assert table.empty
    assert tuple(table.columns) == PUBLISHED["next_events"].columns
    why = dict(bank.execute("SELECT table_name, why FROM built.next_event_gaps").fetchall())
    assert "doesn't say when anything happened" in why["next_events"]


def test_a_bank_with_too_few_customers_says_of_each_event_why() -> None:
    bank = bank_of_callers(40)
    assert worked(bank).empty
    types = bank.execute("SELECT event_type, why_not FROM built.next_event_types").df().set_index("event_type")
    assert "Too few cases within 90 days" in str(types.loc["call", "why_not"])
    assert bank.execute("SELECT count(*) FROM built.next_event_gaps").fetchall() == [(1,)]
