"""What customers were like at earlier days: the features that segments and the map read, a few days at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from analytics.store.behaviour import as_of_day, measure_points, read_behaviour
from analytics.store.transform import quoted, transform

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

MOST_AT_ONCE = 250_000
"""Customers and days that are measured together: more cost memory, fewer cost time."""

_UNREAD = ("event_types",)
"""What happens by type changes from week to week: no segment and no map reads it. It is the last part that is made."""

_LISTED = "SELECT feature, part FROM built.feature_list ORDER BY position"


def first_booked_day(cursor: DuckDBPyConnection) -> date | None:
    """Return the day of the first transaction; None where there is none."""
    row = transform(cursor, "first_booked_day").fetchone()
    return row[0] if row and isinstance(row[0], date) else None


def month_features(
    cursor: DuckDBPyConnection, days: Sequence[date], columns: Collection[str], *, at_once: int = MOST_AT_ONCE
) -> Iterator[pd.DataFrame]:
    """Measure everybody who was here at the end of some days.

    A row of the source counts for a day when it happened by its end; nothing later reaches a feature. Which of the
    bank's words have columns, and which products are debts, is decided at the global as-of day, as for all features.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing, with the stage ``features`` done.
    days : sequence of date
        Not after the as-of day.
    columns : collection of str
        Features that are wanted; those of event types are never given.
    at_once : int
        Customers and days at most in one table, unless one day alone has more.

    Yields
    ------
    DataFrame
        ``customer_id``, ``as_of`` (days in order) and the wanted features; some days whole.
    """
    if not days:
        return
    as_of = as_of_day(cursor)
    transform(cursor, "customer_spans")
    transform(cursor, "past_days")
    for day in sorted(days):
        transform(cursor, "past_day", values={"as_of": day})
    listed = cursor.execute(_LISTED).fetchall()
    wanted = [(name, part) for name, part in listed if name in columns and part not in _UNREAD]
    selected = "".join(f", part_{part}.{quoted(name)}" for name, part in wanted)
    read_behaviour(cursor, as_of)
    for first, last in _together(transform(cursor, "past_day_counts").fetchall(), at_once):
        transform(cursor, "month_points", values={"first_day": first, "last_day": last})
        measure_points(cursor, as_of, without=_UNREAD)
        yield transform(cursor, "month_features", columns=selected).df()
    transform(cursor, "drop_working_tables")


def _together(counts: Sequence[tuple[date, int]], most: int) -> list[tuple[date, date]]:
    """Take neighbouring days together while they have few enough customers."""
    spans: list[tuple[date, date]] = []
    total = 0
    for day, n in counts:
        if spans and total + n <= most:
            spans[-1], total = (spans[-1][0], day), total + n
        else:
            spans, total = [*spans, (day, day)], n
    return spans
