"""After how many days customers left: what is foretold at several horizons, and what survival curves count."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from analytics.settings import ChurnDefinition
from analytics.store.derived_churn import last_seen_day
from analytics.store.transform import Value, transform

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection


def leaving_after_labels(
    cursor: DuckDBPyConnection, *, outcome: str, as_of: date, most_days: int, churn: ChurnDefinition | None = None
) -> pd.DataFrame:
    """Say of each labelled customer and date after how many days they left.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing, with the stage ``features`` done.
    outcome : str
        Whose labelled customers and dates.
    as_of : date
        The global as-of day; nothing after it is used.
    most_days : int
        How far to look.
    churn : ChurnDefinition, optional
        When a customer counts as lost.

    Returns
    -------
    DataFrame
        ``customer_id``, ``as_of``, ``left_day`` (missing for who had not left), ``observed_days``; by customer and
        date. Empty where there are no transactions.
    """
    transform(cursor, "customer_spans")
    transform(cursor, "leaving_points_of_labels", values={"outcome": outcome})
    return _leaving(cursor, as_of, most_days, churn or ChurnDefinition())


def leaving_after_day(
    cursor: DuckDBPyConnection, *, day: date, as_of: date, most_days: int, churn: ChurnDefinition | None = None
) -> pd.DataFrame:
    """Say of everybody who was here at the end of a day after how many days they left.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing.
    day : date
        The day; customers count who are open, hold an account and are not lost already at its end.
    as_of, most_days, churn
        As in `leaving_after_labels`.

    Returns
    -------
    DataFrame
        As `leaving_after_labels`.
    """
    transform(cursor, "customer_spans")
    churn = churn or ChurnDefinition()
    values: dict[str, Value] = {"silence_days": churn.window_days, "counts_silence": churn.counts_silence}
    transform(cursor, "leaving_points_of_day", values={"day": day, **values})
    return _leaving(cursor, as_of, most_days, churn)


def _leaving(cursor: DuckDBPyConnection, as_of: date, most_days: int, churn: ChurnDefinition) -> pd.DataFrame:
    values: dict[str, Value] = {
        "last_day": last_seen_day(cursor, as_of) or date.min,
        "most_days": most_days,
        "silence_days": churn.window_days,
        "counts_silence": churn.counts_silence,
    }
    found = transform(cursor, "leaving_days", values=values).df()
    cursor.execute("DROP TABLE leaving_points")
    return found.astype({"left_day": "float64", "observed_days": "int64"})
