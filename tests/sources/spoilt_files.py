"""What can be wrong with one file of a source, each way with a name and with what has to come of it."""

from __future__ import annotations

import gzip
import io
import os
import random
import socket
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from tests.sources.spoilable import N_ROWS, SOURCES, Grid, Role, Source

Fate = Literal["refused", "loaded", "either"]
Spoiling = Callable[[Source, Path], None]
HOSTILE = {
    "RTL": "\u202e0001",
    "zero width": "00\u200b01",
    "a zero-width joiner": "\u200d",
    "a byte order mark inside": "\ufeff0001",
    "no character": "\uffff",
    "an emoji of many parts": "👩‍👩‍👧‍👦" * 9,
    "combining marks": "Z" + "\u0335\u0347" * 60,
    "a line separator": "a\u2028b",
    "a next line": "a\x85b",
    "a file separator": "a\x1cb",
    "a vertical tab": "a\x0bb",
    "an escape": "\x1b[31m\x1b]0;owned\x07",
    "SQL": "'); DROP TABLE source.customers; --",
    "a formula": '=HYPERLINK("http://evil.example","x")',
    "a path": "../../etc/passwd",
    "a template": "{{7*7}} ${7*7} %s %(x)s {0}",
    "NULL": "NULL",
    "a backslash": "\\N",
    "a lone quote inside": 'a"b',
    "two lines": "a\nb",
    "a lone return": "a\rb",
    "nothing": "",
    "white space": " \t\u00a0 ",
    "100,000 characters": "x" * 100_000,
}
DATES = {
    "ambiguous": "03/04/2026",
    "of another order": "31.12.2020",
    "of 30 February": "2026-02-30",
    "of month 13": "2026-13-01",
    "of 1899": "1899-12-31",
    "of 1900": "1900-01-01",
    "of 2101": "2101-01-01",
    "of the end of time": "9999-12-31",
    "of year 0": "0000-00-00",
    "before Christ": "-0044-03-15",
    "of a week": "2026-W01-1",
    "in one piece": "20260101",
    "of six digits and month 13": "931301",
    "in seconds": "1717171717",
    "infinite": "infinity",
    "now": "now",
    "of 25 o'clock": "2026-01-01T25:00:00",
    "of a leap second": "2016-12-31T23:59:60Z",
    "of a zone that is none": "2026-01-01T10:00:00+99:00",
    "of a named zone": "2026-01-01 10:00:00 Europe/Prague",
    "in Arabic digits": "٢٠٢٦-٠١-٠١",
}
NUMBERS = {
    "NaN": "NaN",
    "infinite": "inf",
    "minus infinite": "-Infinity",
    "beyond floats": "1e400",
    "huge": "1e308",
    "tiny": "1e-400",
    "of 40 digits": "9" * 40,
    "of 18 digits": "999999999999999999",
    "just too large": "99999999999999999.99",
    "negative": "-5",
    "minus zero": "-0.00",
    "with a decimal comma": "12,50",
    "with both marks": "1.234,56",
    "with thousands": "1,234,567.00",
    "with a space": "1 234.50",
    "with an underscore": "1_000",
    "in hexadecimal": "0x10",
    "in a currency": "$5",
    "in full-width digits": "１２",
    "with a typographic minus": "\u22125",
    "with two signs": "--5",
    "in brackets": "(5.00)",
    "of three places": "1.005",
    "a truth value": "true",
    "with a point at its end": "5.",
}


@dataclass(frozen=True)
class Case:
    """One spoilt file.

    Attributes
    ----------
    source : Source
        The source that it is of.
    spoil : callable
        Spoils the source that was written to a folder.
    fate : str
        Whether the source has to be refused, has to be loaded, or may be either.
    n_rows : int or None
        Rows that a person counts in the file, where it may be loaded.
    """

    source: Source
    spoil: Spoiling
    fate: Fate = "either"
    n_rows: int | None = N_ROWS


def every_case() -> dict[str, Case]:
    """Name every spoilt file."""
    return {f"{source.kind}, {source.spoilt}: {name}": case for source in SOURCES for name, case in _cases(source)}


def _cases(source: Source) -> Iterator[tuple[str, Case]]:
    for role, values in _values():
        if role in source.grid.roles:
            for name, value in values.items():
                spoil = _written(lambda grid, r=role, v=value: grid.put(r, v).text())  # type: ignore[misc]
                yield f"{role} {name}", Case(source, spoil)
    for name, value in HOSTILE.items():
        yield f"a column called {name}", Case(source, _written(lambda g, v=value: g.header("text", v).text()))  # type: ignore[misc]
    for name, (make, fate, n_rows) in _TEXTS.items():
        yield name, Case(source, _written(make), fate, n_rows)
    for name, (spoil, fate, n_rows) in _FILES.items():
        yield name, Case(source, spoil, fate, n_rows)
    for name, make_column in _COLUMNS.items():
        # No file of the Berka bank is Parquet: to it the table is not there at all.
        yield (
            f"Parquet, dates as {name}",
            Case(source, _parquet(make_column), "refused" if source.kind == "berka" else "either"),
        )


def _values() -> tuple[tuple[Role, dict[str, str]], ...]:
    return ("id", HOSTILE), ("text", HOSTILE), ("date", DATES), ("number", NUMBERS)


def _written(make: Callable[[Grid], str | bytes]) -> Spoiling:
    def spoil(source: Source, folder: Path) -> None:
        made = make(source.grid)
        (folder / source.file).write_bytes(made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass"))

    return spoil


def _lines(grid: Grid) -> list[str]:
    return grid.text().splitlines(keepends=True)


def _with_line(grid: Grid, line: str) -> str:
    lines = _lines(grid)
    return "".join([*lines[:6], line, *lines[6:]])


def _as_delimited(grid: Grid, delimiter: str) -> str:
    return grid.text().replace(grid.delimiter, delimiter)


def _wide(grid: Grid, n_more: int) -> str:
    more = grid.delimiter + grid.delimiter.join(f"c{number}" for number in range(n_more))
    rest = grid.delimiter * n_more
    header, *rows = grid.text().splitlines()
    return "\n".join([header + more, *(row + rest for row in rows)]) + "\n"


def _noise(n_bytes: int) -> bytes:
    return random.Random(7).randbytes(n_bytes)


def _zipped(grid: Grid) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../escaped.csv", grid.text())
    return packed.getvalue()


def _one_row(grid: Grid, row: int = 1) -> str:
    return "".join([_lines(grid)[0], _lines(grid)[row]])


_TEXTS: dict[str, tuple[Callable[[Grid], str | bytes], Fate, int | None]] = {
    "as it should be": (lambda g: g.text(), "loaded", N_ROWS),
    "an empty file": (lambda _: b"", "refused", None),
    "one byte": (lambda _: b"x", "refused", None),
    "only a byte order mark": (lambda _: b"\xef\xbb\xbf", "refused", None),
    "only line ends": (lambda _: "\n\r\n\n", "refused", None),
    "only a header": (lambda g: _lines(g)[0], "either", 0),
    "no header": (lambda g: "".join(_lines(g)[1:]), "refused", None),
    "two headers": (lambda g: _lines(g)[0] + g.text(), "either", N_ROWS + 1),
    "one row": (_one_row, "either", 1),
    "every row twice": (lambda g: g.text() + "".join(_lines(g)[1:]), "either", 2 * N_ROWS),
    "the same id everywhere": (
        lambda g: g.put("id", g.cells[1][g.roles["id"]], rows=range(1, 99)).text(),
        "either",
        12,
    ),
    "ids of nobody": (lambda g: g.put("id", "nobody", rows=range(1, 99)).text(), "either", N_ROWS),
    "a column missing": (lambda g: g.without("id").text(), "refused", None),
    "a column of dates missing": (lambda g: g.without("date").text(), "either", N_ROWS),
    "a column renamed": (lambda g: g.header("id", "number").text(), "refused", None),
    "a column twice": (lambda g: g.header("text", g.cells[0][g.roles["id"]]).text(), "refused", None),
    "a column in capitals": (lambda g: g.header("id", g.cells[0][g.roles["id"]].upper()).text(), "refused", None),
    "a column of the store's own": (lambda g: g.header("text", "_bad").text(), "either", N_ROWS),
    "a thousand columns more": (lambda g: _wide(g, 1_000), "either", N_ROWS),
    "ten thousand columns": (lambda g: _wide(g, 10_000), "refused", None),
    "rows of one cell more": (lambda g: "\n".join([*g.text().split("\n")[:3], "x,y;z" * 9]), "either", 3),
    "a row of one cell less": (lambda g: _with_line(g, "short\n"), "loaded", N_ROWS + 1),
    "a row of many cells": (lambda g: _with_line(g, g.delimiter * 40 + "\n"), "loaded", N_ROWS + 1),
    "an empty line inside": (lambda g: _with_line(g, "\n"), "loaded", N_ROWS),
    "a line of blanks inside": (lambda g: _with_line(g, "   \n"), "loaded", N_ROWS + 1),
    "no line end at its end": (lambda g: g.text().rstrip("\n"), "loaded", N_ROWS),
    "line ends of Windows": (lambda g: g.text().replace("\n", "\r\n"), "loaded", N_ROWS),
    "line ends of an old Mac": (lambda g: g.text().replace("\n", "\r"), "either", N_ROWS),
    "line ends of all kinds": (lambda g: g.text().replace("\n", "\r\n", 3).replace("\n", "\r", 5), "either", None),
    "commas for semicolons or the other way": (
        lambda g: _as_delimited(g, ";" if g.delimiter == "," else ","),
        "loaded",
        N_ROWS,
    ),
    "tabs": (lambda g: _as_delimited(g, "\t"), "refused", None),
    "bars": (lambda g: _as_delimited(g, "|"), "refused", None),
    "a quote never closed": (lambda g: _with_line(g, '"open' + g.delimiter + "x\n"), "refused", None),
    "a quote in the header never closed": (lambda g: '"' + g.text(), "refused", None),
    "text after a quote": (lambda g: _with_line(g, '"a"b' + g.delimiter + "x\n"), "refused", None),
    "everything quoted": (
        lambda g: "".join(g.delimiter.join(f'"{cell}"' for cell in row) + "\n" for row in g.cells),
        "loaded",
        N_ROWS,
    ),
    "everything in one quote": (lambda g: '"' + g.text() + '"', "refused", None),
    "single quotes": (
        lambda g: "".join(g.delimiter.join(f"'{cell}'" for cell in row) + "\n" for row in g.cells),
        "refused",
        None,
    ),
    "a byte order mark": (lambda g: b"\xef\xbb\xbf" + g.text().encode(), "loaded", N_ROWS),
    "two byte order marks": (lambda g: b"\xef\xbb\xbf" * 2 + g.text().encode(), "either", N_ROWS),
    "UTF-16": (lambda g: g.text().encode("utf-16"), "refused", None),
    "UTF-16 without a mark": (lambda g: g.text().encode("utf-16-le"), "refused", None),
    "UTF-16, big end first": (lambda g: b"\xfe\xff" + g.text().encode("utf-16-be"), "refused", None),
    "UTF-32": (lambda g: g.text().encode("utf-32"), "refused", None),
    "UTF-7": (lambda g: g.put("text", "ü").text().encode("utf-7"), "loaded", N_ROWS),
    "EBCDIC": (lambda g: g.text().encode("cp037"), "refused", None),
    "Latin-1": (lambda g: g.put("text", "Müller").text().encode("latin-1"), "refused", None),
    "two encodings": (lambda g: g.text().encode() + "ž".encode() + "ž".encode("cp1250") + b"\n", "refused", None),
    "a surrogate": (lambda g: g.put("text", "\ud800").text(), "refused", None),
    "an overlong slash": (lambda g: g.text().encode() + b"\xc0\xaf\n", "refused", None),
    "cut within a character": (lambda g: g.text().encode() + "é".encode()[:1], "refused", None),
    "a NUL at its end": (lambda g: g.text().encode() + b"\0", "refused", None),
    "a NUL in its header": (lambda g: b"\0" + g.text().encode(), "refused", None),
    "noise": (lambda _: _noise(5_000), "refused", None),
    "gzip under a wrong name": (lambda g: gzip.compress(g.text().encode()), "refused", None),
    "a zip archive": (_zipped, "refused", None),
    "HTML": (lambda _: "<!doctype html><html><body>Sign in</body></html>\n", "refused", None),
    "JSON": (lambda _: '{"rows": [{"id": 1}]}\n', "refused", None),
    "a PDF": (lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "refused", None),
    "a LFS pointer": (lambda _: "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "refused", None),
    "a row of two megabytes": (lambda g: _with_line(g, "x" * (5 << 20) + "\n"), "refused", None),
}


def _instead(make: Callable[[Path], object]) -> Spoiling:
    def spoil(source: Source, folder: Path) -> None:
        (folder / source.file).unlink()
        make(folder / source.file)

    return spoil


def _linked(source: Source, folder: Path) -> None:
    kept = folder.parent / f"{folder.name}.kept"
    (folder / source.file).rename(kept)
    (folder / source.file).symlink_to(kept)


def _packed(content: Callable[[bytes], bytes]) -> Spoiling:
    def spoil(source: Source, folder: Path) -> None:
        plain = folder / source.file
        (folder / f"{source.file}.gz").write_bytes(content(gzip.compress(plain.read_bytes())))
        plain.unlink()

    return spoil


def _listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir(path.parent)
        made.bind(path.name)


def _sparse(path: Path) -> None:
    with path.open("wb") as opened:
        opened.truncate(200 << 20)


_FILES: dict[str, tuple[Spoiling, Fate, int | None]] = {
    "not there": (_instead(lambda path: None), "refused", None),
    "a folder": (_instead(lambda path: path.mkdir()), "refused", None),
    "a link to a good file": (_linked, "loaded", N_ROWS),
    "a link to nothing": (_instead(lambda path: path.symlink_to(path.parent / "nothing")), "refused", None),
    "a link to itself": (_instead(lambda path: path.symlink_to(path)), "refused", None),
    "a link to a folder": (_instead(lambda path: path.symlink_to("/tmp")), "refused", None),
    "a link to endless zeros": (_instead(lambda path: path.symlink_to("/dev/zero")), "refused", None),
    "a link to nothing at all": (_instead(lambda path: path.symlink_to("/dev/null")), "refused", None),
    "a named pipe": (_instead(os.mkfifo), "refused", None),
    "a socket": (_instead(_listening), "refused", None),
    "200 MB of nothing": (_instead(_sparse), "refused", None),
    "gzip": (_packed(lambda packed: packed), "loaded", N_ROWS),
    "gzip cut off": (_packed(lambda packed: packed[:-12]), "refused", None),
    "gzip of one byte": (_packed(lambda packed: packed[:1]), "refused", None),
    "gzip with a wrong sum": (_packed(lambda packed: packed[:-8] + b"\0" * 8), "refused", None),
    "gzip with noise after it": (_packed(lambda packed: packed + _noise(50)), "refused", None),
    "gzip twice": (_packed(gzip.compress), "refused", None),
    "gzip that is text": (_packed(lambda packed: b"customer_id,opened_on\n"), "refused", None),
    "gzip of nothing": (_packed(lambda packed: b""), "refused", None),
}


def _parquet(make: Callable[[list[str]], pa.Array | bytes]) -> Spoiling:
    def spoil(source: Source, folder: Path) -> None:
        (folder / source.file).unlink()
        grid, path = source.grid, folder / f"{source.spoilt}.parquet"
        names, rows = list(grid.cells[0]), grid.cells[1:]
        columns = [[row[place] for row in rows] for place in range(len(names))]
        made = make(columns[grid.roles["date"]])
        if isinstance(made, bytes):
            path.write_bytes(made)
        else:
            arrays = [pa.array([cell or None for cell in column]) for column in columns]
            arrays[grid.roles["date"]] = made
            pq.write_table(pa.Table.from_arrays(arrays, names=names), path)

    return spoil


_COLUMNS: dict[str, Callable[[list[str]], pa.Array | bytes]] = {
    "text": pa.array,
    "large text": lambda days: pa.array(days, pa.large_string()),
    "words of a dictionary": lambda days: pa.array(days).dictionary_encode(),
    "bytes": lambda days: pa.array([day.encode() for day in days]),
    "bytes that are no text": lambda days: pa.array([b"\xff\xfe"] * len(days)),
    "whole numbers": lambda days: pa.array(range(len(days))),
    "the largest whole numbers": lambda days: pa.array([2**64 - 1] * len(days), pa.uint64()),
    "floats": lambda days: pa.array([float("nan"), float("inf"), *[0.5] * (len(days) - 2)]),
    "half floats": lambda days: pa.array([0.5] * len(days), pa.float16()),
    "decimals of 76 digits": lambda days: pa.array([None] * len(days), pa.decimal256(76, 3)),
    "truth values": lambda days: pa.array([True] * len(days)),
    "lists": lambda days: pa.array([[day] for day in days]),
    "records": lambda days: pa.array([{"day": day} for day in days]),
    "maps": lambda days: pa.array([[("day", day)] for day in days], pa.map_(pa.string(), pa.string())),
    "durations": lambda days: pa.array([1] * len(days), pa.duration("s")),
    "times of day": lambda days: pa.array([1] * len(days), pa.time64("us")),
    "nothing": lambda days: pa.nulls(len(days)),
    "days": lambda days: pa.array([18_262] * len(days), pa.date32()),
    "days out of all range": lambda days: pa.array([2**31 - 1] * len(days), pa.date32()),
    "milliseconds": lambda days: pa.array([0] * len(days), pa.date64()),
    "nanoseconds": lambda days: pa.array([2**62] * len(days), pa.timestamp("ns")),
    "seconds out of all range": lambda days: pa.array([2**53] * len(days), pa.timestamp("s")),
    "times of a zone": lambda days: pa.array([0] * len(days), pa.timestamp("us", tz="Asia/Kolkata")),
    "times of a zone that is none": lambda days: pa.array([0] * len(days), pa.timestamp("us", tz="Nowhere/None")),
    "no Parquet at all": lambda _: b"customer_id,opened_on\n1,2020-01-01\n",
    "an empty file": lambda _: b"",
    "only the four letters": lambda _: b"PAR1PAR1",
    "noise between the letters": lambda _: b"PAR1" + _noise(4_000) + b"\x00\x0f\x00\x00PAR1",
}
