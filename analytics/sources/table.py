"""A customer table: what a call says about it, and how its label is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analytics.errors import InputError
from analytics.settings import DEFAULT_OUTCOME
from analytics.sources.table_levers import TableLever

_PAIRS = (("0", "1"), ("false", "true"), ("no", "yes"), ("0.0", "1.0"))
_MOST_VALUES = 10


@dataclass(frozen=True)
class TableOptions:
    """What a call says about a customer table.

    Attributes
    ----------
    label : str or None
        The column that holds the outcome; required.
    id_column : str or None
        The column that names a customer; without one the rows are numbered, ``row-000001`` first.
    positive : str or None
        The label's value that counts as 1.
    outcome : str
        The outcome's name.
    ignore : tuple of str
        Columns that are shown only.
    as_of : date or None
        The day that the table describes; the day of loading if not given.
    levers : tuple of TableLever
        Columns that somebody can change.
    """

    label: str | None = None
    id_column: str | None = None
    positive: str | None = None
    outcome: str = DEFAULT_OUTCOME
    ignore: tuple[str, ...] = ()
    as_of: date | None = None
    levers: tuple[TableLever, ...] = ()


def positive_values(values: Sequence[str], positive: str | None, label: str) -> tuple[str, ...]:
    """Which values of the label count as 1.

    Parameters
    ----------
    values : sequence of str
        The label's values, without white space around them and without missing ones.
    positive : str or None
        The value that the caller names.
    label : str
        The label's column, for messages.

    Returns
    -------
    tuple of str
        Those of `values`: the one named, or every spelling of 1, true or yes. Empty if no row has one.

    Raises
    ------
    InputError
        If the value named is not there, or none is named and the values are not 0/1, true/false or yes/no.

    Examples
    --------
    >>> positive_values(["No", "Yes"], None, "Churn")
    ('Yes',)
    """
    found = ", ".join(sorted(values)[:_MOST_VALUES]) + (" …" if len(values) > _MOST_VALUES else "")
    if not values:
        raise InputError(
            f'The label column "{label}" is empty: there is nothing to learn from. Choose another --label.'
        )
    if positive is not None:
        if positive.strip() not in values:
            raise InputError(f'No row has "{positive}" in the label column "{label}". Its values: {found}.')
        return (positive.strip(),)
    for negative, affirmative in _PAIRS:
        if {value.lower() for value in values} <= {negative, affirmative}:
            return tuple(sorted(value for value in values if value.lower() == affirmative))
    raise InputError(
        f'Which value of the label column "{label}" counts as 1? Name it with --positive. Its values: {found}.'
    )
