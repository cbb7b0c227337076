"""Landing files: every row of a source, typed, with its place and its faults, in ``landed.<table>``.

A file whose content has landed before is not read again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from analytics.errors import InputError
from analytics.sources.files import SourceFile
from analytics.sources.headers import NamedColumns
from analytics.sources.parts import Form, Part
from analytics.sources.schemas import SQL_TYPES, TableSchema
from analytics.store.faults import PLACE, RAGGED_BIT, faults
from analytics.store.reading import WHITE, identifier, quoted, reading
from analytics.store.unwritten import unwritten

_STREAM = "incoming_rows"
_EXCERPT = 80


@dataclass(frozen=True)
class PlannedPart:
    """A file that is to be landed.

    Attributes
    ----------
    file : SourceFile
        The file.
    digest : str
        The SHA-256 of its bytes.
    part : Part
        The file, opened.
    columns : NamedColumns
        Its columns under their names in the store.
    """

    file: SourceFile
    digest: str
    part: Part
    columns: NamedColumns


@dataclass(frozen=True)
class PlannedTable:
    """A table that is to be landed.

    Attributes
    ----------
    schema : TableSchema
        Its contract.
    landed : str
        Its name in ``landed``.
    in_store : str
        Its name in ``source`` and in the report.
    parts : tuple of PlannedPart
        Its files, sorted by name; a part's number is its place here.
    link : str or None
        SQL that adds the schema's derived columns: a select from ``incoming`` (the landed columns of
        new rows). None if the table has none, or they are made later.
    """

    schema: TableSchema
    landed: str
    in_store: str
    parts: tuple[PlannedPart, ...]
    link: str | None = None

    def extras(self) -> tuple[str, ...]:
        """The columns that no contract names.

        Returns
        -------
        tuple of str
            Over all parts, in order of first appearance.
        """
        known = set(self.schema.column_names())
        names = (name for part in self.parts for name in part.columns.position if name not in known)
        return tuple(dict.fromkeys(names))


def land(cursor: duckdb.DuckDBPyConnection, table: PlannedTable, tell: Callable[[SourceFile], None]) -> int:
    """Bring ``landed.<table>`` to what the files hold now.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor within the load's transaction.
    table : PlannedTable
        The table.
    tell : callable
        Called with each file that is read.

    Returns
    -------
    int
        Files that were not read, as their content had landed before.

    Raises
    ------
    InputError
        If a file can't be read, or its rows can't be told apart.
    """
    _make_table(cursor, table)
    landed_before = _landed_parts(cursor, table)
    kept = _keep_landed(cursor, table, landed_before)
    for number, planned in enumerate(table.parts):
        if number not in kept:
            tell(planned.file)
            rows_in = _land_part(cursor, table, planned, number)
            cursor.execute(
                "INSERT INTO meta.parts VALUES ($table, $landed, $part, $file, $sha256, $columns, $rows_in)",
                {
                    "table": table.in_store,
                    "landed": table.landed,
                    "part": number,
                    "file": planned.file.label,
                    "sha256": planned.digest,
                    "columns": list(planned.columns.position),
                    "rows_in": rows_in,
                },
            )
    return len(kept)


def _make_table(cursor: duckdb.DuckDBPyConnection, table: PlannedTable) -> None:
    columns = [f"{identifier(column.name)} {SQL_TYPES[column.values]}" for column in table.schema.columns]
    derived = [f"{identifier(name)} {_DERIVED[name]}" for name in table.schema.derived if table.link]
    place = ["_part INTEGER", "_row BIGINT", "_bad BIGINT", "_value VARCHAR"]
    cursor.execute(
        f"CREATE TABLE IF NOT EXISTS landed.{identifier(table.landed)} ({', '.join(columns + derived + place)})"
    )
    present = _columns(cursor, table)
    for name in table.extras():
        if name not in present:
            cursor.execute(f"ALTER TABLE landed.{identifier(table.landed)} ADD COLUMN {identifier(name)} VARCHAR")
    known = {*table.schema.column_names(), *table.schema.derived, *PLACE, *table.extras()}
    for name in present:
        if name not in known:
            cursor.execute(f"ALTER TABLE landed.{identifier(table.landed)} DROP COLUMN {identifier(name)}")


_DERIVED = {
    "customer_id": "VARCHAR",
    "in_currency": "BOOLEAN",
    "is_own_act": "BOOLEAN",
    "is_inflow": "BOOLEAN",
    "file_order": "BIGINT",
}


def _columns(cursor: duckdb.DuckDBPyConnection, table: PlannedTable) -> list[str]:
    rows = cursor.execute(
        "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'landed' AND table_name = $name "
        "ORDER BY column_index",
        {"name": table.landed},
    ).fetchall()
    return [str(row[0]) for row in rows]


def _landed_parts(cursor: duckdb.DuckDBPyConnection, table: PlannedTable) -> dict[tuple[str, tuple[str, ...]], int]:
    rows = cursor.execute(
        "SELECT sha256, columns, part FROM meta.parts WHERE landed_table = $name ORDER BY part", {"name": table.landed}
    ).fetchall()
    return {(str(sha256), tuple(columns)): int(part) for sha256, columns, part in rows}


def _keep_landed(
    cursor: duckdb.DuckDBPyConnection, table: PlannedTable, landed: dict[tuple[str, tuple[str, ...]], int]
) -> set[int]:
    """Keep what is the same, under its new number and name; delete the rest. Returns the numbers kept."""
    moved: dict[int, int] = {}
    for number, planned in enumerate(table.parts):
        before = landed.pop((planned.digest, tuple(planned.columns.position)), None)
        if before is not None:
            moved[before] = number
    name = identifier(table.landed)
    gone = sorted(landed.values())
    if gone:
        cursor.execute(f"DELETE FROM landed.{name} WHERE _part IN (SELECT unnest($gone))", {"gone": gone})
        cursor.execute(
            "DELETE FROM meta.parts WHERE landed_table = $name AND part IN (SELECT unnest($gone))",
            {"name": table.landed, "gone": gone},
        )
    for source, where in ((f"landed.{name}", "TRUE"), ("meta.parts", f"landed_table = {quoted(table.landed)}")):
        column = "part" if source == "meta.parts" else "_part"
        changed = {before: after for before, after in moved.items() if before != after}
        if changed:
            cases = " ".join(f"WHEN {before} THEN {after}" for before, after in changed.items())
            listed = ", ".join(str(before) for before in changed)
            cursor.execute(
                f"UPDATE {source} SET {column} = CASE {column} {cases} END WHERE {where} AND {column} IN ({listed})"
            )
    for number in moved.values():
        cursor.execute(
            "UPDATE meta.parts SET file = $file WHERE landed_table = $name AND part = $part AND file <> $file",
            {"file": table.parts[number].file.label, "name": table.landed, "part": number},
        )
    return set(moved.values())


def _land_part(cursor: duckdb.DuckDBPyConnection, table: PlannedTable, planned: PlannedPart, number: int) -> int:
    count = planned.part.rows()
    stream = planned.part.reader(count)
    try:
        cursor.register(_STREAM, stream.batches)
        cursor.execute(_insertion(table, planned, number))
    except duckdb.Error as error:
        # The transaction is over: the cursor, and what is registered with it, are given up.
        raise (
            stream.failure or unwritten(error) or InputError(f"{planned.file.label} can't be loaded: {error}")
        ) from error
    cursor.unregister(_STREAM)
    if stream.failure:
        raise stream.failure
    if count.ragged:
        _land_ragged(cursor, table, number, count.ragged, count.excerpts)
    _reconcile(cursor, table, planned, number, count.n_rows)
    return count.n_rows


def _insertion(table: PlannedTable, planned: PlannedPart, number: int) -> str:
    names = [column.name for column in table.schema.columns if column.name in planned.columns.position]
    extras = [name for name in table.extras() if name in planned.columns.position]
    listed = ", ".join(identifier(name) for name in (*names, *extras, *PLACE))
    incoming = _typed_select(table.schema, planned, number, extras)
    if table.link is None:
        return f"INSERT INTO landed.{identifier(table.landed)} ({listed}) {incoming}"
    derived = ", ".join(identifier(name) for name in table.schema.derived)
    absent = [column for column in table.schema.columns if column.name not in planned.columns.position]
    filled = "".join(f", CAST(NULL AS {SQL_TYPES[column.values]}) AS {identifier(column.name)}" for column in absent)
    return (
        f"INSERT INTO landed.{identifier(table.landed)} ({listed}, {derived}) "
        f"WITH incoming AS (SELECT *{filled} FROM ({incoming})) SELECT {listed}, {derived} FROM ({table.link})"
    )


def _typed_select(schema: TableSchema, planned: PlannedPart, number: int, extras: Sequence[str]) -> str:
    values, blanks, codes, raws, finals = [], [], [], [], []
    listed = faults(schema)
    for column in schema.columns:
        position = planned.columns.position.get(column.name)
        if position is None:
            continue
        read = reading(column, planned.part.forms[position], f"c{position}", planned.file.label)
        bits = {fault.reason: fault.bit for fault in listed if fault.column == column.name}
        values.append(f"{read.value} AS v{position}")
        blanks.append(f"{read.blank} AS b{position}")
        cases = [f"WHEN b{position} THEN {bits['missing'] if column.needed else 0}"]
        for reason, condition in read.faults:
            cases.append(f"WHEN {condition.replace('{v}', f'v{position}')} THEN {bits[reason]}")
        codes.append(f"CASE {' '.join(cases)} ELSE 0 END AS e{position}")
        raws.append(f"WHEN e{position} <> 0 THEN left(CAST(c{position} AS VARCHAR), {_EXCERPT})")
        finals.append(
            f"CASE WHEN e{position} = 0 AND NOT b{position} THEN v{position} END AS {identifier(column.name)}"
        )
    for name in extras:
        position = planned.columns.position[name]
        finals.append(f"{_extra(position, planned.part.forms[position])} AS {identifier(name)}")
    total = " + ".join(["0", *(code.rpartition(" AS ")[2] for code in codes)]) + _span_fault(schema, planned)
    excerpt = f"CASE {' '.join(raws)} END" if raws else "CAST(NULL AS VARCHAR)"
    return (
        f"SELECT {', '.join([*finals, f'CAST({number} AS INTEGER) AS _part', '_row'])}, "
        f"CAST({total} AS BIGINT) AS _bad, {excerpt} AS _value "
        f"FROM (SELECT {', '.join(['*', *codes])} FROM (SELECT {', '.join(['*', *values, *blanks])} FROM {_STREAM}))"
    )


def _span_fault(schema: TableSchema, planned: PlannedPart) -> str:
    if schema.span is None or not set(schema.span) <= set(planned.columns.position):
        return ""
    first, last = (planned.columns.position[name] for name in schema.span)
    return f" + CASE WHEN e{first} = 0 AND e{last} = 0 AND v{last} < v{first} THEN {faults(schema)[-1].bit} ELSE 0 END"


def _extra(position: int, form: Form) -> str:
    raw = f"c{position}"
    if form is Form.TEXT:
        return f"CASE WHEN trim({raw}, {WHITE}) <> '' THEN {raw} END"
    if form in (Form.REAL, Form.SHORT_REAL):
        return f"CASE WHEN NOT isnan({raw}) THEN CAST({raw} AS VARCHAR) END"
    if form is Form.ZONED_TIME:
        return f"CAST(timezone('UTC', {raw}) AS VARCHAR)"
    return f"CAST({raw} AS VARCHAR)"


def _land_ragged(
    cursor: duckdb.DuckDBPyConnection, table: PlannedTable, number: int, rows: list[int], excerpts: dict[int, str]
) -> None:
    texts = [excerpts.get(row) for row in rows]
    cursor.register(_STREAM, pa.table({"row": pa.array(rows, pa.int64()), "text": pa.array(texts, pa.string())}))
    cursor.execute(
        f"INSERT INTO landed.{identifier(table.landed)} (_part, _row, _bad, _value) "
        f"SELECT {number}, row, {RAGGED_BIT}, text FROM {_STREAM}"
    )
    cursor.unregister(_STREAM)


def _reconcile(
    cursor: duckdb.DuckDBPyConnection, table: PlannedTable, planned: PlannedPart, number: int, counted: int
) -> None:
    row = cursor.execute(f"SELECT count(*) FROM landed.{identifier(table.landed)} WHERE _part = {number}").fetchone()
    landed = int(row[0]) if row else 0
    if landed != counted:
        raise InputError(
            f"{planned.file.label}: {counted:,} rows were counted and {landed:,} were read, so its rows can't be "
            f"told apart reliably. Look for stray quotes or line ends within fields."
        )
