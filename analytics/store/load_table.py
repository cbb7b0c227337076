"""Loading a customer table: one file, a row a customer, with a label."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb

from analytics.errors import InputError, MissingColumnError
from analytics.settings import DEFAULT_PROTECTED
from analytics.sources.headers import closest
from analytics.sources.schemas import BANK_TABLES, Column, TableSchema, ValueType
from analytics.sources.table import TableOptions, positive_values
from analytics.sources.table_levers import refuse_categories, refuse_number, refuse_unfit
from analytics.store.erased import erased_among
from analytics.store.faults import ERASED_BIT, RAGGED_BIT
from analytics.store.landing import land
from analytics.store.load_bank import Tell, make_empty
from analytics.store.plan import Plan
from analytics.store.reading import MISSING, WHITE, identifier, quoted
from analytics.store.settling import Judged, count_faults, number_columns

_JUDGED = "judged_customers"
_MOST_LABEL_VALUES = 1_000
_NEARLY = 0.95


def load_table(cursor: duckdb.DuckDBPyConnection, plan: Plan, store: Path, tell: Tell, as_of: date) -> dict[str, int]:
    """Load a customer table.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor within the load's transaction.
    plan : Plan
        What there is to load.
    store : Path
        The store's folder.
    tell : callable
        Called with each file that is read.
    as_of : date
        The day that the table describes.

    Returns
    -------
    dict of str to int
        A table's files that had landed before.

    Raises
    ------
    MissingColumnError
        If a column that the call names is not there.
    InputError
        If the label's values are not understood, or the file can't be read.
    """
    options, table = plan.request.table, plan.tables["customers"]
    names = table.extras()
    _require_named(options, plan.request.protected, names)
    hidden = (*protected_columns(names, plan.request.protected), *options.ignore)
    for lever in options.levers:
        refuse_unfit(lever, named=names, label=options.label, id_column=options.id_column, hidden=hidden)
    unread = {"customers": land(cursor, table, tell)}
    _blank_erased(cursor, store, options, names)
    columns = tuple(name for name in names if name not in (options.id_column, options.label))
    judged = Judged(
        "customers", "customers", _label_schema(options), _judged_rows(options, names), ("customer_id", *columns)
    )
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {_JUDGED} AS {judged.rows}")
    numbers = number_columns(cursor, f"(SELECT * FROM {_JUDGED} WHERE _reason IS NULL)", columns)
    _refuse_unfit_values(cursor, options, numbers)
    _make_source_tables(cursor, options, columns, numbers, plan.request.protected)
    _make_outcomes(cursor, options, as_of)
    count_faults(cursor, judged, _JUDGED)
    cursor.execute(f"DROP TABLE {_JUDGED}")
    for name, schema in BANK_TABLES.items():
        if name not in ("customers", "outcomes"):
            make_empty(cursor, schema)
    return unread


def nearly_numbers(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Say which text columns are numbers but for a few cells, so that an analyst can mend them.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor on a warehouse with a customer table.

    Returns
    -------
    list of str
        A sentence a column.
    """
    rows = cursor.execute(
        "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'source' AND table_name = 'attributes' "
        "AND data_type = 'VARCHAR' AND column_name <> 'customer_id' AND database_name = current_database() "
        "ORDER BY column_index"
    ).fetchall()
    notes = []
    for (name,) in rows:
        quoted_name = identifier(str(name))
        found = cursor.execute(
            f"SELECT count({quoted_name}), count(TRY_CAST({quoted_name} AS DOUBLE)), "
            f"min({quoted_name}) FILTER (TRY_CAST({quoted_name} AS DOUBLE) IS NULL) FROM source.attributes"
        ).fetchone()
        if found and found[0] and _NEARLY * found[0] <= found[1] < found[0]:
            notes.append(
                f"{name}: {found[1]:,} of {found[0]:,} values are numbers, and others such as "
                f'"{str(found[2])[:40]}" are not, so the column is taken as categories. Empty those cells to have '
                f"it as numbers."
            )
    return notes


def protected_columns(present: Iterable[str], named: Iterable[str]) -> tuple[str, ...]:
    """The protected columns among those present: the default ones and those that a call names.

    Parameters
    ----------
    present : iterable of str
        Columns of ``customers``.
    named : iterable of str
        Those that the call protects.

    Returns
    -------
    tuple of str
        In the order in which they are present; capitals make no difference.
    """
    wanted = {name.lower() for name in (*DEFAULT_PROTECTED, *named)}
    return tuple(name for name in present if name.lower() in wanted)


def _require_named(options: TableOptions, protected: Iterable[str], names: tuple[str, ...]) -> None:
    asked = {
        "--label": [options.label],
        "--id": [options.id_column],
        "--ignore": options.ignore,
        "--protected": protected,
    }
    for option, wanted in asked.items():
        for name in wanted:
            if name is not None and name not in names:
                meant = closest(name, names)
                error = MissingColumnError(table="customers", column=name, found=names, closest=meant)
                hint = f' Did you mean "{meant}"?' if meant else ""
                raise InputError(
                    f"{option} {name}: there is no such column.{hint} It has: {_listed(names)}."
                ) from error
    if options.label == options.id_column:
        raise InputError("--label and --id name the same column.")
    if options.id_column is None and any(name.lower() == "customer_id" and name != options.label for name in names):
        found = next(name for name in names if name.lower() == "customer_id")
        raise InputError(f'The file has a column "{found}". Say --id {found} if it names the customers, or rename it.')


def _refuse_unfit_values(cursor: duckdb.DuckDBPyConnection, options: TableOptions, numbers: set[str]) -> None:
    for lever in options.levers:
        column = f"trim({identifier(lever.column)}, {WHITE})"
        values = [
            str(row[0])
            for row in cursor.execute(
                f"SELECT DISTINCT {column} AS v FROM {_JUDGED} WHERE _reason IS NULL AND {column} <> '' ORDER BY v "
                f"LIMIT {_MOST_LABEL_VALUES}"
            ).fetchall()
        ]
        if len(values) < 2:
            raise InputError(f"--lever {lever.text()}: {lever.column} has the same value for everyone.")
        if lever.column in numbers:
            refuse_number(lever)
        else:
            refuse_categories(lever, values)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:40]) + (f" and {len(names) - 40} more" if len(names) > 40 else "")


def _label_schema(options: TableOptions) -> TableSchema:
    id_column = (Column(options.id_column, ValueType.TEXT),) if options.id_column else ()
    return TableSchema("customers", id_column)


def _blank_erased(
    cursor: duckdb.DuckDBPyConnection, store: Path, options: TableOptions, names: tuple[str, ...]
) -> None:
    if options.id_column is None:
        return
    column = identifier(options.id_column)
    ids = [
        str(row[0])
        for row in cursor.execute(f"SELECT {column} FROM landed.customers WHERE {column} IS NOT NULL").fetchall()
    ]
    erased = erased_among(cursor, store, ids)
    emptied = ", ".join(f"{identifier(name)} = NULL" for name in (*names, "_value"))
    if erased:
        cursor.execute(
            f"UPDATE landed.customers SET {emptied}, _bad = {ERASED_BIT} WHERE {column} IN (SELECT unnest($ids))",
            {"ids": erased},
        )


def _judged_rows(options: TableOptions, names: tuple[str, ...]) -> str:
    column = identifier(options.id_column) if options.id_column else None
    customer = column or "format('row-{:06d}', _row)"
    listed = ", ".join(identifier(name) for name in names if name not in (options.id_column, options.label))
    copy = f"row_number() OVER (PARTITION BY {column}, _bad ORDER BY _row)" if column else "1"
    missing = f"{column} IS NULL" if column else "FALSE"
    return f"""
        SELECT {customer} AS customer_id, {listed + "," if listed else ""}
            {identifier(options.label or "")} AS _label, _part, _row, _bad,
            CASE
                WHEN _bad & {RAGGED_BIT} <> 0 THEN 'another number of fields than the header'
                WHEN _bad & {ERASED_BIT} <> 0 THEN 'erased'
                WHEN {missing} THEN {quoted(MISSING)}
                WHEN {copy} > 1 THEN 'the same id as an earlier row'
            END AS _reason,
            CASE WHEN _bad = 0 THEN {quoted(options.id_column or "")} END AS _column,
            CASE WHEN _bad = 0 THEN {column or "NULL"} ELSE _value END AS _shown
        FROM landed.customers
    """


def _make_source_tables(
    cursor: duckdb.DuckDBPyConnection,
    options: TableOptions,
    columns: tuple[str, ...],
    numbers: set[str],
    protected: Iterable[str],
) -> None:
    hidden = {*protected_columns(columns, protected), *options.ignore}
    for table, names in (
        ("customers", columns),
        ("attributes", tuple(name for name in columns if name not in hidden)),
    ):
        listed = ", ".join(
            f"CAST({identifier(name)} AS DOUBLE) AS {identifier(name)}" if name in numbers else identifier(name)
            for name in names
        )
        cursor.execute(
            f"CREATE OR REPLACE TABLE source.{table} AS SELECT customer_id{', ' + listed if listed else ''} "
            f"FROM {_JUDGED} WHERE _reason IS NULL ORDER BY _row"
        )


def _make_outcomes(cursor: duckdb.DuckDBPyConnection, options: TableOptions, as_of: date) -> None:
    label = f"trim(_label, {WHITE})"
    labelled = f"FROM {_JUDGED} WHERE _reason IS NULL AND _label IS NOT NULL"
    values = [
        str(row[0])
        for row in cursor.execute(
            f"SELECT DISTINCT {label} AS v {labelled} ORDER BY v LIMIT {_MOST_LABEL_VALUES}"
        ).fetchall()
    ]
    positives = positive_values(values, options.positive, options.label or "")
    cursor.execute(
        f"CREATE OR REPLACE TABLE source.outcomes AS SELECT customer_id, CAST($as_of AS DATE) AS as_of, "
        f"$outcome AS outcome, CAST(list_contains($positives, {label}) AS TINYINT) AS value {labelled} ORDER BY _row",
        {"as_of": as_of, "outcome": options.outcome, "positives": list(positives)},
    )
    cursor.execute(f"INSERT INTO meta.tables SELECT 'outcomes', TRUE, count(*), count(*), 0 {labelled}")
