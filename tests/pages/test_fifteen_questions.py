"""Fifteen questions that a bank asks, answered by the screens on a demo bank as its raw files answer them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.screen import is_well, opened, said

AS_OF = pd.Timestamp("2024-06-30")
FIRST_OF_JUNE = pd.Timestamp("2024-06-01")
CUSTOMERS = "explore/customers"


class Bank:
    """The raw files, read without the product."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.customers = self.read("customers")
        opened_on, closed_on = (pd.to_datetime(self.customers[name]) for name in ("opened_on", "closed_on"))
        self.opened_on, self.closed_on = opened_on, closed_on
        self.is_here = (opened_on <= AS_OF) & ~(closed_on <= AS_OF)
        self.here = set(self.customers.loc[self.is_here, "customer_id"])

    def read(self, table: str) -> pd.DataFrame:
        path = self.folder / f"{table}.parquet"
        return pd.read_parquet(path if path.is_file() else self.folder / table)

    def of_here(self, mask: pd.Series[bool]) -> str:
        """Write a count as the filter bar does."""
        n, n_all = int((mask & self.is_here).sum()), int(self.is_here.sum())
        return f"{n} of {n_all} customers"

    def agreed(self) -> set[str]:
        answers = self.read("consents")
        answers = answers[(answers["purpose"] == "marketing") & (answers["changed_at"] < AS_OF + pd.Timedelta(days=1))]
        last = answers.sort_values("changed_at").groupby("customer_id").tail(1)
        return set(last.loc[last["granted"] == 1, "customer_id"]) & self.here

    def contacted_lately(self) -> set[str]:
        made = self.read("contacts")
        day = made["offered_at"].dt.normalize()
        lately = (made["variant"] != "control") & (day > AS_OF - pd.Timedelta(days=30)) & (day <= AS_OF)
        return set(made.loc[lately, "customer_id"]) & self.here


@pytest.fixture(scope="module")
def bank(demo_bank: Path) -> Bank:
    return Bank(demo_bank)


@pytest.fixture
def screen(demo_store: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    def show(page: str, **link: str) -> AppTest:
        app = opened(demo_store, page, monkeypatch, link)
        assert is_well(app), said(app)
        return app

    return show


Screen = Callable[..., AppTest]


def test_1_how_many_customers_have_we(screen: Screen, bank: Bank) -> None:
    assert f"{len(bank.here)} active customers" in said(screen(CUSTOMERS))


def test_2_how_many_of_them_live_in_a_region(screen: Screen, bank: Bank) -> None:
    assert bank.of_here(bank.customers["region_id"] == "R03") in said(screen(CUSTOMERS, region="R03"))


def test_3_how_many_hold_a_savings_account(screen: Screen, bank: Bank) -> None:
    accounts = bank.read("accounts")
    is_open = (pd.to_datetime(accounts["opened_on"]) <= AS_OF) & ~(pd.to_datetime(accounts["closed_on"]) <= AS_OF)
    holders = set(accounts.loc[is_open & (accounts["product"] == "savings"), "customer_id"])
    expected = bank.of_here(bank.customers["customer_id"].isin(holders))
    assert expected in said(screen(CUSTOMERS, product="savings"))


def test_4_how_many_came_this_year(screen: Screen, bank: Bank) -> None:
    app = screen(CUSTOMERS, rule="opened_on >= 2024-01-01")
    assert bank.of_here(bank.opened_on >= pd.Timestamp("2024-01-01")) in said(app)


def test_5_how_many_left_last_month(screen: Screen, bank: Bank) -> None:
    n = int(bank.closed_on.between("2024-06-01", "2024-06-30").sum())
    assert f"Lost was {n} in June 2024" in said(screen("decide/retention", kpi="lost"))


def test_6_what_was_retention_last_month(screen: Screen, bank: Bank) -> None:
    was_here = (bank.opened_on < FIRST_OF_JUNE) & ~(bank.closed_on < FIRST_OF_JUNE)
    stayed = was_here & ~(bank.closed_on <= AS_OF)
    share = 100 * stayed.sum() / was_here.sum()
    assert f"Retention was {share:.1f}%" in said(screen("decide/retention", kpi="retention_rate"))


def test_7_how_many_of_those_who_joined_in_a_quarter_are_still_here(screen: Screen, bank: Bank) -> None:
    cells = screen("decide/cohorts", by="quarter").dataframe[0].value
    cell = cells.sort_values(["cohort", "period_index"]).iloc[-1]
    first, last = (pd.Period(cell[name], freq="M") for name in ("first_month", "last_month"))
    joined = bank.opened_on.between(first.start_time, last.end_time)
    # The end of each one's own month, and so many months after it.
    ends = bank.opened_on + pd.offsets.MonthEnd(0) + pd.offsets.MonthEnd(int(cell["period_index"]))
    stayed = joined & ~(bank.closed_on <= ends)
    assert (cell["n_start"], cell["n_retained"]) == (joined.sum(), stayed.sum())


def test_8_how_many_may_we_not_write_to(screen: Screen, bank: Bank) -> None:
    n = len(bank.here - bank.agreed())
    assert f"{n} have not agreed" in said(screen("decide/retention_list"))


def test_9_how_many_did_we_contact_in_the_last_month(screen: Screen, bank: Bank) -> None:
    n = len(bank.contacted_lately() & bank.agreed())
    assert f"{n} were contacted lately" in said(screen("decide/retention_list"))


def test_10_which_offers_did_we_make_and_when(screen: Screen, bank: Bank) -> None:
    made = bank.read("contacts")
    ever = set(bank.customers.loc[bank.opened_on <= AS_OF, "customer_id"])
    made = made[(made["variant"] != "control") & (made["offered_at"] < AS_OF + pd.Timedelta(days=1))]
    made = made[made["customer_id"].isin(ever)]
    counts = made.groupby([made["offered_at"].dt.strftime("%Y-%m"), "offer"]).size()
    tables = screen("decide/retention", kpi="lost").dataframe
    done = next(each.value for each in tables if list(each.value.columns) == ["period", "words"])
    period, told = done.iloc[-1]
    for offer, n in counts[period].items():
        assert f"{str(offer).replace('_', ' ')} to {n}" in str(told).lower()


def test_11_was_every_row_of_ours_taken(screen: Screen, bank: Bank) -> None:
    table = screen("contribute/data").dataframe[0].value.set_index("table_name")
    for name in ("customers", "accounts", "transactions", "events", "contacts", "consents"):
        n = len(bank.read(name))
        assert (table.loc[name, "rows_in"], table.loc[name, "rows_loaded"]) == (n, n), name


def test_12_from_when_to_when_do_the_records_reach(screen: Screen, bank: Bank) -> None:
    booked = bank.read("transactions")["booked_at"]
    first, last = (f"{moment.day} {moment:%b %Y}" for moment in (booked.min(), booked.max()))
    assert f"Transactions run from {first} to {last}" in said(screen("contribute/data"))


def test_13_how_often_did_people_leave_among_known_cases(screen: Screen, bank: Bank) -> None:
    known = bank.read("outcomes")
    known = known[(known["outcome"] == "churn") & (pd.to_datetime(known["as_of"]) <= AS_OF)]
    assert f"It happened in {known['value'].sum()} of {len(known)} known cases" in said(screen("contribute/data"))


def test_14_who_holds_most(screen: Screen, bank: Bank) -> None:
    rows = screen(CUSTOMERS, sort="balance").dataframe[0].value
    accounts = bank.read("accounts").set_index("account_id")
    booked = bank.read("transactions")
    booked = booked[booked["booked_at"] < AS_OF + pd.Timedelta(days=1)]
    last = booked.sort_values("booked_at", kind="stable").groupby("account_id")["balance_after"].last()
    closed = pd.to_datetime(accounts["closed_on"]).reindex(last.index) <= AS_OF
    # A product is a debt where most of its balances lie below zero.
    product = accounts["product"].reindex(booked["account_id"]).to_numpy()
    below = booked["balance_after"].astype(float).groupby(product).median() < 0
    debts = accounts["product"].reindex(last.index).isin(below[below].index)
    held = last[~closed & ~debts].astype(float)
    by_customer = held.groupby(accounts["customer_id"].reindex(held.index)).sum()
    by_customer = by_customer[by_customer.index.isin(bank.here)]
    assert rows["customer_id"].iloc[0] == by_customer.idxmax()
    assert float(rows["balance"].iloc[0]) == pytest.approx(by_customer.max(), abs=0.01)


def test_15_how_many_of_a_region_joined_before_2020(screen: Screen, bank: Bank) -> None:
    rows = screen(CUSTOMERS, region="R01", rule="opened_on < 2020-01-01")
    expected = bank.of_here((bank.customers["region_id"] == "R01") & (bank.opened_on < pd.Timestamp("2020-01-01")))
    assert expected in said(rows)
