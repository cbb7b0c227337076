"""Blanking the rows of erased people, so that nothing of them is kept when a source is loaded.

A blanked row keeps its place (so that rows in = loaded + rejected still holds) and the word
"erased", and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from analytics.store.erased import erased_among, pseudonym
from analytics.store.faults import ERASED_BIT
from analytics.store.reading import identifier

_ACCOUNT = "account:"
"""Tells the pseudonym of an account from that of a customer with the same id."""


def forget_landed(cursor: duckdb.DuckDBPyConnection, store: Path, customer_id: str, accounts: Iterable[str]) -> None:
    """Put a customer on the list of the erased, and blank their rows in ``landed``.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor within a transaction on the warehouse.
    store : Path
        The store's folder, which holds the key of the pseudonyms.
    customer_id : str
        The customer.
    accounts : iterable of str
        The customer's accounts. They are listed too: a later file may name one when its owner's row is
        blank.
    """
    names = [customer_id, *(_ACCOUNT + account for account in accounts)]
    for name in names:
        cursor.execute(
            "INSERT INTO meta.erased VALUES ($pseudonym, now() AT TIME ZONE 'UTC') ON CONFLICT DO NOTHING",
            {"pseudonym": pseudonym(store, name)},
        )
    blank_erased(cursor, store)
    if "transactions" in _columns_by_table(cursor):
        blank_transactions(cursor, store)
    cursor.execute("DROP TABLE erased_ids; DROP TABLE erased_accounts; DROP TABLE erased_cards")


def blank_erased(cursor: duckdb.DuckDBPyConnection, store: Path) -> int:
    """Blank every landed row of people who were erased.

    Leaves the temporary tables ``erased_ids``, ``erased_accounts`` and ``erased_cards`` (dispositions), for
    `blank_transactions` and for whoever has to remove the rows elsewhere.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor within a transaction on the warehouse.
    store : Path
        The store's folder.

    Returns
    -------
    int
        People on the list who are in the source.
    """
    tables = _columns_by_table(cursor)
    ids = _ids(cursor, tables)
    erased = erased_among(cursor, store, ids)
    cursor.execute("CREATE OR REPLACE TEMP TABLE erased_ids AS SELECT unnest($ids) AS customer_id", {"ids": erased})
    cursor.execute("CREATE OR REPLACE TEMP TABLE erased_accounts (account_id VARCHAR)")
    cursor.execute("CREATE OR REPLACE TEMP TABLE erased_cards (disp_id VARCHAR)")
    _list_accounts(cursor, tables)
    named = [table for table, columns in tables.items() if "account_id" in columns and table != "transactions"]
    _list_named_accounts(cursor, store, [f"SELECT account_id FROM landed.{identifier(table)}" for table in named])
    for table, columns in tables.items():
        for column, listed in (
            ("customer_id", "erased_ids"),
            ("client_id", "erased_ids"),
            ("account_id", "erased_accounts"),
            ("disp_id", "erased_cards"),
        ):
            if column in columns and not (table == "disp" and column == "account_id"):
                _blank(cursor, table, columns, column, listed)
    return len(erased)


def blank_transactions(cursor: duckdb.DuckDBPyConnection, store: Path) -> None:
    """Blank what was landed since `blank_erased` of the accounts of erased people.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        The same cursor.
    store : Path
        The store's folder.
    """
    _list_named_accounts(cursor, store, ["SELECT account_id FROM landed.transactions WHERE customer_id IS NULL"])
    row = cursor.execute("SELECT count(*) FROM erased_accounts").fetchone()
    if row and row[0]:
        _blank(cursor, "transactions", _columns_by_table(cursor)["transactions"], "account_id", "erased_accounts")


def _columns_by_table(cursor: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    rows = cursor.execute(
        "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() "
        "WHERE schema_name = 'landed' AND database_name = current_database() GROUP BY table_name ORDER BY table_name"
    ).fetchall()
    return {str(name): list(columns) for name, columns in rows}


def _ids(cursor: duckdb.DuckDBPyConnection, tables: dict[str, list[str]]) -> list[str]:
    selects = [
        f"SELECT {column} AS id FROM landed.{identifier(table)} WHERE {column} IS NOT NULL"
        for table, columns in tables.items()
        for column in ("customer_id", "client_id")
        if column in columns and table != "transactions"
    ]
    if not selects:
        return []
    return [
        str(row[0]) for row in cursor.execute(f"SELECT DISTINCT id FROM ({' UNION ALL '.join(selects)})").fetchall()
    ]


def _list_accounts(cursor: duckdb.DuckDBPyConnection, tables: dict[str, list[str]]) -> None:
    if "accounts" in tables:
        cursor.execute(
            "INSERT INTO erased_accounts SELECT DISTINCT account_id FROM landed.accounts "
            "WHERE account_id IS NOT NULL AND customer_id IN (SELECT customer_id FROM erased_ids)"
        )
    if "disp" in tables:
        cursor.execute(
            "INSERT INTO erased_accounts SELECT DISTINCT account_id FROM landed.disp "
            "WHERE type = 'OWNER' AND client_id IN (SELECT customer_id FROM erased_ids)"
        )
        cursor.execute(
            "INSERT INTO erased_cards SELECT disp_id FROM landed.disp "
            "WHERE client_id IN (SELECT customer_id FROM erased_ids)"
        )


def _list_named_accounts(cursor: duckdb.DuckDBPyConnection, store: Path, selects: list[str]) -> None:
    row = cursor.execute("SELECT count(*) FROM meta.erased").fetchone()
    if not selects or not row or not row[0]:
        return
    found = cursor.execute(
        f"SELECT DISTINCT account_id FROM ({' UNION ALL '.join(selects)}) WHERE account_id IS NOT NULL"
    ).fetchall()
    prefixed = [_ACCOUNT + str(account_id) for (account_id,) in found]
    erased = [name.removeprefix(_ACCOUNT) for name in erased_among(cursor, store, prefixed)]
    cursor.execute("INSERT INTO erased_accounts SELECT unnest($accounts)", {"accounts": erased})


def _blank(cursor: duckdb.DuckDBPyConnection, table: str, columns: list[str], column: str, listed: str) -> None:
    emptied = ", ".join(f"{identifier(name)} = NULL" for name in columns if name not in ("_part", "_row", "_bad"))
    wanted = {"erased_ids": "customer_id", "erased_accounts": "account_id", "erased_cards": "disp_id"}[listed]
    cursor.execute(
        f"UPDATE landed.{identifier(table)} SET {emptied}, _bad = {ERASED_BIT} "
        f"WHERE {identifier(column)} IN (SELECT {wanted} FROM {listed})"
    )
