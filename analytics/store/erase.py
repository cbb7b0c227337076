"""Erasing a customer: afterwards no file of the store holds the id, only a pseudonym is left."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.store.connection import Warehouse, open_for_reading, open_for_writing
from analytics.store.erased import KEY_FILE, erased_among, pseudonyms
from analytics.store.forgetting import forget_landed
from analytics.store.frames import table_name
from analytics.store.progress import FILE as PROGRESS_FILE
from analytics.store.publish import Source, write_snapshot
from analytics.store.rewriting import rewrite_warehouse
from analytics.store.shelf import current_id, point_at, snapshot_ids, snapshot_number
from analytics.store.snapshots import Snapshot, discard, open_snapshot
from analytics.vocabulary import SnapshotId

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

UPLOADS = "uploads"
"""Where the dashboard puts files before it loads them; they may be packed, so no search would tell who is in them."""

SHORTEST_WORD = 5
"""A shorter id ("17") is looked for only where ids stand: in free text it could mean anything."""

_PEOPLE = frozenset({"customer_id", "twin_id"})
"""Columns that name a customer; a row that does is gone with them."""

_NAMES_OF_OTHERS = frozenset(
    {
        *("account_id", "account", "region_id", "district_id", "A1", "disp_id", "disposition_id"),
        *("card_id", "loan_id", "order_id", "trans_id", "birth_number"),
    }
)
"""Columns that never name a customer. A bank that numbers its accounts as it numbers its customers has account 17 of
customer 23: erasing customer 17 must leave it. The customer's own accounts go by whose they are."""

_COLUMNS = """
    SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns()
    WHERE NOT internal AND schema_name IN ('landed', 'source', 'built', 'meta') ORDER BY ALL"""


@dataclass(frozen=True)
class _Column:
    """A column of a table of the warehouse."""

    table: str
    name: str
    is_text: bool


def is_known(store: Path, customer_id: str) -> bool:
    """Say whether a store holds a customer, or began to erase them.

    Parameters
    ----------
    store : Path
        The store's folder, with a loaded source.
    customer_id : str
        The id, exactly.

    Returns
    -------
    bool
        True if the warehouse or a snapshot has a row of theirs, or an erasure is on the list.
    """
    with open_for_reading(store) as warehouse:
        cursor = warehouse.cursor()
        found = any(
            cursor.execute(f"SELECT 1 FROM {table} WHERE customer_id = $id LIMIT 1", {"id": customer_id}).fetchall()  # noqa: S608
            for table, columns in _tables(cursor).items()
            if any(column.name == "customer_id" for column in columns)
        )
        cursor.close()
    return (
        found
        or is_listed(store, customer_id)
        or any(_holds(open_snapshot(store, each), customer_id) for each in snapshot_ids(store))
    )


def is_listed(store: Path, customer_id: str) -> bool:
    """Say whether a customer's erasure is on the warehouse's list already.

    Parameters
    ----------
    store : Path
        The store's folder, with a loaded source.
    customer_id : str
        The id, exactly.

    Returns
    -------
    bool
        True if the customer was erased, or an erasure of theirs was interrupted.
    """
    if not (store / KEY_FILE).exists():
        return False
    with open_for_reading(store) as warehouse:
        cursor = warehouse.cursor()
        found = bool(erased_among(cursor, store, [customer_id]))
        cursor.close()
    return found


def customers_called(store: Path, wanted: Collection[str]) -> list[str]:
    """Find the customers of a store who have one of these pseudonyms.

    Parameters
    ----------
    store : Path
        The store's folder, with the key that the pseudonyms were made with.
    wanted : collection of str
        Pseudonyms of customers who were erased.

    Returns
    -------
    list of str
        Their ids, sorted; empty where none of them is there.
    """
    if not wanted:
        return []
    with open_for_reading(store) as warehouse:
        ids = set(warehouse.frame("SELECT customer_id FROM source.customers")["customer_id"])
    for snapshot_id in snapshot_ids(store):
        snapshot = open_snapshot(store, snapshot_id)
        if "customers" in snapshot.tables():
            ids |= set(snapshot.ask("SELECT customer_id FROM customers")["customer_id"])
    listed = sorted(ids)
    return [each for each, found in zip(listed, pseudonyms(store, listed), strict=True) if found in wanted]


def erase_customer(store: Path, customer_id: str) -> None:
    """Remove a customer from the warehouse, from every snapshot and from what commands wrote down.

    Killed in between, it can be run again and finishes.

    Parameters
    ----------
    store : Path
        The store's folder, with a loaded source.
    customer_id : str
        The id, exactly.

    Raises
    ------
    StoreBusyError
        If another process writes to the store.
    """
    with open_for_writing(store) as warehouse:
        _erase_from_warehouse(warehouse, store, customer_id)
    for snapshot_id in snapshot_ids(store):
        _rewrite_snapshot(store, snapshot_id, customer_id)
    rewrite_warehouse(store)
    _erase_from_notes(store, customer_id)


def word_pattern(customer_id: str) -> str:
    """Make the pattern by which an id is found in free text.

    Parameters
    ----------
    customer_id : str
        The id.

    Returns
    -------
    str
        A regular expression that finds it as a word of its own.

    Examples
    --------
    >>> import re
    >>> bool(re.search(word_pattern("C.17"), "paid by C.17, late")), bool(re.search(word_pattern("C.17"), "C.170"))
    (True, False)
    """
    escaped = re.sub(r"([^A-Za-z0-9_])", r"\\\1", customer_id)
    return f"(^|[^A-Za-z0-9]){escaped}($|[^A-Za-z0-9])"


def _erase_from_warehouse(warehouse: Warehouse, store: Path, customer_id: str) -> None:
    with warehouse.transaction() as cursor:
        tables = _tables(cursor)
        accounts = _accounts(cursor, tables, customer_id)
        forget_landed(cursor, store, customer_id, accounts)
        for table, columns in tables.items():
            _erase_from_table(cursor, table, columns, customer_id, accounts)
        cursor.execute("DELETE FROM meta.stages")
        _count_anew(cursor)


def _count_anew(cursor: DuckDBPyConnection) -> None:
    """Count the erased rows as rejected, so that rows in are still those loaded and those rejected."""
    text = "SELECT t.table_name FROM meta.tables AS t JOIN duckdb_columns() AS c USING (table_name) "
    text += "WHERE t.present AND c.schema_name = 'source' GROUP BY t.table_name"
    for (name,) in cursor.execute(text).fetchall():
        counted = f"(SELECT count(*) FROM source.{table_name(str(name))})"  # noqa: S608
        cursor.execute(
            f"UPDATE meta.tables SET rows_rejected = rows_in - {counted}, rows_loaded = {counted} "  # noqa: S608
            "WHERE table_name = $name",
            {"name": name},
        )


def _tables(cursor: DuckDBPyConnection) -> dict[str, list[_Column]]:
    found: dict[str, list[_Column]] = {}
    views = {
        f"{row[0]}.{row[1]}"
        for row in cursor.execute("SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    }
    for schema, table, column, data_type in cursor.execute(_COLUMNS).fetchall():
        if f"{schema}.{table}" not in views:
            name = f"{table_name(schema)}.{table_name(table)}"
            found.setdefault(name, []).append(_Column(name, str(column), data_type == "VARCHAR"))
    return found


def _accounts(cursor: DuckDBPyConnection, tables: dict[str, list[_Column]], customer_id: str) -> list[str]:
    """Name the accounts that are the customer's: rows that know only the account are theirs too."""
    found: set[str] = set()
    for table, columns in tables.items():
        # A disponent may use an account that is another's, and that stays.
        is_owner = not table.endswith('"dispositions"')
        if is_owner and {"customer_id", "account_id"} <= {column.name for column in columns}:
            text = f"SELECT DISTINCT account_id FROM {table} WHERE customer_id = $id"  # noqa: S608
            found |= {str(row[0]) for row in cursor.execute(text, {"id": customer_id}).fetchall() if row[0] is not None}
    return sorted(found)


def _erase_from_table(
    cursor: DuckDBPyConnection, table: str, columns: list[_Column], customer_id: str, accounts: list[str]
) -> None:
    names = {column.name for column in columns}
    for name in sorted(_PEOPLE & names):
        cursor.execute(f"DELETE FROM {table} WHERE {name} = $id", {"id": customer_id})  # noqa: S608
    if "account_id" in names and accounts:
        text = f"DELETE FROM {table} WHERE list_contains($accounts, account_id)"  # noqa: S608
        cursor.execute(text, {"accounts": accounts})
    if table.startswith('"built"'):
        return
    for column in columns:
        if not column.is_text or column.name in _NAMES_OF_OTHERS:
            continue
        quoted = '"' + column.name.replace('"', '""') + '"'
        is_named = f"{quoted} = $id"
        values: dict[str, object] = {"id": customer_id}
        if len(customer_id) >= SHORTEST_WORD or table == '"meta"."rejections"':
            is_named, values = f"regexp_matches({quoted}, $pattern)", {"pattern": word_pattern(customer_id)}
        elif not column.name.endswith("_id"):
            continue
        if cursor.execute(f"SELECT 1 FROM {table} WHERE {is_named} LIMIT 1", values).fetchall():  # noqa: S608
            cursor.execute(f"UPDATE {table} SET {quoted} = NULL WHERE {is_named}", values)  # noqa: S608


def _holds(snapshot: Snapshot, customer_id: str) -> bool:
    return any(
        not snapshot.ask(f'SELECT 1 AS found FROM "{table}" WHERE customer_id = $id LIMIT 1', id=customer_id).empty  # noqa: S608
        for table in snapshot.tables()
        if "customer_id" in snapshot.columns(table)
    )


def _rewrite_snapshot(store: Path, snapshot_id: SnapshotId, customer_id: str) -> None:
    """Write the snapshot anew under a new id, serve that where it was served, remove the old file."""
    snapshot = open_snapshot(store, snapshot_id)
    facts = {key: value for key, value in snapshot.facts.items() if key not in {"snapshot_id", "fingerprint"}}
    sources = {
        table: _without(snapshot, table, customer_id) for table in sorted(snapshot.tables() - {"snapshot_facts"})
    }
    rewritten = write_snapshot(store, sources, {**facts, "fingerprint": ""}, number=snapshot_number(snapshot_id))
    if current_id(store) == snapshot_id:
        point_at(store, rewritten)
    discard(store, snapshot_id)


def _without(snapshot: Snapshot, table: str, customer_id: str) -> Source:
    columns = snapshot.columns(table)
    conditions = [f'"{name}" IS DISTINCT FROM $id' for name in columns if name in _PEOPLE]
    values: dict[str, object] = {"id": customer_id} if conditions else {}
    if len(customer_id) >= SHORTEST_WORD or table == "quality_rejections":
        texts = [name for name in columns if name in {"value", "counterparty", "detail", "file"}]
        conditions += [f'NOT coalesce(regexp_matches(CAST("{name}" AS VARCHAR), $pattern), false)' for name in texts]
        values |= {"pattern": word_pattern(customer_id)} if texts else {}
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return lambda: snapshot.stream(f'SELECT * FROM "{table}"{where}', **values)  # noqa: S608


def _erase_from_notes(store: Path, customer_id: str) -> None:
    """Remove progress and error notes that name the customer, and files that were uploaded through the dashboard."""
    shutil.rmtree(store / UPLOADS, ignore_errors=True)
    for note in (store / PROGRESS_FILE, *(store / "logs").glob("*")):
        if note.is_file() and customer_id.encode() in note.read_bytes():
            note.unlink()
