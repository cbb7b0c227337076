"""Delimited text: its header, and an independent count of its rows before any of it is loaded.

DuckDB's own reader guesses, and in a trial lost rows without a word; so the delimiter comes from
the header line alone, every value is read as text, and the rows are counted here by other means
than those that read them.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from analytics.errors import InputError
from analytics.sources.bytestream import checked_chunks
from analytics.sources.files import SourceFile
from analytics.sources.headers import MOST_COLUMNS

MOST_ROW_BYTES = 1 << 20
MOST_EXCERPTS = 1_000
EXCERPT_CHARACTERS = 80
_NEWLINE, _RETURN = 10, 13


@dataclass(frozen=True)
class Header:
    """A text file's first row.

    Attributes
    ----------
    columns : tuple of str
        The names, as they are.
    delimiter : str
        A comma or a semicolon, whichever is more frequent in the first line outside quotes; a comma
        if it has neither.
    """

    columns: tuple[str, ...]
    delimiter: str


@dataclass
class RowCount:
    """What a text file holds, counted without loading it.

    Attributes
    ----------
    n_rows : int
        Rows besides the header; empty lines are not rows.
    ragged : list of int
        Rows with another number of fields than the header, counted from 1.
    excerpts : dict of int to str
        The beginning of the first 1,000 of them.
    """

    n_rows: int = 0
    ragged: list[int] = field(default_factory=list)
    excerpts: dict[int, str] = field(default_factory=dict)

    def add_ragged(self, row: int, text: str) -> None:
        """Note a row with the wrong number of fields.

        Parameters
        ----------
        row : int
            The row, counted from 1.
        text : str
            The row.
        """
        self.ragged.append(row)
        if len(self.excerpts) < MOST_EXCERPTS:
            self.excerpts[row] = text[:EXCERPT_CHARACTERS]


class _NeedsFullParserError(Exception):
    """There are quotes or lone carriage returns: lines are not rows."""


def read_header(file: SourceFile) -> Header:
    """Read the first row of a text file.

    Parameters
    ----------
    file : SourceFile
        Plain or gzipped.

    Returns
    -------
    Header
        Its names and the delimiter.

    Raises
    ------
    InputError
        If the file is empty, is not UTF-8 text, or its header can't be read.
    """
    chunks = checked_chunks(file)
    text = io.TextIOWrapper(io.BytesIO(next(chunks, b"")), encoding="utf-8", errors="ignore", newline="")
    line = next((line for line in text if line.strip("\r\n")), "")
    if not line:
        raise InputError(f"{file.label} is empty: its first line must name the columns.")
    outside = "".join(line.split('"')[::2])
    delimiter = ";" if outside.count(";") > outside.count(",") else ","
    text.seek(0)
    return Header(_first_row(file, text, delimiter), delimiter)


def count_rows(file: SourceFile, header: Header) -> RowCount:
    """Count the rows of a text file, and find those with the wrong number of fields.

    Parameters
    ----------
    file : SourceFile
        Plain or gzipped.
    header : Header
        Its first row.

    Returns
    -------
    RowCount
        The count, header aside.

    Raises
    ------
    InputError
        If rows can't be told apart: a quote that is not closed, text after a closing quote, a row of
        more than 1 MB; or if it is not UTF-8 text.
    """
    try:
        return _count_lines(file, header)
    except _NeedsFullParserError:
        return _count_records(file, header)


@contextmanager
def opened_text(file: SourceFile) -> Iterator[io.TextIOWrapper]:
    """Open a text file for reading, unpacked.

    Parameters
    ----------
    file : SourceFile
        Plain or gzipped.

    Yields
    ------
    TextIOWrapper
        UTF-8 text, its byte order mark aside, line ends as they are.
    """
    with gzip.open(file.path, "rb") if file.is_packed else file.path.open("rb") as binary:
        yield io.TextIOWrapper(binary, encoding="utf-8-sig", errors="strict", newline="")


def _first_row(file: SourceFile, text: io.TextIOWrapper, delimiter: str) -> tuple[str, ...]:
    try:
        for row in csv.reader(text, delimiter=delimiter, strict=True):
            if row:
                return tuple(row)
    except csv.Error as error:
        raise InputError(f"{file.label}: the header can't be read: {error}.") from error
    raise InputError(f"{file.label} is empty: its first line must name the columns.")


def _count_lines(file: SourceFile, header: Header) -> RowCount:
    count = RowCount(n_rows=-1)
    for block in _whole_lines(file):
        _count_block(count, block, header)
    count.n_rows = max(count.n_rows, 0)
    return count


def _whole_lines(file: SourceFile) -> Iterator[bytes]:
    rest = b""
    for chunk in checked_chunks(file):
        if b'"' in chunk:
            raise _NeedsFullParserError
        block, newline, tail = (rest + chunk).rpartition(b"\n")
        if block.count(b"\r") != block.count(b"\r\n") + block.endswith(b"\r") or b"\r" in tail[:-1]:
            raise _NeedsFullParserError
        if len(tail) > MOST_ROW_BYTES:
            raise _too_long(file)
        if newline:
            yield block + newline
        rest = tail
    if rest.strip(b"\r"):
        yield rest.rstrip(b"\r") + b"\n"


def _count_block(count: RowCount, block: bytes, header: Header) -> None:
    octets = np.frombuffer(block, dtype=np.uint8)
    ends = np.flatnonzero(octets == _NEWLINE)
    starts = np.concatenate(([0], ends[:-1] + 1))
    returned = octets[np.maximum(ends - 1, 0)] == _RETURN
    filled = ends - starts - (returned & (ends > starts)) > 0
    fields = np.diff(np.searchsorted(np.flatnonzero(octets == ord(header.delimiter)), ends), prepend=0) + 1
    starts, ends, fields = starts[filled], ends[filled], fields[filled]
    for index in np.flatnonzero(fields != len(header.columns)):
        text = block[starts[index] : min(int(ends[index]), int(starts[index]) + 4 * EXCERPT_CHARACTERS)]
        count.add_ragged(count.n_rows + int(index) + 1, text.decode("utf-8", errors="ignore").rstrip("\r"))
    count.n_rows += len(starts)


def _count_records(file: SourceFile, header: Header) -> RowCount:
    for _ in checked_chunks(file):
        continue
    count = RowCount(n_rows=-1)
    with opened_text(file) as text:
        reader = csv.reader(text, delimiter=header.delimiter, strict=True)
        try:
            for row in reader:
                if not row:
                    continue
                count.n_rows += 1
                if len(row) != len(header.columns):
                    count.add_ragged(count.n_rows, header.delimiter.join(row[:MOST_COLUMNS]))
        except csv.Error as error:
            raise InputError(_unreadable(file, count.n_rows + 1, reader.line_num, str(error))) from error
    return count


def _unreadable(file: SourceFile, row: int, line: int, said: str) -> str:
    where = f"{file.label}, row {row} (up to line {line})"
    if "unexpected end of data" in said:
        return f"{where}: a quote is opened and never closed, so the rows after it can't be told apart. Close it."
    if "field larger" in said:
        return f"{where}: a field is longer than 131,072 characters. Is there a quote that is not closed?"
    return f"{where}: {said}. A quote within a quoted field must be doubled; rows can't be told apart otherwise."


def _too_long(file: SourceFile) -> InputError:
    return InputError(f"{file.label} has a row of more than {MOST_ROW_BYTES:,} bytes. Is it really a table?")
