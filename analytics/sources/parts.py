"""A file as a stream of Arrow batches: text as text, Parquet in its own types, rows numbered."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from analytics.errors import InputError
from analytics.sources.delimited import Header, RowCount, count_rows, read_header
from analytics.sources.files import SourceFile

BATCH_ROWS = 1 << 17
_BLOCK_BYTES = 1 << 24
ROW_NUMBER = "_row"


class Form(StrEnum):
    """How a column's values are stored in the file."""

    TEXT = "text"
    WHOLE = "whole numbers"
    REAL = "numbers with decimals"
    SHORT_REAL = "short numbers with decimals"
    DECIMAL = "decimals"
    DATE = "dates"
    TIME = "timestamps"
    ZONED_TIME = "timestamps with a time zone"
    TRUTH = "true or false"
    OTHER = "values of another type"


class Part(Protocol):
    """A file, opened: what is in it, and its rows."""

    file: SourceFile
    columns: tuple[str, ...]
    forms: tuple[Form, ...]

    def rows(self) -> RowCount:
        """Count the rows without loading them.

        Returns
        -------
        RowCount
            How many, and which can't be read.
        """
        ...

    def reader(self, count: RowCount) -> Stream:
        """Stream the rows that can be read.

        Parameters
        ----------
        count : RowCount
            What `rows` returned.

        Returns
        -------
        Stream
            The batches, once.
        """
        ...


@dataclass
class Stream:
    """Batches with columns ``c0``, ``c1``, … and ``_row``, and what went wrong while reading them.

    Attributes
    ----------
    batches : RecordBatchReader
        To be read once.
    failure : InputError or None
        Set if the reading ended early: whoever consumed the batches raises it.
    """

    batches: pa.RecordBatchReader
    failure: InputError | None = None


def open_part(file: SourceFile) -> Part:
    """Open a file: its columns and their forms, none of its rows.

    Parameters
    ----------
    file : SourceFile
        Parquet or delimited text, by its ending.

    Returns
    -------
    Part
        The opened file.

    Raises
    ------
    InputError
        If it can't be read as what its ending says.
    """
    _refuse_endless(file)
    return ParquetPart(file) if file.is_parquet else TextPart(file)


def _refuse_endless(file: SourceFile) -> None:
    """Refuse what is no file of its own: a pipe that nobody writes to would be waited for without an end."""
    try:
        is_file = stat.S_ISREG(file.path.stat().st_mode)
    except OSError as error:
        raise InputError(f"{file.label} can't be read: {error.strerror}.") from error
    if not is_file:
        raise InputError(f"{file.label} is a pipe, a socket or a device. Name a file that has an end.")


class TextPart:
    """A delimited text file.

    Parameters
    ----------
    file : SourceFile
        Plain or gzipped.
    """

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.header: Header = read_header(file)
        self.columns = self.header.columns
        self.forms = (Form.TEXT,) * len(self.columns)

    def rows(self) -> RowCount:
        """Count the rows, header aside.

        Returns
        -------
        RowCount
            How many, and which have the wrong number of fields.
        """
        return count_rows(self.file, self.header)

    def reader(self, count: RowCount) -> Stream:
        """Stream the rows that have the right number of fields, every value as text.

        Parameters
        ----------
        count : RowCount
            What `rows` returned.

        Returns
        -------
        Stream
            The batches; empty cells are null.
        """
        names = [f"c{index}" for index in range(len(self.columns))]
        schema = pa.schema([*((name, pa.string()) for name in names), (ROW_NUMBER, pa.int64())])
        batches = self._batches(names) if count.n_rows else iter(())
        return _stream(self.file, schema, batches, _good_rows(count))

    def _batches(self, names: list[str]) -> Iterator[pa.RecordBatch]:
        with pyarrow.csv.open_csv(
            pa.input_stream(str(self.file.path), compression="gzip" if self.file.is_packed else None),
            read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=self.header.delimiter, newlines_in_values=True, invalid_row_handler=lambda _: "skip"
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(self.columns, pa.string()),
                strings_can_be_null=True,
                null_values=[""],
                check_utf8=True,
            ),
        ) as reader:
            for batch in reader:
                yield pa.RecordBatch.from_arrays(batch.columns, names=names)


class ParquetPart:
    """A Parquet file.

    Parameters
    ----------
    file : SourceFile
        Its footer is read at once.
    """

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        try:
            with pyarrow.parquet.ParquetFile(str(file.path)) as opened:
                self._schema: pa.Schema = opened.schema_arrow
                self._n_rows = int(opened.metadata.num_rows)
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(file, error) from error
        self.columns = tuple(self._schema.names)
        self.forms = tuple(_form(field.type) for field in self._schema)

    def rows(self) -> RowCount:
        """Count the rows, as the file's footer does.

        Returns
        -------
        RowCount
            How many.
        """
        return RowCount(n_rows=self._n_rows)

    def reader(self, count: RowCount) -> Stream:
        """Stream the rows in the file's own types.

        Parameters
        ----------
        count : RowCount
            What `rows` returned.

        Returns
        -------
        Stream
            The batches.
        """
        fields = [(f"c{index}", _plain_type(field.type)) for index, field in enumerate(self._schema)]
        schema = pa.schema([*fields, (ROW_NUMBER, pa.int64())])
        return _stream(self.file, schema, self._batches(schema), _good_rows(count))

    def _batches(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        with pyarrow.parquet.ParquetFile(str(self.file.path), page_checksum_verification=True) as opened:
            for batch in opened.iter_batches(batch_size=BATCH_ROWS):
                # A damaged or hand-made file may hold text that is no text; DuckDB would take it as it is.
                batch.validate(full=True)
                # Unsafe for times only: nanoseconds become microseconds.
                arrays = [
                    column.cast(field.type, safe=not pa.types.is_timestamp(field.type))
                    for column, field in zip(batch.columns, schema, strict=False)
                ]
                yield pa.RecordBatch.from_arrays(arrays, names=schema.names[:-1])


def _stream(
    file: SourceFile, schema: pa.Schema, batches: Iterator[pa.RecordBatch], rows: npt.NDArray[np.int64] | range
) -> Stream:
    stream = Stream(pa.RecordBatchReader.from_batches(schema, iter(())))

    def numbered() -> Iterator[pa.RecordBatch]:
        n_before = 0
        try:
            for batch in batches:
                numbers = np.asarray(rows[n_before : n_before + batch.num_rows], dtype=np.int64)
                n_before += batch.num_rows
                if len(numbers) == batch.num_rows:
                    yield pa.RecordBatch.from_arrays([*batch.columns, pa.array(numbers)], schema=schema)
        except (pa.ArrowException, OSError) as error:
            stream.failure = _unreadable(file, error)
            raise
        if n_before != len(rows):
            stream.failure = _miscounted(file, len(rows), n_before)

    stream.batches = pa.RecordBatchReader.from_batches(schema, numbered())
    return stream


def _good_rows(count: RowCount) -> npt.NDArray[np.int64] | range:
    if not count.ragged:
        return range(1, count.n_rows + 1)
    return np.setdiff1d(np.arange(1, count.n_rows + 1), np.asarray(count.ragged), assume_unique=True)


def _form(stored: pa.DataType) -> Form:
    if pa.types.is_dictionary(stored):
        return _form(stored.value_type)
    if pa.types.is_timestamp(stored):
        return Form.ZONED_TIME if stored.tz else Form.TIME
    tests = (
        (pa.types.is_string, Form.TEXT),
        (pa.types.is_large_string, Form.TEXT),
        (pa.types.is_string_view, Form.TEXT),
        (pa.types.is_null, Form.TEXT),
        (pa.types.is_integer, Form.WHOLE),
        (pa.types.is_float64, Form.REAL),
        (pa.types.is_floating, Form.SHORT_REAL),
        (pa.types.is_decimal, Form.DECIMAL),
        (pa.types.is_date, Form.DATE),
        (pa.types.is_boolean, Form.TRUTH),
    )
    return next((form for test, form in tests if test(stored)), Form.OTHER)


def _plain_type(stored: pa.DataType) -> pa.DataType:
    form = _form(stored)
    if form is Form.TEXT:
        return pa.string()
    if pa.types.is_dictionary(stored):
        return _plain_type(stored.value_type)
    if form is Form.REAL:
        return pa.float64()
    if form is Form.SHORT_REAL:
        return pa.float32()
    if form in (Form.TIME, Form.ZONED_TIME):
        return pa.timestamp("us", tz=stored.tz)
    return stored


def _unreadable(file: SourceFile, error: BaseException) -> InputError:
    form = "a Parquet file" if file.is_parquet else "delimited text"
    said = " ".join(str(error).split())[:300]
    return InputError(f"{file.label} can't be read as {form}: {said}")


def _miscounted(file: SourceFile, counted: int, read: int) -> InputError:
    return InputError(
        f"{file.label}: {counted:,} rows were counted and {read:,} were read, so its rows can't be told apart "
        f"reliably. Look for stray quotes or line ends within fields."
    )
