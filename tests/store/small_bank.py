"""Small banks in a DuckDB of their own, for the tests of points and features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import duckdb
import numpy as np
import pandas as pd

Cell = str | int | float | bool | date | datetime | None
Rows = Sequence[Mapping[str, Cell]]

COLUMNS: dict[str, dict[str, str]] = {
    "customers": {
        "customer_id": "VARCHAR",
        "opened_on": "DATE",
        "closed_on": "DATE",
        "birth_date": "DATE",
        "gender": "VARCHAR",
        "region_id": "VARCHAR",
        "household_id": "VARCHAR",
        "language": "VARCHAR",
        "occupation": "VARCHAR",
        "home_channel": "VARCHAR",
    },
    "accounts": {
        "account_id": "VARCHAR",
        "customer_id": "VARCHAR",
        "product": "VARCHAR",
        "opened_on": "DATE",
        "closed_on": "DATE",
        "currency": "VARCHAR",
    },
    "transactions": {
        "account_id": "VARCHAR",
        "booked_at": "TIMESTAMP",
        "amount": "DECIMAL(18,2)",
        "category": "VARCHAR",
        "channel": "VARCHAR",
        "counterparty": "VARCHAR",
        "balance_after": "DECIMAL(18,2)",
        "initiated_by": "VARCHAR",
        "customer_id": "VARCHAR",
        "is_own_act": "BOOLEAN",
        "is_inflow": "BOOLEAN",
        "in_currency": "BOOLEAN",
    },
    "events": {
        "customer_id": "VARCHAR",
        "occurred_at": "TIMESTAMP",
        "event_type": "VARCHAR",
        "channel": "VARCHAR",
        "detail": "VARCHAR",
    },
    "regions": {"region_id": "VARCHAR", "name": "VARCHAR"},
    "contacts": {
        "customer_id": "VARCHAR",
        "offered_at": "TIMESTAMP",
        "offer": "VARCHAR",
        "channel": "VARCHAR",
        "variant": "VARCHAR",
        "propensity": "DOUBLE",
        "accepted": "TINYINT",
        "reward": "DOUBLE",
    },
    "consents": {"customer_id": "VARCHAR", "purpose": "VARCHAR", "granted": "TINYINT", "changed_at": "TIMESTAMP"},
    "outcomes": {"customer_id": "VARCHAR", "as_of": "DATE", "outcome": "VARCHAR", "value": "TINYINT"},
}


def empty_bank(*, kind: str = "bank", default_outcome: str | None = None) -> duckdb.DuckDBPyConnection:
    """A loaded source without rows."""
    connection = duckdb.connect()
    connection.execute("CREATE SCHEMA meta; CREATE SCHEMA source; CREATE SCHEMA built")
    connection.execute("CREATE TABLE meta.source (kind VARCHAR, default_outcome VARCHAR)")
    connection.execute("INSERT INTO meta.source VALUES ($kind, $name)", {"kind": kind, "name": default_outcome})
    for table, columns in COLUMNS.items():
        listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        connection.execute(f"CREATE TABLE source.{table} ({listed})")
    return connection


def add(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> None:
    """Add rows to a source table; columns left out are missing."""
    if rows:
        names = list(dict.fromkeys(name for row in rows for name in row))
        frame = pd.DataFrame([[row.get(name) for name in names] for row in rows], columns=names, dtype="object")
        connection.register("added", frame)
        connection.execute(f"INSERT INTO source.{table} BY NAME FROM added")
        connection.unregister("added")


def customer(customer_id: str, opened_on: date, closed_on: date | None = None, **more: Cell) -> dict[str, Cell]:
    """A row of customers."""
    return {"customer_id": customer_id, "opened_on": opened_on, "closed_on": closed_on, **more}


def account(customer_id: str, product: str = "current", **more: Cell) -> dict[str, Cell]:
    """A row of accounts, named after the customer and the product."""
    row: dict[str, Cell] = {"account_id": f"{customer_id}-{product}", "customer_id": customer_id, "product": product}
    return row | {"opened_on": date(2020, 1, 1)} | more


def booking(customer_id: str, booked_at: datetime | date, amount: float, **more: Cell) -> dict[str, Cell]:
    """A row of transactions on the customer's current account; money out is the customer's own act."""
    row: dict[str, Cell] = {
        "account_id": f"{customer_id}-current",
        "customer_id": customer_id,
        "booked_at": booked_at,
        "amount": amount,
        "is_inflow": amount > 0,
        "is_own_act": amount < 0,
        "in_currency": True,
    }
    return row | more


def random_bank(
    seed: int, *, n_customers: int = 30, first: date = date(2022, 1, 1), last: date = date(2023, 12, 31), n: int = 2500
) -> duckdb.DuckDBPyConnection:
    """A bank without sense but with every column, odd dates and ties among times."""
    rng = np.random.default_rng(seed)
    bank = empty_bank()
    span = (last - first).days
    ids = [f"C{number:03d}" for number in range(n_customers)]

    def day(share: float = 1.0) -> date:
        return first + timedelta(days=int(rng.integers(int(span * share) + 1)))

    def moment() -> datetime:
        clock = int(rng.choice([0, 0, 86399, int(rng.integers(86400))]))
        return datetime.combine(day(), datetime.min.time()) + timedelta(seconds=clock)

    def maybe(value: Cell, share: float) -> Cell:
        return value if rng.random() < share else None

    opened = {name: day(0.6) - timedelta(days=int(rng.integers(400))) for name in ids}
    closed = {name: opened[name] + timedelta(days=int(rng.integers(900))) for name in ids[::7]}
    add(bank, "customers", [customer(name, opened[name], closed.get(name), gender="F", region_id="R1") for name in ids])
    accounts = [
        account(
            name, product, opened_on=opened[name] + timedelta(days=int(rng.integers(300))), closed_on=maybe(day(), 0.1)
        )
        for name in ids
        for product in ("current", "savings", "card")[: int(rng.integers(1, 4))]
    ]
    add(bank, "accounts", accounts)
    categories = [f"kind {number}" for number in range(14)] + ["salary", "Account fee", "cash_withdrawal", "travel"]
    bookings = []
    for _ in range(n):
        held = accounts[int(rng.integers(3, len(accounts)))]
        category = str(rng.choice(categories))
        amount = round(float(rng.lognormal(3, 1)), 2) * (1 if category == "salary" or rng.random() < 0.2 else -1)
        initiator = str(rng.choice(["customer", "customer", "standing_order", "bank", "third_party"]))
        bookings.append(
            booking(
                str(held["customer_id"]),
                moment(),
                amount,
                account_id=held["account_id"],
                category=maybe(category, 0.9),
                channel=maybe(str(rng.choice(["mobile", "web", "branch"])), 0.8),
                counterparty=maybe(f"shop {int(rng.integers(40))}", 0.7),
                balance_after=maybe(round(float(rng.normal(500, 900)), 2), 0.9),
                initiated_by=initiator,
                is_own_act=initiator == "customer" and amount < 0,
                in_currency=bool(rng.random() < 0.95),
            )
        )
    add(bank, "transactions", bookings)
    add(
        bank,
        "events",
        [
            {"customer_id": str(rng.choice(ids)), "occurred_at": moment(), "event_type": f"type {int(rng.integers(5))}"}
            for _ in range(n // 4)
        ],
    )
    add(
        bank,
        "contacts",
        [
            {
                "customer_id": str(rng.choice(ids)),
                "offered_at": moment(),
                "offer": "loan",
                "channel": "web",
                "accepted": 0,
            }
            for _ in range(n // 20)
        ],
    )
    return bank
