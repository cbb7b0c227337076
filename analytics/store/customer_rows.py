"""What is known of each customer at the as-of day: attributes, months, events, transactions, accounts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from analytics.store.transform import Value, quoted, transform
from analytics.vocabulary import SourceKind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_TRANSACTIONS = 100
"""Transactions a customer that the screens list; the warehouse keeps all."""

_MADE_HERE = ("status", "region_name")


def customer_rows(cursor: DuckDBPyConnection, as_of: date) -> None:
    """Make ``built.customers``: everyone with status, attributes and region, as known at the end of `as_of`.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing.
    as_of : date
        The global as-of day; a closing after it is not shown.
    """
    row = cursor.execute("SELECT kind FROM meta.source").fetchone()
    name = "customers_undated" if row and row[0] == SourceKind.TABLE else "customers"
    attributes = [column for column in cursor.table("source.customers").columns if column.lower() != "customer_id"]
    transform(cursor, name, values={"as_of": as_of}, columns="".join(_attribute(column) for column in attributes))


def history_rows(cursor: DuckDBPyConnection, as_of: date) -> None:
    """Make what the screens show of a customer's past, nothing of it after `as_of`.

    Makes ``built.customer_events``, ``built.recent_transactions`` (the latest 100 a customer) and
    ``built.customer_accounts``. (``built.customer_months`` comes with the behaviour features, which have its sums.)

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing.
    as_of : date
        The global as-of day, its end included.
    """
    values: dict[str, Value] = {"as_of": as_of, "most_rows": MOST_TRANSACTIONS}
    for name in ("customer_events", "recent_transactions", "customer_accounts"):
        transform(cursor, name, values=values)


def _attribute(column: str) -> str:
    """Select an attribute under its own name, or beside a column that this room makes."""
    shown = f"own_{column}" if column.lower() in _MADE_HERE else column
    return f", c.{quoted(column)} AS {quoted(shown)}"
