"""Who still buys is asked where customers buy now and then and nobody closes an account, and nowhere else."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.pipeline import Request, build
from analytics.store.load import ingest
from analytics.store.snapshots import current_snapshot

FIRST = date(2024, 1, 1)


def shop(folder: Path, *, acts_a_year: float, closes: bool = False) -> Path:
    """A bank of 120 customers who buy at so many days of a year, for two years."""
    rng = np.random.default_rng(1)
    folder.mkdir()
    ids = [f"C{number:03d}" for number in range(120)]
    closed = [FIRST + timedelta(days=700) if closes and each == "C000" else None for each in ids]
    people = pd.DataFrame({"customer_id": ids, "opened_on": FIRST, "closed_on": closed})
    people.to_csv(folder / "customers.csv", index=False)
    accounts = pd.DataFrame({"account_id": ids, "customer_id": ids, "product": "shop", "opened_on": FIRST})
    accounts.to_csv(folder / "accounts.csv", index=False)
    rows = [
        (each, (FIRST + timedelta(days=int(day))).isoformat() + "T12:00:00", -20.0, "customer")
        for each in ids
        for day in rng.choice(730, size=max(1, int(2 * rng.exponential(acts_a_year))), replace=False)
    ]
    columns = ["account_id", "booked_at", "amount", "initiated_by"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "transactions.csv", index=False)
    return folder


def built(tmp_path: Path, **more: float | bool) -> dict[str, pd.DataFrame]:
    store = tmp_path / "store"
    ingest(store, shop(tmp_path / "shop", **more))  # type: ignore[arg-type]
    build(store, Request(stages=("purchases",)))
    snapshot = current_snapshot(store)
    assert snapshot is not None
    return {name: snapshot.table(name) for name in ("purchase_outlook", "purchase_totals", "purchase_tests")}


def test_of_customers_who_buy_now_and_then_each_has_a_chance(tmp_path: Path) -> None:
    tables = built(tmp_path, acts_a_year=6)
    assert len(tables["purchase_outlook"]) == 120
    assert tables["purchase_outlook"]["last_on"].max() <= pd.Timestamp("2025-12-31")
    assert tables["purchase_tests"]["model"].tolist() == ["bg_nbd", "own_rate"]


@pytest.mark.parametrize("more", [{"acts_a_year": 60}, {"acts_a_year": 6, "closes": True}])
def test_where_accounts_are_used_or_closed_nothing_is_said(tmp_path: Path, more: dict[str, float | bool]) -> None:
    assert all(table.empty for table in built(tmp_path, **more).values())


def test_of_a_customer_table_nothing_is_said(tmp_path: Path) -> None:
    rows = {"id": [f"N{n:03d}" for n in range(60)], "age": [20 + n % 45 for n in range(60)], "left": [0, 0, 1] * 20}
    pd.DataFrame(rows).to_csv(tmp_path / "table.csv", index=False)
    store = tmp_path / "store"
    ingest(store, tmp_path / "table.csv", label="left", id_column="id", as_of=date(2026, 6, 30))
    assert build(store, Request(stages=("purchases",))).is_new
    snapshot = current_snapshot(store)
    assert snapshot is not None
    assert snapshot.table("purchase_outlook").empty
