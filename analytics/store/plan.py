"""What a load is going to do: which files are which table, under which names, with which content.

Everything here is read from the outside of the files (names, headers, digests), before the store is
opened; what is wrong with the source as a whole is said here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics.errors import InputError, MissingColumnError
from analytics.sources.berka import BERKA_TABLES, IN_STORE, NEEDED_TABLES
from analytics.sources.files import (
    BANK_ENDINGS,
    BERKA_ENDINGS,
    FoundFiles,
    SourceFile,
    content_digest,
    find_files,
)
from analytics.sources.headers import Rename, closest, named_columns, parse_renames, require_columns
from analytics.sources.kinds import source_kind
from analytics.sources.parts import open_part
from analytics.sources.schemas import BANK_TABLES, TableSchema
from analytics.sources.table import TableOptions
from analytics.store.landing import PlannedPart, PlannedTable
from analytics.store.statements import statement
from analytics.vocabulary import SourceKind

_READING_VERSION = 1
"""Raised when the same bytes would be read differently than before."""


@dataclass(frozen=True)
class LoadRequest:
    """What a call asks for.

    Attributes
    ----------
    path : Path
        The source.
    kind : SourceKind or None
        Its kind, where the call names it.
    renames : tuple of str
        Each ``TABLE.COLUMN=NAME``.
    currency : str or None
        The reporting currency.
    protected : tuple of str
        Columns of ``customers`` that are protected besides the default ones.
    table : TableOptions
        What concerns a customer table only.
    """

    path: Path
    kind: SourceKind | None
    renames: tuple[str, ...]
    currency: str | None
    protected: tuple[str, ...]
    table: TableOptions


@dataclass(frozen=True)
class Plan:
    """What a load is going to do.

    Attributes
    ----------
    request : LoadRequest
        What was asked for.
    kind : SourceKind
        The source's kind.
    tables : mapping of str to PlannedTable
        By the table's name in the source.
    ignored : tuple of str
        Files and folders that belong to no table.
    notes : tuple of str
        What the report should say about the files.
    fingerprint : str
        Changes when a file's content, a table's columns or an option does.
    """

    request: LoadRequest
    kind: SourceKind
    tables: Mapping[str, PlannedTable]
    ignored: tuple[str, ...]
    notes: tuple[str, ...]
    fingerprint: str


def plan_load(request: LoadRequest) -> Plan:
    """Look at a source from the outside.

    Parameters
    ----------
    request : LoadRequest
        What is asked for.

    Returns
    -------
    Plan
        What would be loaded.

    Raises
    ------
    InputError
        If the source is none of the kinds, lacks a table, or a file can't be opened.
    MissingColumnError
        If a needed column is missing.
    """
    kind = source_kind(request.path, request.kind)
    _check_options(request, kind)
    schemas, found = _found(request, kind)
    renames = parse_renames(request.renames, schemas)
    tables = {
        name: _planned(schemas[name], files, [rename for rename in renames if rename.table == name])
        for name, files in found.tables.items()
    }
    _check_renames(renames, tables)
    notes = tuple(
        f"{part.file.label}: {dropped} is not used."
        for table in tables.values()
        for part in table.parts
        for dropped in part.columns.dropped
    )
    return Plan(request, kind, tables, found.ignored, notes, _fingerprint(request, kind, tables))


def options_json(request: LoadRequest) -> str:
    """The options of a call, as ``meta.source`` keeps them.

    Parameters
    ----------
    request : LoadRequest
        What was asked for.

    Returns
    -------
    str
        A JSON object.
    """
    return json.dumps(_options(request), ensure_ascii=False, sort_keys=True)


def _options(request: LoadRequest) -> dict[str, str | list[str] | None]:
    table = request.table
    told: dict[str, str | list[str] | None] = {
        "renames": sorted(request.renames),
        "currency": request.currency,
        "protected": sorted(request.protected),
        "label": table.label,
        "id": table.id_column,
        "positive": table.positive,
        "outcome": table.outcome,
        "ignore": sorted(table.ignore),
        "as_of": table.as_of.isoformat() if isinstance(table.as_of, date) else None,
    }
    # Only where there are any, so that what was loaded before there were levers is still the same source.
    return told | {"levers": [lever.text() for lever in table.levers]} if table.levers else told


def _check_options(request: LoadRequest, kind: SourceKind) -> None:
    if request.currency is not None and not (len(request.currency) == 3 and request.currency.isalpha()):
        raise InputError(f"--currency {request.currency} is not a currency of three letters, such as EUR.")
    table = request.table
    given = {
        "--label": table.label,
        "--id": table.id_column,
        "--positive": table.positive,
        "--ignore": table.ignore,
        "--as-of": table.as_of,
        "--lever": table.levers,
        "--outcome": table.outcome != TableOptions.outcome,
    }
    if kind is not SourceKind.TABLE:
        for option, value in given.items():
            if value:
                raise InputError(f"{option} is for a customer table; {request.path} is of kind {kind}.")
    elif table.label is None:
        raise InputError(f"{request.path} is a customer table: name the column of its outcome with --label.")
    elif not table.outcome.strip():
        raise InputError("--outcome must be a name.")


def _found(request: LoadRequest, kind: SourceKind) -> tuple[dict[str, TableSchema], FoundFiles]:
    path = request.path
    if kind is SourceKind.TABLE:
        if not path.name.lower().endswith(BANK_ENDINGS):
            raise InputError(f"{path} must end in {', '.join(BANK_ENDINGS)} for a customer table.")
        file = SourceFile("customers", path, path.name)
        return {"customers": TableSchema("customers", ())}, FoundFiles({"customers": (file,)}, ())
    if kind is SourceKind.BERKA:
        found = find_files(path, tuple(BERKA_TABLES), BERKA_ENDINGS)
        _require_tables(path, NEEDED_TABLES, found, BERKA_ENDINGS)
        return BERKA_TABLES, found
    found = find_files(path, tuple(BANK_TABLES), BANK_ENDINGS)
    _require_tables(path, [name for name, schema in BANK_TABLES.items() if schema.needed], found, BANK_ENDINGS)
    return BANK_TABLES, found


def _require_tables(path: Path, needed: Sequence[str], found: FoundFiles, endings: tuple[str, ...]) -> None:
    for name in needed:
        if name not in found.tables:
            there = ", ".join(found.tables) or "none of the tables"
            raise InputError(
                f"{path} has no table {name}, which is needed: a file {name}{endings[0]}, or another of the endings "
                f"{', '.join(endings)}. It has: {there}."
            )


def _planned(schema: TableSchema, files: tuple[SourceFile, ...], renames: Sequence[Rename]) -> PlannedTable:
    parts = []
    for file in files:
        part = open_part(file)
        columns = named_columns(file.label, part.columns, renames, schema.derived)
        _require(schema, file, tuple(columns.position))
        parts.append(PlannedPart(file, content_digest(file), part, columns))
    _refuse_copies(parts)
    link = statement("links", schema.name) if schema.name == "transactions" else None
    in_store = IN_STORE[schema.name] if schema.name in BERKA_TABLES else schema.name
    return PlannedTable(schema, schema.name, in_store, tuple(parts), link)


def _require(schema: TableSchema, file: SourceFile, found: tuple[str, ...]) -> None:
    try:
        require_columns(schema.name, schema.needed_names(), found)
    except MissingColumnError as error:
        tabs = "\t" in "".join(found)
        if len(found) == 1 and tabs:
            raise InputError(
                f"{file.label} seems to be separated by tabs. Write it with commas or semicolons."
            ) from error
        raise
    _refuse_look_alikes(schema, file, found)


def _refuse_look_alikes(schema: TableSchema, file: SourceFile, found: tuple[str, ...]) -> None:
    # An optional column under another spelling would be taken for an attribute, and its meaning lost.
    for column in schema.columns:
        if column.name in found:
            continue
        others = [name for name in found if name not in schema.column_names()]
        meant = closest(column.name, others)
        if meant is not None and _same_letters(meant, column.name):
            raise InputError(
                f'{file.label} has a column "{meant}"; did you mean "{column.name}"? Rename it in the file, or map '
                f"it with --rename {schema.name}.{meant}={column.name}."
            )


def _same_letters(one: str, other: str) -> bool:
    return "".join(filter(str.isalnum, one)).lower() == "".join(filter(str.isalnum, other)).lower()


def _refuse_copies(parts: Sequence[PlannedPart]) -> None:
    seen: dict[str, PlannedPart] = {}
    for part in parts:
        first = seen.setdefault(part.digest, part)
        if first is not part and part.part.rows().n_rows > 0:
            raise InputError(
                f"{first.file.label} and {part.file.label} have the same content, which would count every row twice. "
                f"Remove one of them."
            )


def _check_renames(renames: Sequence[Rename], tables: Mapping[str, PlannedTable]) -> None:
    for rename in renames:
        if rename.table not in tables:
            raise InputError(f"--rename {rename.table}.{rename.column}: the source has no table {rename.table}.")
        columns = tables[rename.table].parts[0].part.columns
        if not any(rename.column in part.part.columns for part in tables[rename.table].parts):
            meant = closest(rename.column, columns)
            asked = f"--rename {rename.table}.{rename.column}={rename.name}"
            hint = f' Did you mean "{meant}"?' if meant else ""
            raise InputError(
                f'{asked}: {rename.table} has no column "{rename.column}".{hint} It has: {", ".join(columns)}.'
            )


def _fingerprint(request: LoadRequest, kind: SourceKind, tables: Mapping[str, PlannedTable]) -> str:
    content = sorted(
        (name, number, part.digest, list(part.columns.position))
        for name, table in tables.items()
        for number, part in enumerate(table.parts)
    )
    told = json.dumps([_READING_VERSION, kind, content, _options(request)], sort_keys=True)
    return hashlib.sha256(told.encode("utf-8")).hexdigest()
