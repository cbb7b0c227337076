"""Settling a landed table: clean rows go to ``source.<table>``, the rest is counted with its reason."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from analytics.sources.quality import ROW_REJECTED, VALUE_DROPPED
from analytics.sources.schemas import TableSchema
from analytics.store.faults import faults, own_column, own_reason
from analytics.store.reading import identifier, quoted

MOST_EXAMPLES = 1_000
_JUDGED = "judged_rows"
_DECIMAL_NUMBER = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$"


@dataclass(frozen=True)
class Judged:
    """A landed table with a verdict on every row.

    Attributes
    ----------
    table : str
        Its name in ``source`` and in the report.
    landed : str
        Its name in ``landed``.
    schema : TableSchema
        What its fault bits mean.
    rows : str
        A select of every landed row with the columns of the table, ``_part``, ``_row``, ``_bad``, and
        ``_reason`` (null for a row that is loaded), ``_column`` and ``_shown``.
    columns : tuple of str
        Columns of the table, in order.
    extras : tuple of str
        Those of them that no contract names: numbers if every value is one, else text.
    """

    table: str
    landed: str
    schema: TableSchema
    rows: str
    columns: tuple[str, ...]
    extras: tuple[str, ...] = ()


def judged_by_contract(schema: TableSchema, extras: tuple[str, ...]) -> Judged:
    """Judge the rows of a bank's table: by themselves, then their owner, then their key.

    Parameters
    ----------
    schema : TableSchema
        The table.
    extras : tuple of str
        Its columns that no contract names.

    Returns
    -------
    Judged
        The verdicts.
    """
    owner = f"{schema.owner[:-1]}_id" if schema.owner else None
    no_owner, is_owned = _owner_sql(schema.owner, owner)
    same_key, copy, key = _key_sql(schema.key)
    rows = f"""
        WITH itself AS (
            SELECT *, {own_reason(schema)} AS _own, {own_column(schema)} AS _own_column
            FROM landed.{identifier(schema.name)}
        ),
        owned AS (SELECT *, {is_owned} AS _is_owned FROM itself),
        copied AS (SELECT *, {copy} AS _copy FROM owned)
        SELECT *,
            CASE
                WHEN _own IS NOT NULL THEN _own
                WHEN NOT _is_owned THEN {no_owner}
                WHEN _copy > 1 THEN {same_key}
            END AS _reason,
            CASE WHEN _own IS NOT NULL THEN _own_column WHEN NOT _is_owned THEN {quoted(owner or "")} END AS _column,
            CASE
                WHEN _own IS NOT NULL THEN _value
                WHEN NOT _is_owned THEN {identifier(owner) if owner else "NULL"}
                WHEN _copy > 1 THEN {key}
            END AS _shown
        FROM copied
    """
    return Judged(schema.name, schema.name, schema, rows, (*schema.column_names(), *extras), extras)


def settle(cursor: duckdb.DuckDBPyConnection, judged: Judged) -> int:
    """Make ``source.<table>`` of the rows that pass, and count the rest in ``meta``.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor within the load's transaction.
    judged : Judged
        The verdicts.

    Returns
    -------
    int
        Rows that passed.
    """
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {_JUDGED} AS {judged.rows}")
    numbers = number_columns(cursor, f"(SELECT * FROM {_JUDGED} WHERE _reason IS NULL)", judged.extras)
    listed = ", ".join(
        f"CAST({identifier(name)} AS DOUBLE) AS {identifier(name)}" if name in numbers else identifier(name)
        for name in judged.columns
    )
    cursor.execute(
        f"CREATE OR REPLACE TABLE source.{identifier(judged.table)} AS "
        f"SELECT {listed} FROM {_JUDGED} WHERE _reason IS NULL ORDER BY _part, _row"
    )
    n_loaded = count_faults(cursor, judged, _JUDGED)
    cursor.execute(f"DROP TABLE {_JUDGED}")
    return n_loaded


def count_faults(cursor: duckdb.DuckDBPyConnection, judged: Judged, relation: str) -> int:
    """Count what was wrong, keep examples, and write the table's row of ``meta.tables``.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor within the load's transaction.
    judged : Judged
        The verdicts.
    relation : str
        SQL of the judged rows.

    Returns
    -------
    int
        Rows that passed.
    """
    named = {"table": judged.table}
    cursor.execute(
        f"INSERT INTO meta.rejection_counts SELECT $table, _reason, _column, {quoted(ROW_REJECTED)}, count(*) "
        f"FROM {relation} WHERE _reason IS NOT NULL GROUP BY _reason, _column",
        named,
    )
    _keep_examples(cursor, judged, f"SELECT *, 0 AS _bit FROM {relation} WHERE _reason IS NOT NULL")
    _count_dropped(cursor, judged, relation)
    row = cursor.execute(f"SELECT count(*), count(*) FILTER (_reason IS NULL) FROM {relation}").fetchone()
    n_landed, n_loaded = (int(row[0]), int(row[1])) if row else (0, 0)
    cursor.execute(
        "INSERT INTO meta.tables SELECT $table, TRUE, coalesce(sum(rows_in), 0), $loaded, $rejected "
        "FROM meta.parts WHERE landed_table = $landed",
        {**named, "loaded": n_loaded, "rejected": n_landed - n_loaded, "landed": judged.landed},
    )
    return n_loaded


def number_columns(cursor: duckdb.DuckDBPyConnection, relation: str, names: tuple[str, ...]) -> set[str]:
    """Which text columns hold nothing but numbers.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor on the warehouse.
    relation : str
        SQL of the rows.
    names : tuple of str
        The columns to look at.

    Returns
    -------
    set of str
        Those that have a value, and whose every value is a finite number without leading zeros (a code
        such as ``007`` is text).
    """
    if not names:
        return set()
    tests = ", ".join(
        f"coalesce(bool_and({identifier(name)} IS NULL OR (regexp_matches(trim({identifier(name)}), "
        f"{quoted(_DECIMAL_NUMBER)}) AND isfinite(TRY_CAST({identifier(name)} AS DOUBLE)))), FALSE) "
        f"AND count({identifier(name)}) > 0"
        for name in names
    )
    row = cursor.execute(f"SELECT {tests} FROM {relation}").fetchone()
    return {name for name, is_number in zip(names, row or (), strict=False) if is_number}


def _owner_sql(table: str | None, column: str | None) -> tuple[str, str]:
    if table is None or column is None:
        return "NULL", "TRUE"
    found = f"{identifier(column)} IN (SELECT {identifier(column)} FROM source.{identifier(table)})"
    return quoted(f"no such {table[:-1]} among those loaded"), f"coalesce({found}, FALSE)"


def _key_sql(key: tuple[str, ...]) -> tuple[str, str, str]:
    if not key:
        return "NULL", "1", "NULL"
    columns = ", ".join(identifier(name) for name in key)
    passes = "_own IS NULL AND _is_owned"
    copy = f"CASE WHEN {passes} THEN row_number() OVER (PARTITION BY {columns}, {passes} ORDER BY _part, _row) END"
    return quoted(f"the same {', '.join(key)} as an earlier row"), copy, f"left(concat_ws(', ', {columns}), 80)"


def _count_dropped(cursor: duckdb.DuckDBPyConnection, judged: Judged, relation: str) -> None:
    flawed = f"(SELECT * FROM {relation} WHERE _reason IS NULL AND _bad <> 0)"
    for fault in faults(judged.schema):
        if fault.rejects:
            continue
        row = cursor.execute(f"SELECT count(*) FROM {flawed} WHERE _bad & {fault.bit} <> 0").fetchone()
        if not row or not row[0]:
            continue
        cursor.execute(
            "INSERT INTO meta.rejection_counts VALUES ($table, $reason, $column, $effect, $n_rows)",
            {
                "table": judged.table,
                "reason": fault.reason,
                "column": fault.column,
                "effect": VALUE_DROPPED,
                "n_rows": int(row[0]),
            },
        )
        # The excerpt is of the row's first bad value: it is this column's only if this is the lowest bit.
        shown = f"CASE WHEN _bad & {fault.bit - 1} = 0 THEN _value END"
        _keep_examples(
            cursor,
            judged,
            f"SELECT * REPLACE ({quoted(fault.reason)} AS _reason, {quoted(fault.column or '')} AS _column, "
            f"{shown} AS _shown) FROM {flawed} WHERE _bad & {fault.bit} <> 0",
        )


def _keep_examples(cursor: duckdb.DuckDBPyConnection, judged: Judged, relation: str) -> None:
    cursor.execute(
        f"INSERT INTO meta.rejections "
        f"SELECT $table, parts.file, r._row, nullif(r._column, ''), r._reason, r._shown "
        f"FROM (SELECT _part, _row, _reason, _column, _shown FROM ({relation}) "
        f"QUALIFY row_number() OVER (PARTITION BY _reason, _column ORDER BY _part, _row) <= {MOST_EXAMPLES}) AS r "
        f"JOIN meta.parts AS parts ON parts.landed_table = $landed AND parts.part = r._part "
        f"ORDER BY r._reason, r._column, r._part, r._row",
        {"table": judged.table, "landed": judged.landed},
    )
