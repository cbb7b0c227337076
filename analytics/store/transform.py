"""Running the store's transforms, with values as parameters only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from analytics.store.statements import statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Value = str | int | float | bool | date | None

_COMMENT = re.compile(r"--[^\n]*")
_PARAMETER = re.compile(r"\$([a-z_]+)")


def transform(
    cursor: DuckDBPyConnection, name: str, *, values: Mapping[str, Value] | None = None, columns: str = ""
) -> DuckDBPyConnection:
    """Run ``store/transforms/<name>.sql``.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing.
    name : str
        The file's name without its ending.
    values : mapping of str to value, optional
        Values for the file's ``$parameters``; those it does not use are left out.
    columns : str, optional
        A select list that takes the place of ``/* columns */`` in the file. Names of columns cannot be parameters;
        whoever makes the list quotes them with :func:`quoted`.

    Returns
    -------
    DuckDBPyConnection
        The cursor, to fetch from.

    Examples
    --------
    >>> import duckdb
    >>> cursor = duckdb.connect()
    >>> cursor.execute("CREATE SCHEMA built").execute("SET TimeZone = 'UTC'") is not None
    True
    >>> _ = transform(cursor, "as_of_day", values={"as_of": date(2024, 2, 29)})
    >>> cursor.execute("SELECT as_of FROM built.as_of_day").fetchall()
    [(datetime.date(2024, 2, 29),)]
    """
    text = without_comments(statement("transforms", name)).replace("/* columns */", columns)
    wanted = set(_PARAMETER.findall(text))
    given = {key: value for key, value in (values or {}).items() if key in wanted}
    return cursor.execute(text, given) if given else cursor.execute(text)


def without_comments(text: str) -> str:
    """Take the comments out of a statement, so that a parameter they name is not taken for one."""
    return _COMMENT.sub("", text)


def quoted(name: str) -> str:
    """Quote the name of a column, so that it is a name in SQL and nothing else.

    Examples
    --------
    >>> quoted("rent share")
    '"rent share"'
    """
    return '"' + name.replace('"', '""') + '"'
