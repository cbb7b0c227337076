"""Rewriting the warehouse into a new file, so that nothing deleted lingers in its free pages."""

from __future__ import annotations

from pathlib import Path

import duckdb

from analytics.store.connection import WAREHOUSE_FILE
from analytics.store.durable import sync_file, sync_folder
from analytics.store.lock import write_lock


def rewrite_warehouse(store: Path) -> None:
    """Copy the warehouse's living rows into a new file that takes its place, in one step.

    Parameters
    ----------
    store : Path
        The store's folder; nothing in this process has its warehouse open.

    Raises
    ------
    StoreBusyError
        If another process writes to the store.
    """
    path = store / WAREHOUSE_FILE
    fresh = path.with_name(f"{WAREHOUSE_FILE}.unfinished")
    with write_lock(store):
        fresh.unlink(missing_ok=True)
        _copy(path, fresh)
        sync_file(fresh)
        fresh.replace(path)
        path.with_name(f"{WAREHOUSE_FILE}.wal").unlink(missing_ok=True)
        sync_folder(store)


def _copy(old: Path, new: Path) -> None:
    connection = duckdb.connect()
    try:
        connection.execute(f"ATTACH {_text(old)} AS old (READ_ONLY)")
        connection.execute(f"ATTACH {_text(new)} AS new")
        connection.execute("COPY FROM DATABASE old TO new")
        connection.execute("CHECKPOINT new")
    finally:
        connection.close()


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
