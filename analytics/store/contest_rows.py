"""The rows on which ways to foresee an outcome are compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from analytics.store.landmarks import MOST_CUSTOMERS
from analytics.store.transform import Value, transform

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection


@contextmanager
def contest_rows(
    cursor: DuckDBPyConnection, *, as_of: date, window_days: int, horizon_days: int
) -> Iterator[pd.DataFrame]:
    """Make the landmarks of every outcome, as patterns are judged by, and drop them at the end.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing.
    as_of : date
        The global as-of day.
    window_days, horizon_days : int
        How far back one looks for patterns, and ahead for openings.

    Yields
    ------
    DataFrame
        ``row_no``, ``outcome``, ``customer_id``, ``as_of``, ``value`` and ``tenure_days``, in order of ``row_no``;
        while it is in use, `analytics.store.landmarks.cells_before` counts what had happened.
    """
    values: dict[str, Value] = {"as_of": as_of, "window_days": window_days, "horizon_days": horizon_days}
    transform(cursor, "pattern_rows", values=values)
    transform(cursor, "contest_rows", values={"most_customers": MOST_CUSTOMERS})
    transform(cursor, "contest_landmarks")
    yield cursor.execute(
        "SELECT r.*, l.tenure_days FROM built.pattern_rows AS r JOIN landmarks AS l USING (row_no) ORDER BY row_no"
    ).df()
    cursor.execute("DROP TABLE landmarks")
    cursor.execute("DROP TABLE built.pattern_rows")


def events_in_window(cursor: DuckDBPyConnection, outcome: str, *, window_days: int, most_a_year: int) -> pd.DataFrame:
    """List what happened in the window of each row of one outcome: ``row_no``, ``day``, ``symbol``."""
    values: dict[str, Value] = {"outcome": outcome, "window_days": window_days, "most_a_year": most_a_year}
    return transform(cursor, "pattern_events", values=values).df()
