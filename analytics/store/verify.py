"""Checking a store: that it holds what it says, and that what it holds fits together."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

from analytics.errors import DamagedStoreError, StoreBusyError, StoreEmptyError, TandemError
from analytics.store.connection import WAREHOUSE_FILE, Warehouse, open_for_reading
from analytics.store.frames import table_name
from analytics.store.publish import file_sha256
from analytics.store.shelf import Manifest, current_id, read_manifest, snapshot_file, snapshot_ids
from analytics.store.snapshots import Snapshot, is_open_here, open_snapshot
from analytics.store.statements import statement
from analytics.vocabulary import PUBLISHED, SnapshotId

_MAY_BE_MISSING = {"drivers": "segment_id", "retention": "segment_id", "patterns": "outcome"}
"""A column of a table's key in which missing means something: everyone, and whatever follows."""

_NEEDED = {
    "segments_without_key_or_name": ("segments",),
    "membership_without_segment": ("membership", "segments"),
    "customers_not_once_a_level": ("membership", "features"),
    "scores_off_their_margin": ("attributions", "scores"),
}


def store_problems(store: Path) -> tuple[str, ...]:
    """Check the warehouse and every snapshot of a store.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    tuple of str
        One sentence a problem; empty where all is well.

    Raises
    ------
    StoreEmptyError
        If there is no store.
    """
    if not (store / WAREHOUSE_FILE).exists() and not snapshot_ids(store) and not (store / "CURRENT").exists():
        raise StoreEmptyError(f"There is nothing to verify in {store}: run ingest PATH first.")
    return (*_warehouse_problems(store), *_shelf_problems(store))


def damage(store: Path) -> tuple[str, ...]:
    """Check only that every file can be read and is the one that was written, not what it says.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    tuple of str
        One sentence a problem; empty where all is well.
    """
    found = [_file_problem(store, snapshot_id) for snapshot_id in snapshot_ids(store)]
    return (*_warehouse_problems(store), *(problem for problem in found if problem is not None))


def snapshot_problems(store: Path, snapshot_id: SnapshotId) -> tuple[str, ...]:
    """Check one snapshot: its file against its manifest, its rows against its keys.

    Parameters
    ----------
    store : Path
        The store's folder.
    snapshot_id : SnapshotId
        The snapshot.

    Returns
    -------
    tuple of str
        One sentence a problem; empty where all is well.
    """
    problem = _file_problem(store, snapshot_id)
    if problem is not None:
        return (problem,)
    try:
        snapshot, manifest = open_snapshot(store, snapshot_id), read_manifest(store, snapshot_id)
        return tuple(f"Snapshot {snapshot_id}: {found}" for found in _content_problems(snapshot, manifest))
    except (TandemError, duckdb.Error) as broken:
        return (str(broken).splitlines()[0],)


def _file_problem(store: Path, snapshot_id: SnapshotId) -> str | None:
    try:
        if _digest(store, snapshot_id) != read_manifest(store, snapshot_id).sha256:
            return f"Snapshot {snapshot_id}: its file is not the one that was published (SHA-256 differs)."
    except DamagedStoreError as broken:
        return str(broken)
    return None


def _shelf_problems(store: Path) -> Iterator[str]:
    known = snapshot_ids(store)
    try:
        current = current_id(store)
    except DamagedStoreError as broken:
        yield str(broken)
    else:
        if current is not None and current not in known:
            yield f"The snapshot that is served, {current}, is not there. Choose one with: snapshots --use ID."
    for snapshot_id in known:
        yield from snapshot_problems(store, snapshot_id)


def _digest(store: Path, snapshot_id: SnapshotId) -> str:
    path = snapshot_file(store, snapshot_id)
    if not is_open_here(store, snapshot_id):
        return file_sha256(path)
    # Opening and closing the file here would drop the lock that this process has on it as a database.
    code = "import hashlib,sys; print(hashlib.file_digest(open(sys.argv[1],'rb'),'sha256').hexdigest())"
    command = [sys.executable, "-c", code, str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _content_problems(snapshot: Snapshot, manifest: Manifest) -> Iterator[str]:
    for table in sorted(snapshot.tables() | set(manifest.n_rows)):
        if table not in snapshot.tables():
            yield f"the table {table} is missing."
            continue
        n_rows = int(snapshot.ask(f'SELECT count(*) AS n FROM "{table}"')["n"].iloc[0])  # noqa: S608
        if n_rows != manifest.n_rows.get(table):
            yield f"{table} has {n_rows:,} rows and should have {manifest.n_rows.get(table, 0):,}."
    for name in sorted(set(PUBLISHED) & snapshot.tables()):
        yield from _published_problems(snapshot, name)
    for check, needed in _NEEDED.items():
        if set(needed) <= snapshot.tables():
            found = snapshot.ask(statement("checks", check))
            if not found.empty:
                yield f"{check.replace('_', ' ')}: {len(found):,}, the first {', '.join(map(str, found.iloc[0]))}."


def _published_problems(snapshot: Snapshot, name: str) -> Iterator[str]:
    table = PUBLISHED[name]
    missing = [column for column in table.columns if column not in snapshot.columns(name)]
    if missing:
        yield f"{name} has no column {', '.join(missing)}."
        return
    key = ", ".join(f'"{column}"' for column in table.key)
    twice = snapshot.ask(f'SELECT {key} FROM "{name}" GROUP BY {key} HAVING count(*) > 1 LIMIT 1')  # noqa: S608
    if not twice.empty:
        yield f"{name} has more than one row for {', '.join(map(str, twice.iloc[0]))}."
    never_missing = [column for column in table.key if column != _MAY_BE_MISSING.get(name)]
    is_missing = " OR ".join(f'"{column}" IS NULL' for column in never_missing)
    if not snapshot.ask(f'SELECT 1 AS found FROM "{name}" WHERE {is_missing} LIMIT 1').empty:  # noqa: S608
        yield f"{name} has a row without a key ({key})."


def _warehouse_problems(store: Path) -> Iterator[str]:
    if not (store / WAREHOUSE_FILE).exists():
        yield f"There is no {WAREHOUSE_FILE}: nothing can be built. Run ingest PATH, or restore a backup."
        return
    try:
        with open_for_reading(store) as warehouse:
            yield from _source_problems(warehouse)
            yield from _unreadable(warehouse)
    except StoreBusyError:
        raise
    except (TandemError, duckdb.Error) as broken:
        yield f"The warehouse is damaged: {str(broken).splitlines()[0]}"


def _source_problems(warehouse: Warehouse) -> Iterator[str]:
    odd = warehouse.frame("SELECT * FROM meta.tables WHERE rows_in <> rows_loaded + rows_rejected ORDER BY table_name")
    for row in odd.itertuples():
        yield (
            f"{row.table_name}: {row.rows_in} rows came in, but {row.rows_loaded} loaded and "
            f"{row.rows_rejected} rejected don't add up to that."
        )
    loaded = warehouse.frame(
        "SELECT table_name, rows_loaded FROM meta.tables WHERE present AND table_name IN "
        "(SELECT table_name FROM duckdb_columns() WHERE schema_name = 'source') ORDER BY table_name"
    )
    for row in loaded.itertuples():
        n_rows = warehouse.frame(f"SELECT count(*) AS n FROM source.{table_name(str(row.table_name))}")["n"].iloc[0]  # noqa: S608
        if n_rows != row.rows_loaded:
            yield f"{row.table_name}: {row.rows_loaded} rows were loaded, but {n_rows} are there."


def _unreadable(warehouse: Warehouse) -> Iterator[str]:
    """Read every block of every table, so that DuckDB's checksums see it."""
    tables = warehouse.frame(
        "SELECT schema_name AS room, table_name AS name FROM duckdb_tables() WHERE NOT internal ORDER BY ALL"
    )
    for row in tables.itertuples():
        try:
            warehouse.frame(f'SELECT bit_xor(hash(t)) AS h FROM "{row.room}"."{row.name}" AS t')  # noqa: S608
        except duckdb.Error as broken:
            yield f"The warehouse is damaged: {row.room}.{row.name} can't be read ({str(broken).splitlines()[0]})."
            return
