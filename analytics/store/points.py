"""Who is described on which day, and which customers and days models learn from."""

from __future__ import annotations

from dataclasses import astuple, fields
from datetime import date
from typing import TYPE_CHECKING

from analytics.errors import StoreEmptyError
from analytics.settings import DEFAULT_OUTCOME, ChurnDefinition
from analytics.store.derived_churn import derive_churn
from analytics.store.outcome_fact import OutcomeFact, why_no_model
from analytics.store.transform import transform
from analytics.vocabulary import SourceKind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_TRAINING_CUSTOMERS = 200_000
"""More labelled customers than this teach a model little, and cost time and memory."""

LOAN_DISTRESS = "The loan granted on the day after the as-of date is in distress: defaulted, or in arrears."


def make_points(
    cursor: DuckDBPyConnection, *, as_of: date, churn: ChurnDefinition | None = None
) -> tuple[OutcomeFact, ...]:
    """Decide who is described and learned from, at which dates.

    Makes ``built.points`` (``customer_id``, ``as_of``, ``role``), ``built.labels`` (``customer_id``, ``as_of``,
    ``outcome``, ``value``), ``built.outcome_facts`` and ``built.as_of_day``. Nothing after `as_of` is used. Where the
    bank did not record churn, it is derived, beside whatever else was recorded.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing, with a loaded source.
    as_of : date
        The global as-of day; its end is included.
    churn : ChurnDefinition, optional
        When a customer counts as lost where the bank did not record it.

    Returns
    -------
    tuple of OutcomeFact
        One an outcome, by name, as in ``built.outcome_facts``. There is one for churn too where it cannot be derived,
        except for a customer table with a label of its own.

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
    recorded = _recorded(cursor, as_of, kind)
    names = {fact.outcome for fact in recorded}
    facts = recorded
    if DEFAULT_OUTCOME not in names and not (recorded and kind is SourceKind.TABLE):
        facts += (derive_churn(cursor, as_of=as_of, kind=kind, churn=churn),)
    facts = tuple(sorted(facts, key=lambda fact: fact.outcome))
    transform(cursor, "labels", values={"most_customers": MOST_TRAINING_CUSTOMERS})
    dated_by = default_outcome if default_outcome in names else None
    transform(cursor, "points", values=values | {"dated_by": dated_by})
    _write(cursor, facts)
    return facts


def _recorded(cursor: DuckDBPyConnection, as_of: date, kind: SourceKind) -> tuple[OutcomeFact, ...]:
    """Take the bank's own outcomes; empty where it recorded none."""
    transform(cursor, "recorded_labels", values={"as_of": as_of})
    facts = []
    for outcome, n_rows, n_known, n_labelled, n_positive in transform(
        cursor, "outcome_counts", values={"as_of": as_of}
    ).fetchall():
        why_not = why_no_model(n_labelled, n_positive)
        if n_known == 0:
            why_not = f"All {n_rows:,} recorded values are dated after the as-of day {as_of}."
        elif n_labelled == 0:
            why_not = f"None of the {n_known:,} recorded values is of a customer who was open at its date."
        in_distress = kind is SourceKind.BERKA and outcome == "loan_distress"
        definition = LOAN_DISTRESS if in_distress else f'The outcome "{outcome}" is 1 in the data that were loaded.'
        facts.append(OutcomeFact(outcome, definition, "recorded", n_labelled, n_positive, why_not, None))
    return tuple(facts)


def _write(cursor: DuckDBPyConnection, facts: tuple[OutcomeFact, ...]) -> None:
    """Store the facts of all outcomes."""
    transform(cursor, "outcome_facts")
    names = [field.name for field in fields(OutcomeFact)]
    for fact in facts:
        transform(cursor, "outcome_fact", values=dict(zip(names, astuple(fact), strict=True)))
