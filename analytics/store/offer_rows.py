"""Offers that were made or held back, what customers were like on the day before, and what followed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from analytics.settings import DEFAULT_OUTCOME
from analytics.store.behaviour import measure_points, read_behaviour
from analytics.store.transform import Value, quoted, transform

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

MOST_DAYS_BETWEEN = 90
"""From an offer to the date of the outcome by which it is judged: an outcome looks so far ahead itself."""

_LISTED = "SELECT feature, part FROM built.feature_list WHERE part <> 'notes' ORDER BY position"
_ROWS = "SELECT * FROM offer_rows ORDER BY customer_id, followed_on"


def offer_rows(cursor: DuckDBPyConnection, *, outcome: str, as_of: date) -> pd.DataFrame:
    """List offers of which it is on record whether an outcome followed.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing, with the stage ``features`` done.
    outcome : str
        The outcome. An offer is judged by the first date of outcomes on or after its day, at most 90 days later.
    as_of : date
        The global as-of day; later offers are not read.

    Returns
    -------
    DataFrame
        As in ``offer_rows.sql``, by customer and date. The temporary table of that name is there too.
    """
    values: dict[str, Value] = {
        "as_of": as_of,
        "outcome": outcome,
        "most_days": MOST_DAYS_BETWEEN,
        "is_leaving": outcome == DEFAULT_OUTCOME,
    }
    transform(cursor, "offer_rows", values=values)
    return cursor.execute(_ROWS).df()


def features_before_offers(cursor: DuckDBPyConnection, *, as_of: date) -> pd.DataFrame:
    """Measure the customers of `offer_rows` at the end of the day before each offer.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        After `offer_rows`.
    as_of : date
        The global as-of day.

    Returns
    -------
    DataFrame
        ``customer_id``, ``as_of`` and the features of the catalogue; those of adopted notes are left out.
    """
    selected = "".join(f", part_{part}.{quoted(name)}" for name, part in cursor.execute(_LISTED).fetchall())
    read_behaviour(cursor, as_of)
    transform(cursor, "offer_points")
    measure_points(cursor, as_of)
    found = transform(cursor, "offer_features", columns=selected).df()
    transform(cursor, "drop_working_tables")
    return found
