"""Handing a published table out as a file, exactly, and harmless to a spreadsheet."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.errors import InputError, StoreEmptyError
from analytics.store.durable import sync_file, sync_folder
from analytics.store.snapshots import Snapshot, current_snapshot
from analytics.vocabulary import FROM_LEDGER, PUBLISHED

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Served = Callable[[Path], "Snapshot | None"]
"""Gives the snapshot of a store whose tables are handed out."""

_LARGEST_EXACT = 2**53
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def export(store: Path, name: str, to: Path, *, served: Served = current_snapshot) -> int:
    """Write a published table to a file, sorted by its key, in one step.

    Parameters
    ----------
    store : Path
        The store's folder.
    name : str
        One of the published tables.
    to : Path
        The file; ``.parquet`` or ``.csv`` decides how it is written.
    served : callable
        Gives the snapshot to read from.

    Returns
    -------
    int
        The number of rows written.

    Raises
    ------
    InputError
        If the name is unknown or not published by this version, the source doesn't give it, or the file's
        ending is neither.
    StoreEmptyError
        If the table's stage hasn't been built.
    """
    refuse_bad_target(to)
    return write_file(published_table(store, name, served=served), to)


def refuse_bad_target(to: Path) -> None:
    """Refuse a file that no table can be written to.

    Parameters
    ----------
    to : Path
        The file.

    Raises
    ------
    InputError
        If its ending is neither ``.csv`` nor ``.parquet``, its folder isn't there, or it is a folder.
    """
    if to.suffix.lower() not in {".csv", ".parquet"}:
        raise InputError(f"{to.name} should end in .csv or .parquet, which decides how the table is written.")
    if not to.parent.is_dir():
        raise InputError(f"There is no folder {to.parent} to write {to.name} into.")
    if to.is_dir():
        raise InputError(f"{to} is a folder. Name a file in it that ends in .csv or .parquet.")


def write_file(table: pa.Table, to: Path) -> int:
    """Write a table to a file, in one step.

    Parameters
    ----------
    table : Table
        Its rows, in their order.
    to : Path
        The file; ``.parquet`` or ``.csv`` decides how it is written.

    Returns
    -------
    int
        The number of rows written.
    """
    unfinished = to.with_name(f".{to.name}.{os.getpid()}.unfinished")
    try:
        if to.suffix.lower() == ".csv":
            unfinished.write_bytes(csv_text(table).encode("utf-8"))
        else:
            pq.write_table(table, unfinished)
        sync_file(unfinished)
        unfinished.replace(to)
        sync_folder(to.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return int(table.num_rows)


def published_table(store: Path, name: str, *, served: Served = current_snapshot) -> pa.Table:
    """Read a published table of the snapshot that is served.

    Parameters
    ----------
    store : Path
        The store's folder.
    name : str
        One of the published tables.
    served : callable
        Gives the snapshot to read from.

    Returns
    -------
    Table
        Its rows, sorted by its key, every value in its own type.

    Raises
    ------
    InputError
        If the name is unknown, or the source doesn't give it.
    StoreEmptyError
        If its stage hasn't been built.
    """
    listed = ", ".join(sorted({*PUBLISHED, *FROM_LEDGER}))
    if name not in PUBLISHED:
        raise InputError(f'There is no published table "{name}". There are: {listed}.')
    snapshot = served(store)
    if snapshot is None:
        raise StoreEmptyError(f'The table "{name}" has not been built: run build.')
    if name not in snapshot.tables():
        why = snapshot.facts.get("not_published")
        if isinstance(why, Mapping) and name in why:
            raise InputError(f'The table "{name}" can\'t be made of this source. {why[name]}')
        stage = PUBLISHED[name].stage
        raise StoreEmptyError(f'The table "{name}" has not been built (stage {stage}): run build.')
    return snapshot.arrow(name)


def csv_text(table: pa.Table) -> str:
    """Write a table as CSV.

    Parameters
    ----------
    table : Table
        The rows, in their order.

    Returns
    -------
    str
        Commas, a header, lines that end in a line feed; missing is empty, dates are ISO 8601.
        Free text that a spreadsheet would run as a formula begins with an apostrophe; ids and
        numbers are exactly as they are.

    Examples
    --------
    >>> import pyarrow as pa
    >>> print(csv_text(pa.table({"customer_id": ["-5"], "name": ["=1+1"], "feature_value": ["-1.5"]})), end="")
    customer_id,name,feature_value
    -5,'=1+1,-1.5
    """
    shown = pd.DataFrame({field.name: _shown(field.name, table.column(field.name)) for field in table.schema})
    # The csv module quotes only what holds the line's own end, so a lone carriage return would split a row.
    if any(_holds_returns(shown[column]) for column in shown.columns):
        return shown.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    return shown.to_csv(index=False, lineterminator="\n")


def harmless(text: str) -> str:
    """Make free text harmless to a spreadsheet.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The same, with an apostrophe before it if it begins like a formula and is no number.

    Examples
    --------
    >>> harmless("@SUM(A1)"), harmless("-1.5e-07"), harmless("rent")
    ("'@SUM(A1)", '-1.5e-07', 'rent')
    """
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(text) else text


def is_id(column: str) -> bool:
    """Say whether a column holds ids, which are never changed.

    Parameters
    ----------
    column : str
        Its name.

    Returns
    -------
    bool
        True for ``customer_id`` and the like.
    """
    return column.endswith(("_id", "_key", "_hash"))


def _whole_as_whole(numbers: pd.Series) -> pd.Series:
    """Write a column of whole numbers without a point: an age of 45 came in as 45 and goes out as 45."""
    known = numbers.dropna()
    if known.dtype.kind != "f" or not ((known.abs() < _LARGEST_EXACT) & (known % 1 == 0)).all():
        return numbers
    return numbers.astype("Int64")


def _shown(column: str, values: pa.ChunkedArray) -> pd.Series:
    if pa.types.is_integer(values.type):
        return pd.Series(values.cast(pa.int64()).to_pylist(), dtype="Int64")
    if pa.types.is_floating(values.type) or pa.types.is_boolean(values.type):
        return _whole_as_whole(pd.Series(values.to_numpy(zero_copy_only=False)))
    if pa.types.is_timestamp(values.type):
        return pd.Series([None if value is None else value.isoformat() for value in values.to_pylist()], dtype="object")
    if not pa.types.is_string(values.type) or is_id(column):
        return pd.Series([None if value is None else str(value) for value in values.to_pylist()], dtype="object")
    return pd.Series([None if value is None else harmless(value) for value in values.to_pylist()], dtype="object")


def _holds_returns(values: pd.Series) -> bool:
    if pd.api.types.is_numeric_dtype(values):
        return False
    return bool(values.map(lambda value: isinstance(value, str) and "\r" in value).any())
