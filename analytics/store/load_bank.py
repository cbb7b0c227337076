"""Loading a bank folder: owners before what they own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from analytics.errors import InputError
from analytics.settings import DEFAULT_CURRENCY
from analytics.sources.files import SourceFile
from analytics.sources.schemas import ACCOUNTS, BANK_TABLES, SQL_TYPES, TRANSACTIONS, TableSchema
from analytics.store.faults import own_column, own_reason, rejecting_mask
from analytics.store.forgetting import blank_erased, blank_transactions
from analytics.store.landing import PlannedTable, land
from analytics.store.plan import Plan
from analytics.store.reading import identifier, quoted
from analytics.store.settling import Judged, count_faults, judged_by_contract, settle

Tell = Callable[[SourceFile], None]


def load_bank(cursor: duckdb.DuckDBPyConnection, plan: Plan, store: Path, tell: Tell) -> tuple[str, dict[str, int]]:
    """Load a bank folder.

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

    Returns
    -------
    currency : str
        The reporting currency.
    unread : dict of str to int
        A table's files that had landed before.

    Raises
    ------
    InputError
        If a file can't be read, or a needed table is mostly rejected.
    """
    unread = {}
    for name, schema in BANK_TABLES.items():
        if name not in plan.tables:
            make_empty(cursor, schema)
        elif schema is not TRANSACTIONS:
            unread[name] = land(cursor, plan.tables[name], tell)
    blank_erased(cursor, store)
    currency = (plan.request.currency or _common_currency(cursor)).upper()
    for name, schema in BANK_TABLES.items():
        if name not in plan.tables:
            continue
        table = plan.tables[name]
        if schema is ACCOUNTS:
            _settle_accounts(cursor, table, currency)
        elif schema is TRANSACTIONS:
            unread[name] = _load_transactions(cursor, table, store, tell)
        else:
            settle(cursor, judged_by_contract(schema, table.extras()))
    return currency, unread


def make_empty(cursor: duckdb.DuckDBPyConnection, schema: TableSchema) -> None:
    """Make a table that the source hasn't got, so that every question finds it.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor within the load's transaction.
    schema : TableSchema
        The table.
    """
    columns = ", ".join(f"{identifier(column.name)} {SQL_TYPES[column.values]}" for column in schema.columns)
    derived = ""
    if schema is TRANSACTIONS:
        derived = ", customer_id VARCHAR, in_currency BOOLEAN, is_own_act BOOLEAN, is_inflow BOOLEAN, file_order BIGINT"
    elif schema is ACCOUNTS:
        derived = ", in_currency BOOLEAN"
    cursor.execute(f"DROP TABLE IF EXISTS landed.{identifier(schema.name)}")
    cursor.execute("DELETE FROM meta.parts WHERE landed_table = $name", {"name": schema.name})
    cursor.execute(f"CREATE OR REPLACE TABLE source.{identifier(schema.name)} ({columns}{derived})")
    cursor.execute("INSERT INTO meta.tables VALUES ($name, FALSE, 0, 0, 0)", {"name": schema.name})


def _common_currency(cursor: duckdb.DuckDBPyConnection) -> str:
    row = cursor.execute(
        "SELECT currency FROM landed.accounts WHERE currency IS NOT NULL AND _bad = 0 "
        "GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1"
    ).fetchone()
    return str(row[0]) if row else DEFAULT_CURRENCY


def _settle_accounts(cursor: duckdb.DuckDBPyConnection, table: PlannedTable, currency: str) -> None:
    judged = judged_by_contract(ACCOUNTS, table.extras())
    marked = (
        f"SELECT *, coalesce(currency, {quoted(currency)}) = {quoted(currency)} AS in_currency FROM ({judged.rows})"
    )
    before = _exists(cursor, "source", "accounts")
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE accounts_before AS "
        + (
            "SELECT account_id, customer_id, in_currency FROM source.accounts"
            if before
            else "SELECT '' AS account_id, '' AS customer_id, TRUE AS in_currency LIMIT 0"
        )
    )
    columns = (*ACCOUNTS.column_names(), "in_currency", *table.extras())
    settle(cursor, Judged("accounts", "accounts", ACCOUNTS, marked, columns, table.extras()))


def _load_transactions(cursor: duckdb.DuckDBPyConnection, table: PlannedTable, store: Path, tell: Tell) -> int:
    if _exists(cursor, "landed", "transactions"):
        _link_again(cursor)
    cursor.execute("DROP TABLE accounts_before")
    _drop(cursor, "transactions")
    unread = land(cursor, table, tell)
    blank_transactions(cursor, store)
    columns = (*TRANSACTIONS.column_names(), *table.extras(), *TRANSACTIONS.derived)
    listed = ", ".join(identifier(name) for name in columns)
    clean = f"_bad & {rejecting_mask(TRANSACTIONS)} = 0 AND customer_id IS NOT NULL"
    cursor.execute(f"CREATE VIEW source.transactions AS SELECT {listed} FROM landed.transactions WHERE {clean}")
    flawed = f"""(
        SELECT *,
            CASE WHEN _own IS NOT NULL THEN _own WHEN customer_id IS NULL THEN 'no such account among those loaded'
            END AS _reason,
            CASE WHEN _own IS NOT NULL THEN _own_column WHEN customer_id IS NULL THEN 'account_id' END AS _column,
            CASE WHEN _own IS NOT NULL THEN _value WHEN customer_id IS NULL THEN account_id END AS _shown
        FROM (
            SELECT *, {own_reason(TRANSACTIONS)} AS _own, {own_column(TRANSACTIONS)} AS _own_column
            FROM landed.transactions
        )
    )"""
    count_faults(cursor, Judged("transactions", "transactions", TRANSACTIONS, "", columns), flawed)
    return unread


def _link_again(cursor: duckdb.DuckDBPyConnection) -> None:
    """Follow accounts that changed hands, currency or existence since the last load."""
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE accounts_changed AS "
        "SELECT account_id, after.customer_id, coalesce(after.in_currency, FALSE) AS in_currency "
        "FROM accounts_before AS before FULL JOIN source.accounts AS after USING (account_id) "
        "WHERE before.customer_id IS DISTINCT FROM after.customer_id "
        "OR before.in_currency IS DISTINCT FROM after.in_currency"
    )
    cursor.execute(
        "UPDATE landed.transactions SET customer_id = c.customer_id, in_currency = c.in_currency "
        "FROM accounts_changed AS c WHERE landed.transactions.account_id = c.account_id"
    )
    cursor.execute("DROP TABLE accounts_changed")


def _exists(cursor: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    row = cursor.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE schema_name = $schema AND table_name = $table "
        "AND database_name = current_database()",
        {"schema": schema, "table": table},
    ).fetchone()
    return bool(row and row[0])


def _drop(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
    found = cursor.execute(
        "SELECT table_type FROM information_schema.tables WHERE table_schema = 'source' AND table_name = $name",
        {"name": name},
    ).fetchone()
    if found:
        kind = "VIEW" if found[0] == "VIEW" else "TABLE"
        cursor.execute(f"DROP {kind} source.{identifier(name)}")


def refuse_mostly_rejected(cursor: duckdb.DuckDBPyConnection, needed: tuple[str, ...]) -> None:
    """Refuse a source most of whose rows of a needed table are bad: loading the rest would mislead.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor within the load's transaction.
    needed : tuple of str
        The needed tables.

    Raises
    ------
    InputError
        If more than half of a needed table's rows were rejected (erased people aside), or none is left
        of the customers.
    """
    for name in needed:
        row = cursor.execute(
            "SELECT rows_in, rows_loaded FROM meta.tables WHERE table_name = $name", {"name": name}
        ).fetchone()
        rows_in, rows_loaded = (int(row[0]), int(row[1])) if row else (0, 0)
        reasons = cursor.execute(
            "SELECT reason, column_name, n_rows FROM meta.rejection_counts "
            "WHERE table_name = $name AND effect = 'row rejected' AND reason <> 'erased' ORDER BY n_rows DESC",
            {"name": name},
        ).fetchall()
        n_bad = sum(int(count) for _, _, count in reasons)
        if name == "customers" and rows_in == 0:
            raise InputError("customers has no rows: there is nobody to describe.")
        if 2 * n_bad > rows_in:
            told = "; ".join(
                f"{column + ' ' if column else ''}{reason}: {count:,}" for reason, column, count in reasons
            )
            example = cursor.execute(
                "SELECT file, row_number, value FROM meta.rejections "
                "WHERE table_name = $name AND reason = $reason ORDER BY file, row_number LIMIT 1",
                {"name": name, "reason": reasons[0][0]},
            ).fetchone()
            first = f' The first: {example[0]}, row {example[1]}, "{example[2]}".' if example else ""
            raise InputError(
                f"{name}: {rows_in - rows_loaded:,} of {rows_in:,} rows would be rejected ({told}), and loading the "
                f"rest would mislead. Nothing was loaded.{first}"
            )
