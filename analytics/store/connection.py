"""The warehouse's one door: who may open it, how, and with what switched off."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import duckdb
import pandas as pd

from analytics.errors import DamagedStoreError, StoreBusyError, StoreEmptyError, TandemError
from analytics.store.lock import holder, write_lock
from analytics.store.migrations import migrate, refuse_newer
from analytics.store.unwritten import unwritten

WAREHOUSE_FILE = "warehouse.duckdb"
_opening = threading.Lock()

Cursor: TypeAlias = duckdb.DuckDBPyConnection
"""One thread's way to a database, for rooms that do not speak to DuckDB themselves."""


class Warehouse:
    """An open warehouse. Its connection is never handed out, only cursors: one a thread.

    A connection that threads share returns other threads' results without a word (269 wrong answers
    of 1,800 in a trial); with a cursor each, all were right.

    Parameters
    ----------
    connection : DuckDBPyConnection
        The connection, hardened already.
    store : Path
        The store's folder, canonical.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, store: Path) -> None:
        self._connection = connection
        self.store = store

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Make a cursor, for one thread.

        Returns
        -------
        DuckDBPyConnection
            Close it when done, or let the warehouse's end close it.
        """
        return self._connection.cursor()

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Run a block as one transaction: all of it is kept, or, if it raises, nothing.

        Yields
        ------
        DuckDBPyConnection
            The cursor to work with.
        """
        cursor = self.cursor()
        try:
            cursor.execute("BEGIN")
            try:
                yield cursor
            except BaseException:
                _roll_back(cursor)
                raise
            _commit(cursor)
        finally:
            cursor.close()

    def frame(self, sql: str, **parameters: object) -> pd.DataFrame:
        """Ask a question of the warehouse.

        Parameters
        ----------
        sql : str
            A statement of our own; values only as ``$parameters``.
        **parameters : object
            The values.

        Returns
        -------
        DataFrame
            The rows it selects.
        """
        cursor = self.cursor()
        try:
            return cursor.execute(sql, parameters).df() if parameters else cursor.execute(sql).df()
        finally:
            cursor.close()


@contextmanager
def open_for_writing(
    store: Path, *, n_threads: int | None = None, memory_limit: str | None = None
) -> Iterator[Warehouse]:
    """Open the warehouse as its only writer; it is made if there is none, and migrated if it is older.

    Parameters
    ----------
    store : Path
        The store's folder.
    n_threads : int, optional
        Threads that DuckDB may use; all cores by default.
    memory_limit : str, optional
        For instance ``"4GB"``; DuckDB's own default, four fifths of the memory, if not given.

    Yields
    ------
    Warehouse
        Open until the block ends.

    Raises
    ------
    StoreBusyError
        If another process writes to it, or reads it; names the process where it is known.
    DamagedStoreError
        If the file has a second name, is a link, or does not open.
    TandemError
        If a newer Tandem wrote it, or the disk is full.
    """
    folder = _made(store)
    path = folder / WAREHOUSE_FILE
    with write_lock(folder):
        _refuse_second_names(path)
        with _opened(path, read_only=False, n_threads=n_threads, memory_limit=memory_limit) as connection:
            cursor = connection.cursor()
            migrate(cursor, folder)
            cursor.close()
            yield Warehouse(connection, folder)


@contextmanager
def open_for_reading(store: Path) -> Iterator[Warehouse]:
    """Open the warehouse for a short look. Readers share it; a writer has it alone.

    Parameters
    ----------
    store : Path
        The store's folder.

    Yields
    ------
    Warehouse
        Read-only, open until the block ends.

    Raises
    ------
    StoreEmptyError
        If nothing was ever loaded into this store.
    StoreBusyError
        If a writer has it; names its process where it is known.
    DamagedStoreError
        If the file does not open.
    """
    folder = Path(store).resolve()
    path = folder / WAREHOUSE_FILE
    if not path.exists():
        raise StoreEmptyError(f"Nothing has been loaded into the store {store} yet: run ingest PATH first.")
    _refuse_second_names(path)
    with _opened(path, read_only=True, n_threads=None, memory_limit=None) as connection:
        cursor = connection.cursor()
        version = refuse_newer(cursor, folder)
        cursor.close()
        if version == 0:
            raise StoreEmptyError(f"Nothing has been loaded into the store {store} yet: run ingest PATH first.")
        yield Warehouse(connection, folder)


@contextmanager
def _opened(
    path: Path, *, read_only: bool, n_threads: int | None, memory_limit: str | None
) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        connection = _connect(path, read_only=read_only, n_threads=n_threads, memory_limit=memory_limit)
    except (duckdb.IOException, duckdb.ConnectionException) as error:
        raise _why_not_opened(path, error) from error
    except duckdb.Error as error:
        raise DamagedStoreError(f"{path} does not open: {error}") from error
    try:
        yield connection
    except duckdb.FatalException as error:
        raise TandemError(f"The store {path.parent} could not be written, and was left as it was: {error}") from error
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise TandemError(f"The disk or the memory did not suffice; the store was left as it was: {error}") from error
    finally:
        connection.close()


def _connect(
    path: Path, *, read_only: bool, n_threads: int | None, memory_limit: str | None
) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
    }
    if n_threads is not None:
        config["threads"] = n_threads
    if memory_limit is not None:
        config["memory_limit"] = memory_limit
    with _opening:
        connection = duckdb.connect(str(path), read_only=read_only, config=config)
        locked = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
        # Readers of one process share one instance, which the first of them has set up and locked.
        if locked != (True,):
            # Every time is UTC; a machine's own zone must not move a booking to another day.
            connection.execute("SET GLOBAL TimeZone = 'UTC'")
            connection.execute("SET GLOBAL lock_configuration = true")
    return connection


def _why_not_opened(path: Path, error: duckdb.Error) -> TandemError:
    said = str(error)
    if "lock" in said or "different configuration" in said:
        pid = holder(path.parent)
        named = f"process {pid}" if pid else _named_by(said)
        return StoreBusyError(f"The store {path.parent} is in use by {named}. Wait until it is done, and try again.")
    return DamagedStoreError(f"{path} does not open: {said}")


def _named_by(said: str) -> str:
    after = said.partition("(PID ")[2].partition(")")[0]
    return f"process {after}" if after.isdigit() else f"this very process ({os.getpid()})"


def _made(store: Path) -> Path:
    folder = Path(store).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TandemError(f"The store's folder {folder} can't be made: {error.strerror}.") from error
    return folder


def _refuse_second_names(path: Path) -> None:
    # Two names of one file are two instances to DuckDB: in a trial 1,000 committed rows were lost.
    if path.is_symlink():
        raise DamagedStoreError(f"{path} is a link to another file. Name that file's own folder with --store.")
    if path.exists() and path.stat().st_nlink > 1:
        raise DamagedStoreError(
            f"{path} has a second name (a hard link), and writing through one would lose what is written "
            f"through the other. Remove one of the names."
        )


def _commit(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.execute("COMMIT")
    except duckdb.Error as error:
        raise unwritten(error) or error from error


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.execute("ROLLBACK")
    except duckdb.Error:
        # The transaction is over already: a fatal error ends it, and nothing of it is kept.
        return
