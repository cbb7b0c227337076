"""What the KPIs' stage publishes, and what it says where the source gives nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import duckdb
import pandas as pd
import pytest

from analytics.knowledge.said_of_lists import SaidOfLists
from analytics.stages.informed import InformedWork, Said
from analytics.stages.kpis import kpis_stage
from analytics.store.behaviour import behaviour_features
from analytics.store.customer_rows import customer_rows, history_rows
from analytics.store.points import make_points
from analytics.store.source import LoadedSource
from analytics.vocabulary import PUBLISHED, SourceKind
from tests.insights.test_list_results import MADE
from tests.store.small_bank import Cell, account, add, booking, customer, empty_bank

AS_OF = date(2024, 3, 31)


def worked(
    bank: duckdb.DuckDBPyConnection, kind: SourceKind = SourceKind.BANK, said: Said | None = None
) -> dict[str, str]:
    """Run the stage; why each table that is missing is missing."""
    source = LoadedSource(kind, "bank", "f", "2024-04-01", "EUR", (), None, AS_OF, {})
    kpis_stage(InformedWork(bank, source, AS_OF, 0, 1, lambda message: None, said=said or Said()))
    return dict(bank.execute("SELECT table_name, why FROM built.kpi_gaps").fetchall())


def bank_of(*customers: dict[str, Cell], acts: int = 3) -> duckdb.DuckDBPyConnection:
    """A bank in which everybody buys something in the first months of 2023; all in one segment."""
    bank = empty_bank()
    add(bank, "customers", customers)
    add(bank, "accounts", [account(str(one["customer_id"])) for one in customers])
    names = [str(one["customer_id"]) for one in customers]
    add(bank, "transactions", [booking(name, date(2023, 1 + n, 1), -5) for name in names for n in range(acts)])
    make_points(bank, as_of=AS_OF)
    customer_rows(bank, AS_OF)
    behaviour_features(bank)
    history_rows(bank, AS_OF)
    bank.execute(
        "CREATE TABLE built.membership AS SELECT customer_id, 1 AS level, 'all' AS segment_id FROM built.customers "
        "WHERE status = 'active'"
    )
    bank.execute("CREATE TABLE built.left_twins (customer_id VARCHAR, twin_id VARCHAR)")
    return bank


def named(bank: duckdb.DuckDBPyConnection) -> set[str]:
    return {str(row[0]) for row in bank.execute("SELECT DISTINCT kpi FROM built.kpis").fetchall()}


def test_a_customer_table_has_neither_and_says_why() -> None:
    bank = empty_bank(kind="table")
    bank.execute("CREATE TABLE built.kpis AS SELECT 1 AS of_an_earlier_source")
    why = worked(bank, SourceKind.TABLE)
    assert set(why) == {"kpis", "retention"}
    assert "doesn't say when customers joined or closed" in why["kpis"]
    assert not bank.execute("SELECT 1 FROM duckdb_tables() WHERE table_name IN ('kpis', 'retention')").fetchall()


def test_a_bank_without_transactions_says_that_nobody_can_be_seen() -> None:
    assert "no transactions" in worked(bank_of(customer("a", date(2020, 1, 1)), acts=0))["retention"]


def test_without_a_closing_nobody_is_said_to_stay() -> None:
    bank = bank_of(customer("a", date(2020, 1, 1)), customer("b", date(2023, 2, 1)))
    assert "No customer's closing is recorded" in worked(bank)["retention"]
    assert {"customers", "joined", "active_rate", "products_per_customer"} <= named(bank)
    assert not {"attrition_rate", "retention_rate", "lost", "net_growth", "balance_attrition"} & named(bank)


def test_without_wages_no_bank_is_the_main_one_and_without_own_acts_nobody_is_active() -> None:
    bank = bank_of(customer("a", date(2020, 1, 1)), customer("b", date(2023, 2, 1), date(2023, 8, 1)))
    assert worked(bank) == {}
    assert "primary_bank_share" not in named(bank)
    assert "active_rate" in named(bank)
    bank.execute("UPDATE built.customer_months SET n_own_acts = 0, last_own_on = NULL")
    worked(bank)
    assert not {"active_rate", "dormant_rate"} & named(bank)


@pytest.mark.parametrize("name", ["kpis", "retention"])
def test_the_columns_are_those_of_the_contract_and_the_key_is_one(name: str) -> None:
    bank = bank_of(customer("a", date(2020, 1, 1)), customer("b", date(2023, 2, 1), date(2023, 8, 1)))
    worked(bank)
    table: pd.DataFrame = bank.execute(f"SELECT * FROM built.{name}").df()
    assert tuple(table.columns) == PUBLISHED[name].columns
    assert not table.duplicated(list(PUBLISHED[name].key)).any()


def test_whoever_left_and_is_like_nobody_is_unplaced_so_that_segments_still_add_up() -> None:
    bank = bank_of(customer("a", date(2020, 1, 1)), customer("b", date(2020, 1, 1), date(2023, 8, 1)))
    worked(bank)
    rows = bank.execute(
        "SELECT member, numerator, denominator FROM built.kpis "
        "WHERE dimension = 'segment' AND kpi = 'attrition_rate' AND period = '2023-08' ORDER BY member"
    ).fetchall()
    assert rows == [("all", 0, 1), ("unplaced", 1, 1)]


def test_retention_lists_that_are_ripe_have_their_save_rate_and_its_uplift_in_the_month_they_ripened() -> None:
    closed = {"a2": date(2024, 1, 20), "b1": date(2023, 12, 5), "b2": date(2024, 2, 1)}
    names = ("a1", "a2", "a3", "b1", "b2", "b3")
    bank = bank_of(*(customer(name, date(2020, 1, 1), closed.get(name)) for name in names))
    made = replace(MADE, due_on=date(2023, 10, 31), contacted=("p-a1", "p-a2", "p-a3", "p-erased"))
    made = replace(made, held_back=("p-b1", "p-b2", "p-b3"))
    unripe = replace(made, list_id="l2", due_on=date(2024, 3, 1))

    def places(ids: Sequence[str]) -> Mapping[str, int]:
        return {f"p-{name}": place for place, name in enumerate(ids)}

    assert "kpis" not in worked(bank, said=Said(places=places, of_lists=SaidOfLists((made, unripe))))
    told = bank.execute(
        "SELECT period, kpi, value, numerator, denominator FROM built.kpis WHERE kpi LIKE 'save%' AND member = 'all' "
        "AND period NOT LIKE '%/%' ORDER BY kpi"
    ).fetchall()
    # Ripe on 29 January: of a1, a2, a3 the second had closed, of b1, b2, b3 the first.
    assert [row[:2] for row in told] == [("2024-01", "save_rate"), ("2024-01", "save_uplift")]
    assert (told[0][2:], told[1][2]) == ((2 / 3, 2.0, 3.0), 0.0)
    keys = bank.execute("SELECT period, dimension, member, kpi FROM built.kpis").fetchall()
    assert keys == sorted(keys)
