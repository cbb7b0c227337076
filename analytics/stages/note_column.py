"""Making a note a column: whom it covers, at every labelled date and today."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from analytics.errors import InputError
from analytics.knowledge.notes import Note
from analytics.knowledge.payment_count import PaymentCount
from analytics.knowledge.rules import ColumnKind, RuleColumns, parse
from analytics.models.note_trial import LIST_CONDITIONS
from analytics.store.payments import Payments

_KEYS = ["customer_id", "as_of"]


def note_column(
    note: Note,
    rows: pd.DataFrame,
    *,
    count: Callable[[Payments], pd.Series],
    protected: Sequence[str],
    places: Callable[[Sequence[str]], Mapping[str, int]],
) -> pd.Series:
    """Say at every point whom a note covers.

    Parameters
    ----------
    note : Note
        With a rule, or a list of pseudonyms.
    rows : DataFrame
        Of `analytics.store.note_rows.point_rows`.
    count : callable
        Counts payments by customer and date, as `analytics.store.payments.payments_of_points` does.
    protected : sequence of str
        Columns that no rule may name.
    places : callable
        For customers' ids: the place of each by its pseudonym.

    Returns
    -------
    Series of bool
        With the index of `rows`. A list covers a customer at all dates, a rule where it holds at that date, with
        nothing that happened later.

    Raises
    ------
    InputError
        If it has neither, or names a column that is there no more.
    """
    if note.customers is not None:
        ids = rows["customer_id"].drop_duplicates().tolist()
        found = places(ids)
        return rows["customer_id"].isin([ids[found[each]] for each in note.customers if each in found])
    if note.rule is None:
        raise InputError(f"{note.note_id} says neither by a rule nor by a list whom it is about.")
    rule = parse(note.rule, columns_of(rows, protected))
    keys = pd.MultiIndex.from_frame(rows[_KEYS])
    counts = {
        each: count(_counted(each)).reindex(keys, fill_value=0).set_axis(rows.index)
        for each in sorted(rule.payments, key=str)
    }
    return rule.mask(rows, counts)


def n_conditions(note: Note, columns: RuleColumns) -> int:
    """Count what a note's rule names, at most 3; a list counts as three."""
    if note.rule is None:
        return LIST_CONDITIONS
    rule = parse(note.rule, columns)
    return min(max(len(rule.names) + len(rule.payments), 1), LIST_CONDITIONS)


def columns_of(rows: pd.DataFrame, protected: Sequence[str]) -> RuleColumns:
    """Say what rules may name among the points' columns."""
    kinds = {str(name): _kind(rows[name]) for name in rows.columns if name not in _KEYS}
    return RuleColumns(kinds, frozenset(protected))


def _kind(values: pd.Series) -> ColumnKind:
    if pd.api.types.is_bool_dtype(values):
        return ColumnKind.BOOLEAN
    if pd.api.types.is_datetime64_any_dtype(values):
        return ColumnKind.DATE
    return ColumnKind.NUMBER if pd.api.types.is_numeric_dtype(values) else ColumnKind.TEXT


def _counted(each: PaymentCount) -> Payments:
    days = tuple((days.first, days.last) for days in each.booked_on)
    return Payments(
        each.counterparties,
        each.categories,
        each.channels,
        days,
        each.within_days,
        each.min_amount,
        each.max_amount,
    )
