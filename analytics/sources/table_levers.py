"""Levers of a customer table: which columns somebody can change, who, which way, and in which steps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from analytics.errors import InputError

Who = Literal["bank", "customer"]
Way = Literal["up", "down", "either"]

ACTORS: tuple[Who, ...] = ("bank", "customer")
DIRECTIONS: tuple[Way, ...] = ("up", "down", "either")
FORM = "COLUMN=bank|customer:up|down|either[:STEP]"

NOT_ASKED = frozenset(
    {"age", "birth", "birthdate", "born", "sex", "gender", "race", "ethnicity", "origin", "nationality", "religion"}
)
"""Nobody is asked to change these; a column whose name has such a word is refused."""


@dataclass(frozen=True)
class TableLever:
    """One column that somebody can change.

    Attributes
    ----------
    column : str
        The column of the file.
    actor : {"bank", "customer"}
        Who changes it.
    direction : {"up", "down", "either"}
        The way that it may go; ``either`` for a column of categories.
    step : str or None
        For a number the smallest step; for categories the values that are allowed, joined by ``|``. None leaves it to
        the data: a round part of the column's spread, or every value that customers have.
    """

    column: str
    actor: Who
    direction: Way
    step: str | None = None

    def text(self) -> str:
        """Write it as `parse_levers` reads it."""
        told = f"{self.column}={self.actor}:{self.direction}"
        return told if self.step is None else f"{told}:{self.step}"

    @property
    def step_size(self) -> float | None:
        """The smallest step as a number; None where it is none."""
        try:
            return float(self.step or "")
        except ValueError:
            return None

    @property
    def allowed(self) -> tuple[str, ...]:
        """The values that are allowed of categories; empty where all are."""
        return tuple(value.strip() for value in (self.step or "").split("|") if value.strip())


def parse_levers(texts: Iterable[str]) -> tuple[TableLever, ...]:
    """Read levers as a call names them.

    Parameters
    ----------
    texts : iterable of str
        Each ``COLUMN=ACTOR:DIRECTION`` or ``COLUMN=ACTOR:DIRECTION:STEP``; a column's name may hold ``=``.

    Returns
    -------
    tuple of TableLever
        Sorted by column.

    Raises
    ------
    InputError
        If one is not understood, or a column is named twice.

    Examples
    --------
    >>> parse_levers(["Contract=customer:either:One year|Two year"])[0].allowed
    ('One year', 'Two year')
    """
    found: dict[str, TableLever] = {}
    for text in texts:
        lever = _parsed(text)
        if lever.column in found:
            raise InputError(f"--lever {text}: the column {lever.column} is named twice.")
        found[lever.column] = lever
    return tuple(found[column] for column in sorted(found))


def _parsed(text: str) -> TableLever:
    match = re.fullmatch(r"(?s)(?P<column>.+)=(?P<actor>[^:=]*):(?P<way>[^:=]*)(?::(?P<step>.*))?", text)
    if match is None:
        raise InputError(f"--lever {text} is not understood. Write it as {FORM}.")
    column, actor, way, step = (match[name] for name in ("column", "actor", "way", "step"))
    if actor not in ACTORS:
        raise InputError(f'--lever {text}: "{actor}" is none of {", ".join(ACTORS)}. Write it as {FORM}.')
    if way not in DIRECTIONS:
        raise InputError(f'--lever {text}: "{way}" is none of {", ".join(DIRECTIONS)}. Write it as {FORM}.')
    return TableLever(
        column.strip(),
        cast("Who", actor),
        cast("Way", way),
        step.strip() or None if step is not None else None,
    )


def refuse_unfit(
    lever: TableLever, *, named: Sequence[str], label: str | None, id_column: str | None, hidden: Iterable[str]
) -> None:
    """Refuse a lever on a column that is not there, or that nobody can be asked to change.

    Parameters
    ----------
    lever : TableLever
        What the call names.
    named : sequence of str
        The columns of the file.
    label, id_column : str or None
        What the call says of them.
    hidden : iterable of str
        Protected columns, and those that are shown only.

    Raises
    ------
    InputError
        Saying why.
    """
    asked, column = f"--lever {lever.text()}", lever.column
    if column not in named:
        raise InputError(f"{asked}: there is no such column. It has: {', '.join(named[:40])}.")
    if column in (label, id_column):
        what = "label" if column == label else "id"
        raise InputError(f"{asked}: {column} is the {what}, which nobody can change.")
    if column in set(hidden):
        raise InputError(f"{asked}: {column} is protected or shown only, so no model reads it.")
    words = name_words(column)
    if words & NOT_ASKED:
        raise InputError(f"{asked}: nobody is asked to change their {sorted(words & NOT_ASKED)[0]}.")


def name_words(column: str) -> set[str]:
    """Split a column's name into words.

    Examples
    --------
    >>> sorted(name_words("Customer_Age")), sorted(name_words("monthlyCharges"))
    (['age', 'customer'], ['charges', 'monthly'])
    """
    return set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()))


def refuse_number(lever: TableLever) -> None:
    """Refuse a step of a column of numbers that is none."""
    step = lever.step_size
    if lever.step is not None and not (step is not None and 0 < step < float("inf")):
        raise InputError(f"--lever {lever.text()}: the step of a column of numbers is a number above 0.")


def refuse_categories(lever: TableLever, values: Sequence[str]) -> None:
    """Refuse a direction of a column of categories, or a value that no customer has.

    Parameters
    ----------
    lever : TableLever
        On a column of categories.
    values : sequence of str
        Those that customers have.
    """
    asked, listed = f"--lever {lever.text()}", ", ".join(values[:20])
    if lever.direction != "either":
        raise InputError(
            f'{asked}: {lever.column} is a column of categories, which go neither up nor down. Say "either", and after'
            f" a colon the values that are allowed, joined by |. Its values: {listed}."
        )
    unknown = [value for value in lever.allowed if value not in values]
    if unknown:
        raise InputError(f'{asked}: no customer has "{unknown[0]}". The values of {lever.column}: {listed}.')
