"""How many payments of a kind each customer made by each date: asked for by rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from analytics.store.statements import statement
from analytics.store.transform import without_comments

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_COUNTERPARTIES = 60
"""Counterparties whose payments the machine counts by itself: those with the most customers."""


@dataclass(frozen=True)
class Payments:
    """Which transactions are counted; what is left out is not asked about.

    Attributes
    ----------
    counterparties, categories, channels : tuple of str
        Values of which the transaction has one; empty: any, also a missing one.
    days : tuple of (date, date)
        First and last days (UTC, both included), in one of which it was booked; empty: any.
    within_days : int or None
        Only the last so many days, the as-of day included.
    min_amount, max_amount : float or None
        Limits of the signed amount, both included.
    """

    counterparties: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    days: tuple[tuple[date, date], ...] = ()
    within_days: int | None = None
    min_amount: float | None = None
    max_amount: float | None = None


def payments_of_points(cursor: DuckDBPyConnection, payments: Payments) -> pd.Series:
    """Count payments a customer and date.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, after the stage ``features``.
    payments : Payments
        What is counted; its values are bound, never part of a statement.

    Returns
    -------
    Series of int
        Indexed by ``customer_id`` and ``as_of``: transactions by the end of that date and never later. Those without
        any are not in it.
    """
    rows = cursor.execute(
        without_comments(statement("transforms", "payments_of_points")),
        {
            "counterparties": list(payments.counterparties),
            "categories": list(payments.categories),
            "channels": list(payments.channels),
            "first_days": [first for first, _ in payments.days],
            "last_days": [last for _, last in payments.days],
            "within_days": payments.within_days,
            "min_amount": payments.min_amount,
            "max_amount": payments.max_amount,
        },
    ).df()
    return rows.assign(as_of=pd.to_datetime(rows["as_of"])).set_index(["customer_id", "as_of"])["n"]


def counterparties_of_points(cursor: DuckDBPyConnection, *, as_of: date) -> pd.DataFrame:
    """Count the payments of the last year with each of the most frequent counterparties.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, after the stage ``features``.
    as_of : date
        The global as-of day; which counterparties are frequent is decided by it.

    Returns
    -------
    DataFrame
        Indexed by ``customer_id`` and ``as_of``; a column a counterparty, called ``payments with …``; 0 where there
        were none. A customer and date without any has no row.
    """
    rows = cursor.execute(
        without_comments(statement("transforms", "counterparties_of_points")),
        {"most_counterparties": MOST_COUNTERPARTIES, "as_of": as_of},
    ).df()
    wide = rows.assign(as_of=pd.to_datetime(rows["as_of"])).pivot_table(
        index=["customer_id", "as_of"], columns="counterparty", values="n", fill_value=0
    )
    return wide.astype(float).rename(columns="payments with {}".format)
