"""What the stage of drift says of a bank in which something happened in one month."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest

from analytics.stages.drift import drift_stage
from analytics.stages.informed import InformedWork
from analytics.store.source import LoadedSource
from analytics.vocabulary import SourceKind
from tests.store.small_bank import Cell, add, booking, customer, empty_bank

AS_OF, N = date(2026, 6, 30), 400
MONTHS = pd.date_range("2023-01-01", "2026-06-01", freq="MS")
IDS = [f"C{number:04d}" for number in range(N)]


def bank(*, planted: bool, seed: int = 3) -> duckdb.DuckDBPyConnection:
    """Three and a half years with busy Decembers; where planted, much changes in May 2026 for the first 120."""
    rng, connection = np.random.default_rng(seed), empty_bank()
    add(connection, "customers", [customer(name, date(2020, 1, 1)) for name in IDS])
    add(connection, "transactions", [booking(IDS[0], date(2022, 12, 1), -1.0)])
    usual, calls, places = rng.gamma(6, 2, N), rng.uniform(0.05, 0.4, N), rng.integers(1, 4, N)
    months, stood, novel = [], [], []
    events: list[dict[str, Cell]] = []
    for month in MONTHS:
        first = pd.Timestamp(month)
        acts = rng.poisson(usual * (2.5 if first.month == 12 else 1.0))
        rate = np.where((np.arange(N) < 120) & planted & (first >= pd.Timestamp("2026-05-01")), 0.9, calls)
        if planted and first >= pd.Timestamp("2026-05-01"):
            acts[:120] = acts[:120] * 3
        if planted and first == pd.Timestamp("2026-05-01"):
            places[:120] = 1
        moved = rng.random(N) < 0.03
        places = np.where(moved, rng.integers(1, 4, N), places)
        last = first + pd.offsets.MonthEnd(0)
        events += [
            {"customer_id": IDS[n], "occurred_at": first, "event_type": "call"}
            for n in np.flatnonzero(rng.random(N) < rate)
        ]
        months.append(_month(first, acts, rng))
        stood.append(pd.DataFrame({"customer_id": IDS, "as_of": last, "segment_id": [f"L3-0{n}" for n in places]}))
        novel.append(pd.DataFrame({"customer_id": IDS, "as_of": last, "is_novel": rng.random(N) < 0.01}))
    add(connection, "events", events)
    for name, tables in {"customer_months": months, "month_places": stood, "month_novelty": novel}.items():
        frame = pd.concat(tables)  # noqa: F841 - read by the statement
        columns = (
            "* REPLACE (as_of::DATE AS as_of)" if name != "customer_months" else "* REPLACE (month::DATE AS month)"
        )
        connection.execute(f"CREATE TABLE built.{name} AS SELECT {columns} FROM frame")
    connection.execute(
        "CREATE TABLE built.features AS SELECT 'C0001' AS customer_id, DATE '2026-06-30' AS as_of, 1.0 AS x"
    )
    connection.execute("CREATE TABLE built.models (model_id VARCHAR, outcome VARCHAR)")
    connection.execute("CREATE TABLE built.model_files (model_id VARCHAR, part VARCHAR, text VARCHAR)")
    return connection


def _calls(places: np.ndarray, day: pd.Timestamp) -> list[dict[str, Cell]]:
    return [{"customer_id": IDS[n], "occurred_at": day.date(), "event_type": "call"} for n in places]


def _month(month: pd.Timestamp, acts: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": IDS,
            "month": month,
            "n_transactions": acts + 4,
            "n_own_acts": acts,
            "inflow": rng.gamma(5, 400, N),
            "outflow": rng.gamma(5, 300, N),
            "balance_end": rng.normal(2_000, 900, N),
            "has_wage": rng.random(N) < 0.7,
        }
    )


def worked(connection: duckdb.DuckDBPyConnection, kind: SourceKind = SourceKind.BANK) -> InformedWork:
    source = LoadedSource(kind, "bank", "f", "", "EUR", (), None, AS_OF, {})
    work = InformedWork(connection, source, AS_OF, 0, 1, print)
    drift_stage(work)
    return work


@pytest.fixture(scope="module")
def planted() -> InformedWork:
    return worked(bank(planted=True))


def test_in_a_bank_in_which_nothing_changes_nothing_is_told_and_december_is_no_alarm() -> None:
    work = worked(bank(planted=False))
    assert work.take("SELECT * FROM built.drift_alarms").empty
    series = work.take("SELECT * FROM built.drift_series")
    assert series["p"].notna().sum() > 150
    acts = series[(series["subject"] == "n_own_acts") & series["p"].notna()]
    assert acts["is_seasonal"].all()
    assert (acts["month"] == pd.Timestamp("2025-12-01")).any()


def test_what_was_planted_is_told_in_its_month_with_those_behind_it(planted: InformedWork) -> None:
    alarms = planted.take("SELECT * FROM built.drift_alarms ORDER BY alarm_id")
    assert set(alarms["month"]) == {pd.Timestamp("2026-05-01")}
    told = set(zip(alarms["kind"], alarms["subject"], strict=True))
    assert {("measure", "n_own_acts"), ("event", "call"), ("share", "L3-01"), ("moved", "")} <= told
    assert not {subject for _, subject in told} & {"inflow", "outflow", "balance_end", "with_wage"}
    behind = planted.take("SELECT * FROM built.drift_behind")
    for kind, subject in (("measure", "n_own_acts"), ("event", "call"), ("share", "L3-01")):
        people = behind.loc[behind["alarm_id"] == f"{kind}-{subject}-202605", "customer_id"]
        of_the_first = np.isin(people.head(60), IDS[:120]).mean()
        assert of_the_first > 0.6, (kind, subject, of_the_first)
    assert alarms["n_behind"].tolist() == behind.groupby("alarm_id").size().reindex(alarms["alarm_id"]).tolist()


def test_what_was_expected_stands_beside_what_came(planted: InformedWork) -> None:
    calls = planted.take("SELECT * FROM built.drift_alarms WHERE kind = 'event'").iloc[0]
    share = planted.take(
        "SELECT count(DISTINCT customer_id) / 400 AS share FROM source.events WHERE occurred_at = DATE '2026-05-01'"
    )["share"].iloc[0]
    assert calls["value"] == pytest.approx(share)
    assert calls["expected"] == pytest.approx(0.22, abs=0.09)


def test_months_after_the_as_of_day_and_the_month_that_it_lies_in_change_nothing(planted: InformedWork) -> None:
    connection = bank(planted=True)
    later = AS_OF + timedelta(days=1)
    add(connection, "events", _calls(np.arange(N), pd.Timestamp(later)))
    work = worked(connection)
    text = "SELECT * FROM built.drift_series ORDER BY kind, subject, month"
    pd.testing.assert_frame_equal(work.take(text), planted.take(text))


def test_a_source_without_times_has_empty_tables_of_the_same_columns(planted: InformedWork) -> None:
    connection = bank(planted=False)
    connection.execute(
        "DROP TABLE built.customer_months; DELETE FROM built.month_places; DELETE FROM built.month_novelty"
    )
    work = worked(connection, SourceKind.TABLE)
    for name in ("drift_series", "drift_alarms", "drift_behind", "input_drift"):
        empty = work.take(f"SELECT * FROM built.{name}")
        assert empty.empty
        assert empty.columns.tolist() == planted.take(f"SELECT * FROM built.{name}").columns.tolist()
