"""A file's columns, and which columns of the contract they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from analytics.errors import InputError, MissingColumnError

MOST_COLUMNS = 2_000
MOST_NAME_CHARACTERS = 200
_SIMILAR_ENOUGH = 0.6
_INTERNAL = (
    *("_part", "_row", "_bad", "_value", "_reason", "_column", "_shown"),
    *("_own", "_own_column", "_is_owned", "_copy", "_label", "_bit"),
)


@dataclass(frozen=True)
class Rename:
    """A column's name in the file, and what to call it.

    Attributes
    ----------
    table : str
        The table whose files have it.
    column : str
        Its name in the file.
    name : str
        Its name from here on.
    """

    table: str
    column: str
    name: str


@dataclass(frozen=True)
class NamedColumns:
    """The columns of a file under their names in the store.

    Attributes
    ----------
    position : mapping of str to int
        Name, and which column of the file it is.
    dropped : tuple of str
        Columns that can't be kept: without a name, or under a name that the store makes itself.
    """

    position: Mapping[str, int]
    dropped: tuple[str, ...]


def parse_renames(texts: Iterable[str], tables: Collection[str]) -> tuple[Rename, ...]:
    """Read what a call says about names of columns.

    Parameters
    ----------
    texts : iterable of str
        Each ``TABLE.COLUMN=NAME``.
    tables : collection of str
        The tables that there can be.

    Returns
    -------
    tuple of Rename
        In the order given.

    Raises
    ------
    InputError
        If one is not of this form, names no table, or one column is renamed twice.

    Examples
    --------
    >>> parse_renames(["transactions.date=booked_at"], ["transactions"])
    (Rename(table='transactions', column='date', name='booked_at'),)
    """
    renames = []
    for text in texts:
        table, dot, rest = text.partition(".")
        column, equals, name = rest.rpartition("=")
        if not (dot and equals and column and name.strip()):
            raise InputError(f"--rename {text} is not of the form TABLE.COLUMN=NAME.")
        if table not in tables:
            raise InputError(f"--rename {text} names no table. Tables: {', '.join(tables)}.")
        renames.append(Rename(table, column, name.strip()))
    if len({(rename.table, rename.column) for rename in renames}) < len(renames):
        raise InputError("Two --rename options rename the same column. Leave one of them.")
    return tuple(renames)


def named_columns(
    label: str, header: Sequence[str], renames: Sequence[Rename], derived: Collection[str] = ()
) -> NamedColumns:
    """Give a file's columns their names.

    Parameters
    ----------
    label : str
        The file, for messages.
    header : sequence of str
        Its columns as they are in the file.
    renames : sequence of Rename
        Those of this table.
    derived : collection of str
        Names that the store makes itself.

    Returns
    -------
    NamedColumns
        Every column that has a name, in the file's order.

    Raises
    ------
    InputError
        If two columns have one name (capitals aside), or there are too many.
    """
    if len(header) > MOST_COLUMNS:
        raise InputError(f"{label} has {len(header):,} columns; at most {MOST_COLUMNS:,} can be read.")
    wanted = {rename.column: rename.name for rename in renames}
    position: dict[str, int] = {}
    seen: dict[str, str] = {}
    dropped = []
    for index, original in enumerate(header):
        name = wanted.get(original, original)
        if not name.strip():
            dropped.append(f"column {index + 1} (it has no name)")
            continue
        if len(name) > MOST_NAME_CHARACTERS:
            raise InputError(
                f"{label}: the name of column {index + 1} has {len(name):,} characters; "
                f"at most {MOST_NAME_CHARACTERS} can be read. Is its first row really the header?"
            )
        if name.lower() in seen:
            raise InputError(_twice(label, seen[name.lower()], name))
        seen[name.lower()] = name
        if name.lower() in derived or name.lower() in _INTERNAL:
            dropped.append(f"{name} (the store makes a column of this name itself)")
            continue
        position[name] = index
    return NamedColumns(position, tuple(dropped))


def require_columns(table: str, needed: Iterable[str], found: Sequence[str]) -> None:
    """Check that the needed columns are there.

    Parameters
    ----------
    table : str
        The table, for messages.
    needed : iterable of str
        Names that must be there.
    found : sequence of str
        The names that are.

    Raises
    ------
    MissingColumnError
        For the first that is not, with the one that looks most like it.
    """
    for column in needed:
        if column not in found:
            raise MissingColumnError(table=table, column=column, found=found, closest=closest(column, found))


def closest(wanted: str, found: Sequence[str]) -> str | None:
    """The name that looks most like another.

    Parameters
    ----------
    wanted : str
        A column's name.
    found : sequence of str
        Names to choose from.

    Returns
    -------
    str or None
        The same but for capitals, spaces and punctuation, else the most similar, else None.

    Examples
    --------
    >>> closest("customer_id", ["Customer ID", "name"])
    'Customer ID'
    """
    plain = {_plain(name): name for name in reversed(found)}
    if _plain(wanted) in plain:
        return plain[_plain(wanted)]
    similar = get_close_matches(_plain(wanted), list(plain), n=1, cutoff=_SIMILAR_ENOUGH)
    return plain[similar[0]] if similar else None


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _twice(label: str, first: str, second: str) -> str:
    if first == second:
        return f'{label} has two columns "{first}". Rename or remove one of them.'
    return f'{label} has two columns that differ in capitals only, "{first}" and "{second}". Rename one of them.'
