"""Churn that nobody recorded: who closed or fell silent, where the transactions can tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from analytics.settings import DEFAULT_OUTCOME, ChurnDefinition
from analytics.store.outcome_fact import OutcomeFact, no_churn, why_no_model
from analytics.store.transform import transform
from analytics.vocabulary import SourceKind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_LEARNING_DATES = 4
FEWEST_DAYS_BEFORE = 90
"""Days of history that a learning date needs before it."""

LATE_BOOKING_DAYS = 7
"""The last booked day may lie so many days before the as-of day (a week-end, holidays) and the data still reach it."""

_COUNTS = "SELECT count(*), count(*) FILTER (value = 1) FROM all_labels WHERE outcome = $outcome"


@dataclass(frozen=True)
class _History:
    """The transactions up to the as-of day, in one row."""

    first_on: date | None
    last_on: date | None
    n_own_acts: int
    n_open: int
    n_stopped: int


def derive_churn(
    cursor: DuckDBPyConnection, *, as_of: date, kind: SourceKind, churn: ChurnDefinition | None = None
) -> OutcomeFact:
    """Add labels of churn to ``all_labels``, at dates whose window ends on or before the as-of day.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing, with ``customer_spans`` and ``all_labels``.
    as_of : date
        The global as-of day; nothing after it is used.
    kind : SourceKind
        What was loaded.
    churn : ChurnDefinition, optional
        When a customer counts as lost.

    Returns
    -------
    OutcomeFact
        What was derived, or why nothing was.
    """
    churn = churn or ChurnDefinition()
    why_not = why_not_derived(cursor, as_of=as_of, kind=kind, churn=churn)
    history = _history(cursor, as_of)
    if why_not or history.last_on is None:
        return no_churn(why_not or "")
    transform(
        cursor,
        "derived_labels",
        values={
            "outcome": DEFAULT_OUTCOME,
            "last_day": _last_day(history.last_on, as_of),
            "first_day": history.first_on,
            "window_days": churn.window_days,
            "counts_silence": churn.counts_silence,
            "n_dates": MOST_LEARNING_DATES,
            "days_before": FEWEST_DAYS_BEFORE,
        },
    )
    n_labelled, n_positive = cursor.execute(_COUNTS, {"outcome": DEFAULT_OUTCOME}).fetchone() or (0, 0)
    why_not = why_no_model(n_labelled, n_positive)
    return OutcomeFact(
        DEFAULT_OUTCOME, _definition(churn), "derived", n_labelled, n_positive, why_not, churn.window_days
    )


def why_not_derived(
    cursor: DuckDBPyConnection, *, as_of: date, kind: SourceKind, churn: ChurnDefinition | None = None
) -> str | None:
    """Say what stands in the way of deriving churn, if anything does.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing, with ``customer_spans``.
    as_of : date
        The global as-of day.
    kind : SourceKind
        What was loaded.
    churn : ChurnDefinition, optional
        When a customer counts as lost.

    Returns
    -------
    str or None
        The reason in plain words; None where churn can be derived.
    """
    if kind is SourceKind.TABLE:
        return "A customer table has no transactions; only its own label can be learned."
    ends = transform(cursor, "history_ends", values={"as_of": as_of}).fetchone()
    n_dated, n_ended = ends or (0, 0)
    if n_ended > n_dated / 2:
        return (
            f"Histories end at the event itself: the last transaction of {n_ended:,} of {n_dated:,} customers lies "
            "within a month before their own outcome's date, so silence afterwards says nothing about leaving."
        )
    return _why_too_little(_history(cursor, as_of), as_of, churn or ChurnDefinition())


def last_seen_day(cursor: DuckDBPyConnection, as_of: date) -> date | None:
    """Return the last day that the data show up to the as-of day.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, with ``customer_spans``.
    as_of : date
        The global as-of day.

    Returns
    -------
    date or None
        The as-of day, or the last booked day where that is long before; None without transactions.
    """
    last_on = _history(cursor, as_of).last_on
    return None if last_on is None else _last_day(last_on, as_of)


def _history(cursor: DuckDBPyConnection, as_of: date) -> _History:
    row = transform(cursor, "history_facts", values={"as_of": as_of}).fetchone()
    return _History(*row) if row else _History(None, None, 0, 0, 0)


def _why_too_little(history: _History, as_of: date, churn: ChurnDefinition) -> str | None:
    """Say what the transactions lack."""
    if history.first_on is None or history.last_on is None:
        return f"There are no transactions up to {as_of}, so neither activity nor silence can be seen."
    if churn.counts_silence and history.n_own_acts == 0:
        return "No transaction is known to be a customer's own act, so silence cannot be told from activity."
    needed = FEWEST_DAYS_BEFORE + churn.window_days
    n_days = (_last_day(history.last_on, as_of) - history.first_on).days
    if n_days < needed:
        return (
            f"The transactions span {n_days} days; {needed} are needed: {FEWEST_DAYS_BEFORE} to describe a customer "
            f"and {churn.window_days} to see whether they stay."
        )
    if churn.counts_silence and history.n_stopped > history.n_open / 2:
        return (
            f"The histories of {history.n_stopped:,} of {history.n_open:,} open customers stop 90 days or more before "
            "the last booked day: they seem to end at an event of their own, so silence says nothing about leaving."
        )
    return None


def _last_day(last_on: date, as_of: date) -> date:
    """Return the last day that the data show: the as-of day, or the last booked day where that is long before."""
    return as_of if as_of - last_on <= timedelta(days=LATE_BOOKING_DAYS) else last_on


def _definition(churn: ChurnDefinition) -> str:
    closing = f"The customer closed within {churn.window_days} days after the as-of date"
    if not churn.counts_silence:
        return f"{closing}."
    return f"{closing}, or did nothing of their own in those {churn.window_days} days."
