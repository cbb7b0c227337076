"""What else may be ahead of customers, besides leaving: learned at the dates of churn, from what came after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from analytics.settings import DEFAULT_OUTCOME, ChurnDefinition
from analytics.store.behaviour import read_behaviour
from analytics.store.derived_churn import last_seen_day
from analytics.store.transform import Value, transform

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WINDOW_DAYS = ChurnDefinition().window_days
KEPT_DAYS = 30
"""A balance that is low for the last 30 days of the window has stayed low; a dip before pay-day has not."""
RUN_DOWN_SHARE = 0.25
LEAST_AVERAGE = 100
"""In the reporting currency: below it there is nothing to run down."""

_COLUMNS = {"customer_id": "str", "as_of": "datetime64[us]", "outcome": "str", "value": "int64"}


@dataclass(frozen=True)
class Ahead:
    """Something that may happen within 90 days.

    Attributes
    ----------
    outcome : str
        Its name.
    definition : str
        When it has happened, in plain words.
    step : str
        The transform that tells.
    """

    outcome: str
    definition: str
    step: str


AHEAD = (
    Ahead(
        "dormancy",
        f"The customer did nothing of their own in the {WINDOW_DAYS} days after the as-of date, and stayed open.",
        "ahead_dormancy",
    ),
    Ahead(
        "balance_run_down",
        f"On each of the last {KEPT_DAYS} of the {WINDOW_DAYS} days after the as-of date the customer's balances"
        f" together were below {RUN_DOWN_SHARE:.0%} of their average over the {WINDOW_DAYS} days before it, and the"
        f" customer stayed open. An average below {LEAST_AVERAGE} can't run down.",
        "ahead_run_down",
    ),
    Ahead(
        "product_take_up",
        f"The customer opened another account, of any product, within {WINDOW_DAYS} days after the as-of date.",
        "ahead_take_up",
    ),
)
"""In the order in which screens show them."""


def what_is_ahead(cursor: DuckDBPyConnection, *, as_of: date) -> pd.DataFrame:
    """Say of each outcome and date at which churn is learned whether it followed.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing, with points and labels made.
    as_of : date
        The global as-of day; nothing after it is used.

    Returns
    -------
    DataFrame
        ``customer_id``, ``as_of``, ``outcome``, ``value`` (0 or 1), outcome by outcome; empty where there are no
        transactions.
    """
    transform(cursor, "customer_spans")
    last_day = last_seen_day(cursor, as_of)
    if last_day is None:
        return nothing_ahead()
    read_behaviour(cursor, as_of)
    values: dict[str, Value] = {
        "outcome": DEFAULT_OUTCOME,
        "last_day": last_day,
        "window_days": WINDOW_DAYS,
        "kept_days": KEPT_DAYS,
        "share": RUN_DOWN_SHARE,
        "least_cents": LEAST_AVERAGE * 100,
    }
    transform(cursor, "ahead_points", values=values)
    found = [transform(cursor, each.step, values=values).df().assign(outcome=each.outcome) for each in AHEAD]
    transform(cursor, "ahead_drop")
    return pd.concat([nothing_ahead(), *found], ignore_index=True).astype(_COLUMNS)


def nothing_ahead() -> pd.DataFrame:
    """Give the table of `what_is_ahead` without rows."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _COLUMNS.items()})
