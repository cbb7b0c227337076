"""Days from which one looks back at what has happened to a customer, and forward at what follows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from analytics.store.transform import Value, transform

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

SHORT_DAYS, LONG_DAYS = 30, 90
"""How far one looks forward: a month, and a quarter for what is too rare in a month."""
N_LANDMARKS = 12
DAYS_BEFORE = 90
MOST_CUSTOMERS = 8_000
MOST_A_YEAR = 12
"""What happens to customers more often than once a month says little as the last thing that happened."""


def make_landmarks(cursor: DuckDBPyConnection, *, as_of: date, most_customers: int = MOST_CUSTOMERS) -> pd.DataFrame:
    """Make the temporary table ``landmarks``.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing, with ``built.sequences`` and ``built.alphabet``.
    as_of : date
        The global as-of day, its end included.
    most_customers : int
        To learn from; everybody is forecast for.

    Returns
    -------
    DataFrame
        ``row_no``, ``horizon_days`` (0: for whom one forecasts), ``customer_id``, ``as_of`` and ``tenure_days``, in
        order of ``row_no``, which is 0, 1, ….
    """
    values: dict[str, Value] = {
        "as_of": as_of,
        "short_days": SHORT_DAYS,
        "long_days": LONG_DAYS,
        "n_landmarks": N_LANDMARKS,
        "days_before": DAYS_BEFORE,
        "most_customers": most_customers,
    }
    transform(cursor, "landmarks", values=values)
    return cursor.execute("SELECT * FROM landmarks ORDER BY row_no").df()


def cells_before(cursor: DuckDBPyConnection, first_row: int, last_row: int) -> pd.DataFrame:
    """Count what had happened up to some landmarks, both ends included: as in ``landmark_cells.sql``."""
    values: dict[str, Value] = {"first_row": first_row, "last_row": last_row, "most_a_year": MOST_A_YEAR}
    return transform(cursor, "landmark_cells", values=values).df()


def happened_next(cursor: DuckDBPyConnection) -> pd.DataFrame:
    """List what followed every landmark within its horizon: ``row_no`` and ``symbol``."""
    return transform(cursor, "landmark_next").df()


def streams_before(cursor: DuckDBPyConnection, first_row: int, last_row: int) -> pd.DataFrame:
    """List in order what had happened up to some landmarks, both ends included: as in ``landmark_streams.sql``."""
    values: dict[str, Value] = {"first_row": first_row, "last_row": last_row}
    return transform(cursor, "landmark_streams", values=values).df()
