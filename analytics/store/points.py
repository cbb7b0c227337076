"""Who is described on which day, and which customers and days models learn from."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from analytics.errors import StoreEmptyError
from analytics.settings import DEFAULT_OUTCOME, FEWEST_POSITIVES, ChurnDefinition
from analytics.store.transform import transform
from analytics.vocabulary import SourceKind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_TRAINING_CUSTOMERS = 200_000
"""More labelled customers than this teach a model little, and cost time and memory."""

MOST_LEARNING_DATES = 4
FEWEST_DAYS_BEFORE = 90
"""Days of history that a learning date needs before it."""

LATE_BOOKING_DAYS = 7
"""The last booked day may lie so many days before the as-of day (a week-end, holidays) and the data still reach it."""

LOAN_DISTRESS = "The loan granted on the day after the as-of date is in distress: defaulted, or in arrears."


@dataclass(frozen=True)
class OutcomeFact:
    """What an outcome means here, and where its labels come from.

    Attributes
    ----------
    outcome : str
        The outcome's name.
    definition : str
        When its value is 1, in plain words.
    source : {"recorded", "derived", "none"}
        Whether the bank recorded it, it follows from the transactions, or it is not known.
    n_labelled, n_positive : int
        Rows (a customer and a date by the as-of day), and those with value 1.
    why_not : str or None
        Why no model can be made of it; None where one can be tried.
    horizon_days : int or None
        Days after the date in which it happens; None where the bank did not say.
    """

    outcome: str
    definition: str
    source: Literal["recorded", "derived", "none"]
    n_labelled: int
    n_positive: int
    why_not: str | None
    horizon_days: int | None


@dataclass(frozen=True)
class _History:
    """The transactions up to the as-of day, in one row."""

    first_on: date | None
    last_on: date | None
    n_own_acts: int
    n_open: int
    n_stopped: int


def make_points(
    cursor: DuckDBPyConnection, *, as_of: date, churn: ChurnDefinition | None = None
) -> tuple[OutcomeFact, ...]:
    """Decide who is described and learned from, at which dates.

    Makes ``built.points`` (``customer_id``, ``as_of``, ``role``), ``built.labels`` (``customer_id``, ``as_of``,
    ``outcome``, ``value``), ``built.outcome_facts`` and ``built.as_of_day``. Nothing after `as_of` is used.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing, with a loaded source.
    as_of : date
        The global as-of day; its end is included.
    churn : ChurnDefinition, optional
        When a customer counts as lost where the bank recorded no outcome.

    Returns
    -------
    tuple of OutcomeFact
        One an outcome, by name, as in ``built.outcome_facts``. There is one for churn too where it cannot be derived.

    Raises
    ------
    StoreEmptyError
        If nothing has been ingested.
    """
    values = {"as_of": as_of}
    row = cursor.execute("SELECT kind, default_outcome FROM meta.source").fetchone()
    if row is None:
        raise StoreEmptyError("The store holds no source yet. Run: python -m analytics ingest PATH")
    kind, default_outcome = SourceKind(row[0]), row[1] or DEFAULT_OUTCOME
    transform(cursor, "as_of_day", values=values)
    transform(cursor, "customer_spans_undated" if kind is SourceKind.TABLE else "customer_spans")
    facts = _recorded(cursor, as_of, kind) or _derived(cursor, as_of, kind, churn or ChurnDefinition())
    transform(cursor, "labels", values={"most_customers": MOST_TRAINING_CUSTOMERS})
    transform(cursor, "points", values=values | {"default_outcome": default_outcome})
    _write(cursor, facts)
    return facts


def _recorded(cursor: DuckDBPyConnection, as_of: date, kind: SourceKind) -> tuple[OutcomeFact, ...]:
    """Take the bank's own outcomes; empty where it recorded none."""
    transform(cursor, "recorded_labels", values={"as_of": as_of})
    rows = transform(cursor, "outcome_counts", values={"as_of": as_of}).fetchall()
    facts = []
    for outcome, n_rows, n_known, n_labelled, n_positive, _, _ in rows:
        why_not = _why_no_model(n_labelled, n_positive)
        if n_known == 0:
            why_not = f"All {n_rows:,} recorded values are dated after the as-of day {as_of}."
        elif n_labelled == 0:
            why_not = f"None of the {n_known:,} recorded values is of a customer who was open at its date."
        in_distress = kind is SourceKind.BERKA and outcome == "loan_distress"
        definition = LOAN_DISTRESS if in_distress else f'As the bank recorded it: outcome "{outcome}" with value 1.'
        facts.append(OutcomeFact(outcome, definition, "recorded", n_labelled, n_positive, why_not, None))
    names = [fact.outcome for fact in facts]
    if facts and DEFAULT_OUTCOME not in names and kind is not SourceKind.TABLE:
        n_dated, n_ended = sum(row[5] for row in rows), sum(row[6] for row in rows)
        facts.append(_no_churn(_why_not_beside(names, n_dated=n_dated, n_ended=n_ended)))
    return tuple(sorted(facts, key=lambda fact: fact.outcome))


def _why_not_beside(names: list[str], *, n_dated: int, n_ended: int) -> str:
    """Say why churn is not derived where the bank recorded something else."""
    if n_ended > n_dated / 2:
        return (
            f"Histories end at the event itself: the last transaction of {n_ended:,} of {n_dated:,} customers lies "
            "within a month before their own outcome's date, so silence afterwards says nothing about leaving."
        )
    return f"The bank recorded other outcomes ({', '.join(names)}). Churn is derived only where none is recorded."


def _derived(
    cursor: DuckDBPyConnection, as_of: date, kind: SourceKind, churn: ChurnDefinition
) -> tuple[OutcomeFact, ...]:
    """Derive churn from closings and silence, or say why that is not possible."""
    transform(cursor, "no_labels")
    if kind is SourceKind.TABLE:
        return (_no_churn("A customer table has no transactions; only its own label can be learned."),)
    row = transform(cursor, "history_facts", values={"as_of": as_of}).fetchone()
    history = _History(*row) if row else _History(None, None, 0, 0, 0)
    why_not = _why_not_derived(history, as_of, churn)
    if why_not or history.last_on is None:
        return (_no_churn(why_not or ""),)
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
    row = cursor.execute("SELECT count(*), count(*) FILTER (value = 1) FROM all_labels").fetchone()
    n_labelled, n_positive = row or (0, 0)
    why_not = _why_no_model(n_labelled, n_positive)
    return (
        OutcomeFact(DEFAULT_OUTCOME, _definition(churn), "derived", n_labelled, n_positive, why_not, churn.window_days),
    )


def _why_not_derived(history: _History, as_of: date, churn: ChurnDefinition) -> str | None:
    """Say what stands in the way of deriving churn, if anything does."""
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


def _why_no_model(n_labelled: int, n_positive: int) -> str | None:
    """Say why labels such as these cannot teach a model, if they cannot."""
    n_fewer = min(n_positive, n_labelled - n_positive)
    if n_fewer == 0:
        return f"All {n_labelled:,} known values are the same, so there is nothing to tell apart."
    if n_positive < FEWEST_POSITIVES:
        return f"Only {n_positive:,} of {n_labelled:,} known values are 1; {FEWEST_POSITIVES} are needed."
    if n_fewer < FEWEST_POSITIVES:
        return f"Only {n_fewer:,} of {n_labelled:,} known values are 0; {FEWEST_POSITIVES} are needed."
    return None


def _definition(churn: ChurnDefinition) -> str:
    closing = f"The customer closed within {churn.window_days} days after the as-of date"
    if not churn.counts_silence:
        return f"{closing}."
    return f"{closing}, or did nothing of their own in those {churn.window_days} days."


def _no_churn(why_not: str) -> OutcomeFact:
    return OutcomeFact(DEFAULT_OUTCOME, "Not known for this source.", "none", 0, 0, why_not, None)


def _write(cursor: DuckDBPyConnection, facts: tuple[OutcomeFact, ...]) -> None:
    """Store the facts of all outcomes."""
    transform(cursor, "outcome_facts")
    names = [field.name for field in fields(OutcomeFact)]
    for fact in facts:
        transform(cursor, "outcome_fact", values=dict(zip(names, astuple(fact), strict=True)))
