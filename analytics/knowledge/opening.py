"""The ledgers that this process has open.

A process keeps a few databases open: that saves a checkpoint at the end of each act. A file is known by its inode,
since a restored store has another file under the same name.
"""

from __future__ import annotations

import atexit
import os
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from weakref import finalize

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from analytics.knowledge.failures import is_busy, why_paused
from analytics.knowledge.migrations import ledger_version, migrate, newest_version, refuse_newer
from analytics.knowledge.place import FILE, URL_VARIABLE, is_shared, place_name

LONGEST_WAIT_SECONDS = 30.0
_PAUSE_SECONDS = 0.01
_MOST_OPEN = 8
_MOST_AT_ONCE = 100
_LOCK_NUMBER = 0x7A6E64656D  # PostgreSQL's advisory lock of the ledger's writers
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON")

_open: OrderedDict[tuple[str | int, ...], Engine] = OrderedDict()
_opening = threading.RLock()


def engine_of(store: Path) -> Engine:
    """Open a store's ledger, once a process, in this version's form.

    Parameters
    ----------
    store : Path
        The store's folder; a file is there.

    Returns
    -------
    Engine
        Gives connections to any number of threads.
    """
    with _opening:
        key = _key(store)
        if key not in _open:
            let_go(store)
            engine = _shared_engine() if is_shared() else file_engine(store)
            try:
                prepare(engine)
            except BaseException:
                engine.dispose()
                raise
            key = _key(store)
            _open[key] = engine
            while len(_open) > _MOST_OPEN:
                _open.popitem(last=False)[1].dispose()
        _open.move_to_end(key)
        return _open[key]


def engine_to_read(store: Path) -> Engine:
    """Open a store's ledger for reading, also where nothing can be written.

    Parameters
    ----------
    store : Path
        The store's folder; a file is there.

    Returns
    -------
    Engine
        As `engine_of`; on a full or read-only disk one that only reads.
    """
    try:
        return engine_of(store)
    except DBAPIError as reason:
        log = store / f"{FILE}-wal"
        if why_paused(reason) is None or is_shared() or (log.exists() and log.stat().st_size):
            raise
        # A full or read-only disk has no room for the files that SQLite shares among processes. Without a log the
        # file is whole by itself, and nobody can be writing to it.
        address = f"sqlite:///file:{quote(str((store / FILE).resolve()))}?immutable=1&uri=true"
        engine = create_engine(address, poolclass=NullPool)
        with begun(engine, "BEGIN") as connection:
            is_begun = ledger_version(connection) > 0
        return engine if is_begun else _empty_engine()


def file_engine(store: Path) -> Engine:
    """Make what connects to a ledger in a file.

    Parameters
    ----------
    store : Path
        The folder of the file.

    Returns
    -------
    Engine
        Not kept: whoever asked disposes of it.
    """
    engine = create_engine(
        f"sqlite:///{(store / FILE).resolve()}",
        connect_args={"timeout": LONGEST_WAIT_SECONDS, "isolation_level": None},
        max_overflow=_MOST_AT_ONCE,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        try:
            for pragma in _PRAGMAS:
                cursor.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            # On a full disk, say: a connection that was not set up is in no pool, and nobody else closes it.
            connection.close()
            raise
        cursor.close()

    return engine


def prepare(engine: Engine) -> None:
    """Bring a ledger into this version's form.

    Parameters
    ----------
    engine : Engine
        What connects to it.

    Raises
    ------
    TandemError
        If a newer version wrote it.
    """
    with begun(engine, "BEGIN") as connection:
        version = ledger_version(connection)
        refuse_newer(version)
    if version < newest_version():
        with begun(engine, "BEGIN IMMEDIATE") as connection:
            migrate(connection)
            connection.commit()


@contextmanager
def begun(engine: Engine, how: str) -> Iterator[Connection]:
    """Connect, and begin a transaction; whoever wants what was written to stay commits.

    Parameters
    ----------
    engine : Engine
        What connects.
    how : str
        ``BEGIN`` to read, ``BEGIN IMMEDIATE`` to write alone.

    Yields
    ------
    Connection
        In a transaction.
    """
    connection = _connected(engine, how)
    try:
        yield connection
    finally:
        connection.close()


def let_go(store: Path) -> None:
    """Close what this process has open of a store's ledger, before its folder is exchanged.

    Parameters
    ----------
    store : Path
        The store's folder.
    """
    with _opening:
        for key in [key for key in _open if key[0] == place_name(store)]:
            _open.pop(key).dispose()


def _connected(engine: Engine, how: str) -> Connection:
    """Begin a transaction, and wait for those who hold the database."""
    last_try = time.monotonic() + LONGEST_WAIT_SECONDS
    while True:
        connection = None
        try:
            connection = engine.connect()
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql(how)
            elif how == "BEGIN IMMEDIATE":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LONGEST_WAIT_SECONDS:.0f}s'")
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
        except DBAPIError as reason:
            if connection is not None:
                connection.close()
            if not is_busy(reason) or time.monotonic() > last_try:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return connection


def _key(store: Path) -> tuple[str | int, ...]:
    if is_shared():
        return (place_name(store),)
    told, log = (store / FILE).stat(), store / f"{FILE}-wal"
    # The write-ahead log too: whoever removes it from under an open database would have us write into nowhere.
    return (place_name(store), told.st_dev, told.st_ino, log.stat().st_ino if log.exists() else 0)


def _shared_engine() -> Engine:
    url = make_url(os.environ[URL_VARIABLE])
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+pg8000")
    return create_engine(url, pool_pre_ping=True)


def _let_go_of_all() -> None:
    while _open:
        _open.popitem()[1].dispose()


def _empty_engine() -> Engine:
    """Stand in for a ledger whose first act found no room: its file has no tables yet."""
    engine = create_engine("sqlite://", connect_args={"isolation_level": None})
    finalize(engine, engine.pool.dispose)
    prepare(engine)
    return engine


def _forget_in_child() -> None:
    # A connection belongs to the process that opened it.
    for engine in _open.values():
        engine.dispose(close=False)
    _open.clear()


atexit.register(_let_go_of_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)
