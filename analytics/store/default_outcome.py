"""Which outcome the screens start with, and the day at which customers are described."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from analytics.settings import DEFAULT_OUTCOME
from analytics.store.derived_churn import why_not_derived
from analytics.store.transform import transform
from analytics.vocabulary import SourceKind

LATEST_OUTCOME_DAYS = 7
"""An outcome may lie so many days after the last booking (a week-end, holidays) and still be described by it."""

_OUTCOMES = "SELECT DISTINCT outcome FROM source.outcomes ORDER BY outcome"


@dataclass(frozen=True)
class AsOf:
    """Which day a build takes where none is asked for.

    Attributes
    ----------
    day : date
        The day.
    outcome : str
        The default outcome.
    notes : tuple of str
        Why it is not simply the outcome's last date.
    """

    day: date
    outcome: str
    notes: tuple[str, ...]


def default_as_of(cursor: duckdb.DuckDBPyConnection, kind: SourceKind, today: date) -> AsOf:
    """The default outcome and as-of day of what was loaded.

    The default outcome is ``churn`` where it was recorded or can be derived, else the first recorded one by name. The
    day is the latest ``as_of`` recorded for it that is not more than a week after the last booking: later ones have
    nothing that describes the customer. Without one, the day of the last booking, of the last event, or of loading.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor on the warehouse, open for writing.
    kind : SourceKind
        What was loaded; not a customer table, whose label is its outcome.
    today : date
        The day of loading.

    Returns
    -------
    AsOf
        The day, the outcome, and what to say about them.
    """
    last = _last_day(cursor)
    outcome = _default_outcome(cursor, kind, last or today)
    until = date.max if last is None else last + timedelta(days=LATEST_OUTCOME_DAYS)
    row = cursor.execute(
        "SELECT max(as_of) FILTER (as_of <= $until), count(*) FILTER (as_of > $until), count(*) "
        "FROM source.outcomes WHERE outcome = $outcome",
        {"until": until, "outcome": outcome},
    ).fetchone()
    day, n_later, n_rows = row or (None, 0, 0)
    notes = []
    if n_later:
        notes.append(
            f"{n_later:,} of {n_rows:,} values of {outcome} are dated more than {LATEST_OUTCOME_DAYS} days after the "
            f"last booking ({last}). Nothing describes those customers then, so they do not set the as-of day."
        )
    return AsOf(day or last or today, outcome, tuple(notes))


def _default_outcome(cursor: duckdb.DuckDBPyConnection, kind: SourceKind, last: date) -> str:
    """Churn, recorded or derived; the first other one only where neither is possible."""
    names = [str(name) for (name,) in cursor.execute(_OUTCOMES).fetchall()]
    if not names or DEFAULT_OUTCOME in names:
        return DEFAULT_OUTCOME
    transform(cursor, "customer_spans")
    return names[0] if why_not_derived(cursor, as_of=last, kind=kind) else DEFAULT_OUTCOME


def _last_day(cursor: duckdb.DuckDBPyConnection) -> date | None:
    booked = cursor.execute("SELECT CAST(max(booked_at) AS DATE) FROM source.transactions").fetchone()
    if booked and booked[0] is not None:
        return date.fromisoformat(str(booked[0]))
    seen = cursor.execute("SELECT CAST(max(occurred_at) AS DATE) FROM source.events").fetchone()
    return date.fromisoformat(str(seen[0])) if seen and seen[0] is not None else None
