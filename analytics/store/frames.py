"""DataFrames into tables and back, with the types that a DataFrame can't say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analytics.errors import DamagedStoreError

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

INCOMING = "incoming_frame"
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


def table_name(name: str) -> str:
    """Check and quote the name of a table.

    Parameters
    ----------
    name : str
        Lower case letters, digits and underscores.

    Returns
    -------
    str
        The name in quotation marks.

    Raises
    ------
    DamagedStoreError
        If it is anything else.

    Examples
    --------
    >>> table_name("scores")
    '"scores"'
    """
    if not _NAME.fullmatch(name):
        raise DamagedStoreError(f"{name!r} can't be the name of a table.")
    return f'"{name}"'


def put_frame(cursor: DuckDBPyConnection, name: str, frame: pd.DataFrame, *, schema: str = "built") -> None:
    """Make a table of a DataFrame, in place of what had this name.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor on a database that is open for writing.
    name : str
        The table's name.
    frame : DataFrame
        Its rows, in their order; the index is left out.
    schema : str
        The schema that the table stands in.
    """
    cursor.register(INCOMING, frame)
    target = f"{table_name(schema)}.{table_name(name)}"
    cursor.execute(f"CREATE OR REPLACE TABLE {target} AS SELECT {typed_columns(cursor)} FROM {INCOMING}")  # noqa: S608
    cursor.unregister(INCOMING)


def typed_columns(cursor: DuckDBPyConnection) -> str:
    """Say how the columns of the registered frame become columns of a table.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor on which a frame or a stream is registered as `INCOMING`.

    Returns
    -------
    str
        A select list: days become dates, ids and categories text, a column without a value text.
    """
    described = cursor.execute(f"DESCRIBE {INCOMING}").fetchall()
    return ", ".join(_typed(str(row[0]), str(row[1])) for row in described)


def _typed(name: str, type_name: str) -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    is_day = name in {"as_of", "month"} or name.endswith(("_on", "_date"))
    if is_day and type_name.startswith("TIMESTAMP"):
        return f"CAST({quoted} AS DATE) AS {quoted}"
    if type_name.startswith("ENUM") or type_name in {'"NULL"', "NULL"}:
        return f"CAST({quoted} AS VARCHAR) AS {quoted}"
    if (name.endswith("_id") or name == "feature_value") and type_name != "VARCHAR":
        return f"CAST({quoted} AS VARCHAR) AS {quoted}"
    return quoted
