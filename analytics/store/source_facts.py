"""What the warehouse says about its source: written at the end of a load, read by everyone else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from analytics.sources.quality import QualityReport, ReasonCount, TableQuality
from analytics.sources.schemas import BANK_TABLES
from analytics.store.default_outcome import AsOf
from analytics.store.plan import Plan, options_json
from analytics.store.reading import identifier
from analytics.vocabulary import SourceKind


def write_source(
    cursor: duckdb.DuckDBPyConnection,
    plan: Plan,
    *,
    currency: str,
    protected: tuple[str, ...],
    as_of: AsOf,
    notes: list[str],
) -> None:
    """Write what the warehouse says about its source.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor within the load's transaction.
    plan : Plan
        What was loaded.
    currency : str
        The reporting currency.
    protected : tuple of str
        Protected columns of ``customers``.
    as_of : AsOf
        The default as-of day and outcome.
    notes : list of str
        What else the report says.
    """
    cursor.execute(
        "DELETE FROM meta.source; DELETE FROM meta.ignored; DELETE FROM meta.notes; DELETE FROM meta.columns"
    )
    cursor.execute(
        "INSERT INTO meta.source VALUES ($kind, $path, $fingerprint, $loaded_at, $currency, $protected, $outcome, "
        "$as_of, $options)",
        {
            "kind": plan.kind.value,
            "path": str(plan.request.path.resolve()),
            "fingerprint": plan.fingerprint,
            "loaded_at": datetime.now(UTC).replace(tzinfo=None),
            "currency": currency,
            "protected": list(protected),
            "outcome": as_of.outcome,
            "as_of": as_of.day,
            "options": options_json(plan.request),
        },
    )
    for path in plan.ignored:
        cursor.execute("INSERT INTO meta.ignored VALUES ($path)", {"path": path})
    for position, note in enumerate([*plan.notes, *notes, *as_of.notes]):
        cursor.execute("INSERT INTO meta.notes VALUES ($position, $note)", {"position": position, "note": note})
    _write_columns(cursor, plan)


def quality_report(cursor: duckdb.DuckDBPyConnection, unread: Mapping[str, int], *, unchanged: bool) -> QualityReport:
    """Read the report of the last load.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor on a warehouse with a source.
    unread : mapping of str to int
        A table's files that were not read again.
    unchanged : bool
        Whether the load found nothing new.

    Returns
    -------
    QualityReport
        What it found.
    """
    row = cursor.execute("SELECT kind, path, currency, default_outcome, as_of_default FROM meta.source").fetchone()
    kind, path, currency, outcome, as_of = row or (SourceKind.BANK, "", "", None, date.min)
    ignored = cursor.execute("SELECT path FROM meta.ignored ORDER BY path").fetchall()
    notes = cursor.execute("SELECT note FROM meta.notes ORDER BY position").fetchall()
    missing = cursor.execute(
        "SELECT c.table_name, c.column_name FROM meta.columns AS c JOIN meta.tables AS t USING (table_name) "
        "WHERE t.present AND NOT c.present ORDER BY c.rowid"
    ).fetchall()
    return QualityReport(
        kind=SourceKind(kind),
        path=Path(str(path)),
        unchanged=unchanged,
        currency=str(currency),
        default_outcome=outcome,
        as_of_default=as_of,
        tables=_table_rows(cursor, unread),
        reasons=_reason_rows(cursor),
        missing_columns=tuple((str(table), str(column)) for table, column in missing),
        ignored=tuple(str(path) for (path,) in ignored),
        notes=tuple(str(note) for (note,) in notes),
    )


def _table_rows(cursor: duckdb.DuckDBPyConnection, unread: Mapping[str, int]) -> tuple[TableQuality, ...]:
    rows = cursor.execute(
        "SELECT t.table_name, t.present, t.rows_in, t.rows_loaded, t.rows_rejected, count(p.part) "
        "FROM meta.tables AS t LEFT JOIN meta.parts AS p USING (table_name) GROUP BY ALL"
    ).fetchall()
    order = {name: place for place, name in enumerate(BANK_TABLES)}
    rows.sort(key=lambda row: (order.get(str(row[0]), len(order)), str(row[0])))
    return tuple(
        TableQuality(name, present, rows_in, loaded, rejected, n_files, unread.get(name, 0))
        for name, present, rows_in, loaded, rejected, n_files in rows
    )


def _reason_rows(cursor: duckdb.DuckDBPyConnection) -> tuple[ReasonCount, ...]:
    rows = cursor.execute(
        "SELECT c.table_name, c.column_name, c.reason, c.effect, c.n_rows, "
        "(SELECT (r.file, r.row_number, r.value) FROM meta.rejections AS r WHERE r.table_name = c.table_name "
        "AND r.reason = c.reason AND r.column_name IS NOT DISTINCT FROM c.column_name ORDER BY r.rowid LIMIT 1) "
        "FROM meta.rejection_counts AS c ORDER BY c.table_name, c.n_rows DESC, c.reason, c.column_name"
    ).fetchall()
    found = []
    for table, column, reason, effect, n_rows, example in rows:
        shown = ""
        if example:
            file, row_number, value = example
            shown = f"{file}, row {row_number}" + (f', "{value}"' if value else "")
        found.append(ReasonCount(table, column, reason, effect, n_rows, shown))
    return tuple(found)


def _write_columns(cursor: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    given = {
        (table.schema.name, name)
        for table in plan.tables.values()
        for part in table.parts
        for name in part.columns.position
    }
    rows = cursor.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'source' "
        "AND database_name = current_database() ORDER BY table_name, column_index"
    ).fetchall()
    for table, column, data_type in rows:
        contract = BANK_TABLES.get(table)
        known = contract is not None and column in (*contract.column_names(), *contract.derived)
        derived = contract is not None and column in contract.derived
        filled = plan.kind is not SourceKind.BANK and _has_values(cursor, str(table), str(column))
        cursor.execute(
            "INSERT INTO meta.columns VALUES ($table, $column, $type, $present, $is_extra)",
            {
                "table": table,
                "column": column,
                "type": data_type,
                "present": filled or derived or (table, column) in given,
                "is_extra": not known,
            },
        )


def _has_values(cursor: duckdb.DuckDBPyConnection, table: str, column: str) -> bool:
    row = cursor.execute(
        f"SELECT EXISTS (SELECT 1 FROM source.{identifier(table)} WHERE {identifier(column)} IS NOT NULL)"
    ).fetchone()
    return bool(row and row[0])
