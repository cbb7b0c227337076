"""A look at a source before it is loaded: its tables, columns, first rows, and what to rename."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from analytics.errors import InputError
from analytics.sources.berka import BERKA_TABLES, NEEDED_TABLES
from analytics.sources.bytestream import checked_chunks
from analytics.sources.delimited import read_header
from analytics.sources.files import BANK_ENDINGS, BERKA_ENDINGS, FoundFiles, SourceFile, find_files
from analytics.sources.headers import closest
from analytics.sources.kinds import source_kind
from analytics.sources.parts import open_part
from analytics.sources.schemas import BANK_TABLES, TableSchema
from analytics.vocabulary import SourceKind

PREVIEW_ROWS = 20
_MOST_CHARACTERS = 200


@dataclass(frozen=True)
class TablePreview:
    """A look at one table.

    Attributes
    ----------
    table : str
        Its name.
    files : tuple of str
        Its files, as the source names them.
    columns : tuple of str
        Columns of the first file, as they are.
    rows : tuple of tuple of str
        The first rows of the first file, as text; a missing cell is empty.
    missing : tuple of str
        Needed columns that are not there.
    absent : tuple of str
        Columns that the contract knows, that need not be there, and are not.
    suggested : mapping of str to str
        A column of the file, and the column of the contract that it looks like.
    problem : str or None
        Why it can't be read, in words.
    """

    table: str
    files: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    missing: tuple[str, ...]
    absent: tuple[str, ...]
    suggested: Mapping[str, str]
    problem: str | None = None


@dataclass(frozen=True)
class SourcePreview:
    """A look at a source.

    Attributes
    ----------
    kind : SourceKind
        Its kind.
    path : Path
        Where it is.
    tables : tuple of TablePreview
        Those that it has, in the contract's order.
    missing_tables : tuple of str
        Needed tables that it hasn't.
    absent_tables : tuple of str
        Tables that it need not have, and hasn't.
    ignored : tuple of str
        Files and folders that belong to no table.
    """

    kind: SourceKind
    path: Path
    tables: tuple[TablePreview, ...]
    missing_tables: tuple[str, ...]
    absent_tables: tuple[str, ...]
    ignored: tuple[str, ...]


def preview(path: Path, kind: SourceKind | None = None) -> SourcePreview:
    """Look at a source without loading it; of each file only the beginning is read.

    Parameters
    ----------
    path : Path
        A folder or a file.
    kind : SourceKind, optional
        Its kind, where that should not be seen from the path.

    Returns
    -------
    SourcePreview
        Its tables, and what is missing. What is wrong with one file is told in its table's ``problem``.

    Raises
    ------
    InputError
        If there is nothing at the path that is a source.
    """
    found_kind = source_kind(path, kind)
    if found_kind is SourceKind.TABLE:
        file = SourceFile("customers", path, path.name)
        found, schemas, needed = FoundFiles({"customers": (file,)}, ()), {"customers": TableSchema("customers", ())}, ()
        return _source(found_kind, path, found, schemas, needed)
    if found_kind is SourceKind.BERKA:
        found = find_files(path, tuple(BERKA_TABLES), BERKA_ENDINGS)
        return _source(found_kind, path, found, BERKA_TABLES, NEEDED_TABLES)
    found = find_files(path, tuple(BANK_TABLES), BANK_ENDINGS)
    return _source(found_kind, path, found, BANK_TABLES, [name for name, table in BANK_TABLES.items() if table.needed])


def _source(
    kind: SourceKind, path: Path, found: FoundFiles, schemas: Mapping[str, TableSchema], needed: Sequence[str]
) -> SourcePreview:
    absent = tuple(name for name in schemas if name not in found.tables)
    return SourcePreview(
        kind=kind,
        path=path,
        tables=tuple(_table(schemas[name], files) for name, files in found.tables.items()),
        missing_tables=tuple(name for name in absent if name in needed),
        absent_tables=tuple(name for name in absent if name not in needed),
        ignored=found.ignored,
    )


def _table(schema: TableSchema, files: tuple[SourceFile, ...]) -> TablePreview:
    labels = tuple(file.label for file in files)
    try:
        columns = open_part(files[0]).columns
        rows = _parquet_rows(files[0]) if files[0].is_parquet else _text_rows(files[0])
    except InputError as error:
        return TablePreview(schema.name, labels, (), (), schema.needed_names(), (), {}, str(error))
    missing = tuple(name for name in schema.needed_names() if name not in columns)
    absent = tuple(name for name in schema.column_names() if name not in columns and name not in missing)
    return TablePreview(schema.name, labels, columns, rows, missing, absent, suggested_renames(schema, columns))


def suggested_renames(schema: TableSchema, columns: Sequence[str]) -> dict[str, str]:
    """Which columns look like columns of the contract that are missing.

    Parameters
    ----------
    schema : TableSchema
        The table's contract.
    columns : sequence of str
        The columns that there are.

    Returns
    -------
    dict of str to str
        A column and what it should be called; each at most once, needed ones first.
    """
    unused = [name for name in columns if name not in schema.column_names()]
    wanted = sorted((column for column in schema.columns if column.name not in columns), key=lambda c: not c.needed)
    suggested: dict[str, str] = {}
    for column in wanted:
        meant = closest(column.name, [name for name in unused if name not in suggested])
        if meant is not None:
            suggested[meant] = column.name
    return suggested


def _text_rows(file: SourceFile) -> tuple[tuple[str, ...], ...]:
    header = read_header(file)
    head = io.StringIO(next(checked_chunks(file), b"").decode("utf-8", errors="ignore"), newline="")
    reader = csv.reader(head, delimiter=header.delimiter)
    filled = (row for row in reader if row)
    try:
        return tuple(tuple(cell[:_MOST_CHARACTERS] for cell in row) for row in islice(filled, 1, PREVIEW_ROWS + 1))
    except csv.Error as error:
        raise InputError(f"{file.label}: the first rows can't be read: {error}.") from error


def _parquet_rows(file: SourceFile) -> tuple[tuple[str, ...], ...]:
    try:
        with pyarrow.parquet.ParquetFile(str(file.path)) as opened:
            batch = next(opened.iter_batches(batch_size=PREVIEW_ROWS), None)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{file.label}: the first rows can't be read: {error}") from error
    if batch is None:
        return ()
    columns = [column.to_pylist() for column in batch.columns]
    return tuple(
        tuple("" if cell is None else str(cell)[:_MOST_CHARACTERS] for cell in row)
        for row in zip(*columns, strict=True)
    )
