"""What else may be ahead of customers, besides leaving: learned at the dates of churn, from what came after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from analytics.settings import DEFAULT_OUTCOME, ChurnDefinition
from analytics.store.behaviour import read_behaviour
from analytics.store.derived_churn import last_seen_day
from analytics.store.transform import Value, transform

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

WINDOW_DAYS = ChurnDefinition().window_days
KEPT_DAYS = 30
"""A balance that is low for the last 30 days of the window has stayed low; a dip before pay-day has not."""
RUN_DOWN_SHARE = 0.25
LEAST_AVERAGE = 100
"""In the reporting currency: below it there is nothing to run down."""


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
        f"The customer did nothing of their own in the {WINDOW_DAYS} days after the as-of date, and stayed open."
        " Who was dormant already does not count.",
        "ahead_dormancy",
    ),
    Ahead(
        "balance_run_down",
        f"On each of the last {KEPT_DAYS} of the {WINDOW_DAYS} days after the as-of date the customer's balances"
        f" together were below {RUN_DOWN_SHARE:.0%} of their average over the {WINDOW_DAYS} days before it, and the"
        f" customer stayed open. Counted for averages of at least {LEAST_AVERAGE}.",
        "ahead_run_down",
    ),
    Ahead(
        "product_take_up",
        f"The customer opened another account, of any product, within {WINDOW_DAYS} days after the as-of date.",
        "ahead_take_up",
    ),
)
"""In the order in which screens show them."""


def what_is_ahead(cursor: DuckDBPyConnection, *, as_of: date) -> dict[str, pd.DataFrame]:
    """Say of each outcome at which dates it followed, and whom it may befall from the as-of day on.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing, with the stage ``features`` done.
    as_of : date
        The global as-of day; nothing after it is used.

    Returns
    -------
    dict of str to DataFrame
        By outcome ``customer_id``, ``as_of``, ``value`` (0 or 1; missing on the as-of day, for those who can have it).
        Empty where there are no transactions.
    """
    transform(cursor, "customer_spans")
    last_day = last_seen_day(cursor, as_of)
    if last_day is None:
        return {}
    read_behaviour(cursor, as_of)
    values: dict[str, Value] = {
        "outcome": DEFAULT_OUTCOME,
        "as_of": as_of,
        "last_day": last_day,
        "window_days": WINDOW_DAYS,
        "kept_days": KEPT_DAYS,
        "share": RUN_DOWN_SHARE,
        "least_cents": LEAST_AVERAGE * 100,
    }
    transform(cursor, "ahead_points", values=values)
    found = {each.outcome: transform(cursor, each.step, values=values).df() for each in AHEAD}
    transform(cursor, "ahead_drop")
    return found
