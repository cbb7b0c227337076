"""Arrow columns from numbers, and Parquet files from columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.sources.demo.calendar import NEVER, Ints

MONEY = pa.decimal128(18, 2)
Column: TypeAlias = pa.Array
Columns = Mapping[str, Column]


def money(cents: Ints) -> Column:
    """DECIMAL(18,2) from whole cents, exactly."""
    halves = np.empty((len(cents), 2), dtype="<i8")
    halves[:, 0] = cents
    halves[:, 1] = cents >> 63
    return pa.Array.from_buffers(MONEY, len(cents), [None, pa.py_buffer(halves)])


def times(seconds: Ints) -> Column:
    """Timestamps (UTC, without a zone) from seconds since 1970."""
    return pa.array((seconds * 1_000_000).astype("datetime64[us]"))


def dates(days: Ints, *, until: int = NEVER) -> Column:
    """Dates from day numbers; missing from `until` on."""
    return pa.array(days.astype("datetime64[D]"), mask=days >= until)


def words(codes: Ints, listed: Sequence[str]) -> Column:
    """Texts from codes into a list; missing where the code is negative."""
    small = pa.array(codes.astype(np.int32), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(small, pa.array(list(listed), type=pa.string()))


def small_integers(values: Sequence[int] | np.typing.NDArray[np.generic]) -> Column:
    """0/1 and other small whole numbers."""
    return pa.array(np.asarray(values).astype(np.int8))


def table(columns: Columns) -> pa.Table:
    """A table of the columns, in their order; dictionaries become plain text."""
    return pa.table(dict(columns))


def write_parquet(columns: Columns, path: Path) -> None:
    """One Parquet file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table(columns), path, compression="zstd", store_decimal_as_integer=True, store_schema=False)
