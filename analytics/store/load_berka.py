"""Loading the Berka bank: its tables land as they are, and SQL makes a bank's tables of them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from analytics.sources.berka import BERKA_TABLES, CHANNELS, IN_STORE, TERMS
from analytics.sources.schemas import BANK_TABLES
from analytics.store.faults import own_column, own_reason, rejecting_mask
from analytics.store.forgetting import blank_erased
from analytics.store.landing import PlannedTable, land
from analytics.store.load_bank import Tell, make_empty
from analytics.store.plan import Plan
from analytics.store.reading import identifier, quoted
from analytics.store.settling import Judged, settle
from analytics.store.statements import statement

CURRENCY = "CZK"
_PLACE = ("_part", "_row", "_bad", "_value", "_reason", "_column", "_shown")


def load_berka(cursor: duckdb.DuckDBPyConnection, plan: Plan, store: Path, tell: Tell) -> tuple[str, dict[str, int]]:
    """Load the Berka bank.

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
        A table's files that had landed before, by its name in the store.

    Raises
    ------
    InputError
        If a file can't be read.
    """
    unread = {}
    for name in IN_STORE:
        table = plan.tables.get(name) or PlannedTable(BERKA_TABLES[name], name, IN_STORE[name], ())
        unread[IN_STORE[name]] = land(cursor, table, tell)
    blank_erased(cursor, store)
    currency = (plan.request.currency or CURRENCY).upper()
    _make_dictionary(cursor, "berka_terms", "english", TERMS)
    _make_dictionary(cursor, "berka_channels", "channel", CHANNELS)
    for name, table_name in BANK_TABLES.items():
        if name not in IN_STORE.values():
            make_empty(cursor, table_name)
    for name, in_store in IN_STORE.items():
        settle(cursor, _judged(cursor, name, in_store, currency))
        if name not in plan.tables:
            cursor.execute("UPDATE meta.tables SET present = FALSE WHERE table_name = $name", {"name": in_store})
    cursor.execute("DROP TABLE berka_terms; DROP TABLE berka_channels")
    return currency, unread


def _judged(cursor: duckdb.DuckDBPyConnection, name: str, in_store: str, currency: str) -> Judged:
    schema = BERKA_TABLES[name]
    rows = statement("berka", in_store).format(
        own_reason=own_reason(schema),
        own_column=own_column(schema),
        account_mask=rejecting_mask(BERKA_TABLES["account"]),
        currency=quoted(currency),
    )
    described = cursor.execute(f"DESCRIBE {rows}").fetchall()
    columns = tuple(str(row[0]) for row in described if row[0] not in _PLACE)
    return Judged(in_store, name, schema, rows, columns)


def _make_dictionary(cursor: duckdb.DuckDBPyConnection, name: str, value: str, words: dict[str, str]) -> None:
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {identifier(name)} (czech VARCHAR, {identifier(value)} VARCHAR)")
    cursor.executemany(f"INSERT INTO {identifier(name)} VALUES (?, ?)", [list(pair) for pair in words.items()])
