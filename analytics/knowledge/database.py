"""The database of the ledger: a file in the store, or the PostgreSQL that ``TANDEM_LEDGER_URL`` names.

A process keeps a few databases open: that saves a checkpoint at the end of each act. A file is known by its inode,
since a restored store has another file under the same name.
"""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from analytics.knowledge.failures import held, in_words, is_busy, why_paused
from analytics.knowledge.migrations import ledger_version, migrate, newest_version, refuse_newer

FILE = "ledger.sqlite"
URL_VARIABLE = "TANDEM_LEDGER_URL"
_WAIT_SECONDS = 30.0
_PAUSE_SECONDS = 0.01
_MOST_OPEN = 8
_MOST_AT_ONCE = 100
_LOCK_NUMBER = 0x7A6E64656D  # PostgreSQL's advisory lock of the ledger's writers
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON")

_open: OrderedDict[tuple[str | int, ...], Engine] = OrderedDict()
_opening = threading.RLock()
_turns: dict[str, threading.Lock] = {}


def is_shared() -> bool:
    """Say whether the ledger is in a database that several machines share.

    Returns
    -------
    bool
        True if ``TANDEM_LEDGER_URL`` names one.
    """
    return bool(os.environ.get(URL_VARIABLE))


def is_there(store: Path) -> bool:
    """Say whether anybody can have written to a store's ledger yet.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    bool
        True for a ledger in PostgreSQL; else whether the store has the file.
    """
    return is_shared() or (store / FILE).is_file()


@contextmanager
def reading(store: Path) -> Iterator[Connection]:
    """Read the ledger, as it is at the block's first question.

    Parameters
    ----------
    store : Path
        The store's folder; the ledger is there.

    Yields
    ------
    Connection
        For questions only.

    Raises
    ------
    DamagedStoreError
        If it can't be read as a ledger.
    """
    with in_words(store), _begun(_engine_to_read(store), "BEGIN") as connection:
        yield connection


@contextmanager
def writing(store: Path) -> Iterator[Connection]:
    """Write to the ledger, alone: what the block wrote is kept when it ends well, and only then.

    Parameters
    ----------
    store : Path
        The store's folder; the ledger is made if it isn't there.

    Yields
    ------
    Connection
        Nobody else writes before the block ends.

    Raises
    ------
    LedgerPausedError
        If the disk is full or can't be written to.
    DamagedStoreError
        If it can't be read as a ledger.
    StoreBusyError
        If others write without end.
    """
    with in_words(store), _turn(store):
        if not is_shared():
            _make_file(store)
        with _begun(_engine(store), "BEGIN IMMEDIATE") as connection:
            refuse_newer(ledger_version(connection))
            yield connection
            connection.commit()


@contextmanager
def alone(store: Path) -> Iterator[Connection]:
    """Tidy up in the ledger's file, outside any transaction.

    Parameters
    ----------
    store : Path
        The store's folder; the ledger is there.

    Yields
    ------
    Connection
        Each statement is a transaction of its own.
    """
    with in_words(store), _engine(store).execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        yield connection


@contextmanager
def in_file(folder: Path) -> Iterator[Connection]:
    """Read from or write to a ledger in a file, alone, wherever the store's own ledger is.

    Parameters
    ----------
    folder : Path
        The folder of the file, which is made if it isn't there.

    Yields
    ------
    Connection
        What was written is kept when the block ends well.
    """
    with in_words(folder):
        _make_file(folder)
        engine = _file_engine(folder)
        try:
            _prepare(engine)
            with _begun(engine, "BEGIN IMMEDIATE") as connection:
                yield connection
                connection.commit()
        finally:
            engine.dispose()


def let_go(store: Path) -> None:
    """Close what this process has open of a store's ledger, before its folder is exchanged.

    Parameters
    ----------
    store : Path
        The store's folder.
    """
    with _opening:
        for key in [key for key in _open if key[0] == _name(store)]:
            _open.pop(key).dispose()


def _engine(store: Path) -> Engine:
    with _opening:
        key = _key(store)
        if key not in _open:
            let_go(store)
            engine = _shared_engine() if is_shared() else _file_engine(store)
            try:
                _prepare(engine)
            except BaseException:
                engine.dispose()
                raise
            key = _key(store)
            _open[key] = engine
            while len(_open) > _MOST_OPEN:
                _open.popitem(last=False)[1].dispose()
        _open.move_to_end(key)
        return _open[key]


@contextmanager
def _turn(store: Path) -> Iterator[None]:
    """Let one thread of this process write at a time: waiting for the database itself means asking again and again."""
    lock = _turns.setdefault(_name(store), threading.Lock())
    if not lock.acquire(timeout=_WAIT_SECONDS):
        raise held(store)
    try:
        yield
    finally:
        lock.release()


def _engine_to_read(store: Path) -> Engine:
    try:
        return _engine(store)
    except DBAPIError as reason:
        log = store / f"{FILE}-wal"
        if why_paused(reason) is None or is_shared() or (log.exists() and log.stat().st_size):
            raise
        # A full or read-only disk has no room for the files that SQLite shares among processes. Without a log the
        # file is whole by itself, and nobody can be writing to it.
        address = f"sqlite:///file:{quote(str((store / FILE).resolve()))}?immutable=1&uri=true"
        return create_engine(address, poolclass=NullPool)


def _name(store: Path) -> str:
    return os.environ.get(URL_VARIABLE) or str(store.resolve())


def _key(store: Path) -> tuple[str | int, ...]:
    if is_shared():
        return (_name(store),)
    told, log = (store / FILE).stat(), store / f"{FILE}-wal"
    # The write-ahead log too: whoever removes it from under an open database would have us write into nowhere.
    return (_name(store), told.st_dev, told.st_ino, log.stat().st_ino if log.exists() else 0)


def _make_file(store: Path) -> None:
    try:
        # New by O_EXCL: opening and closing a database that is in use would drop this process's locks on it.
        os.close(os.open(store / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return


def _file_engine(store: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{(store / FILE).resolve()}",
        connect_args={"timeout": _WAIT_SECONDS, "isolation_level": None},
        max_overflow=_MOST_AT_ONCE,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _shared_engine() -> Engine:
    url = make_url(os.environ[URL_VARIABLE])
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+pg8000")
    return create_engine(url, pool_pre_ping=True)


def _prepare(engine: Engine) -> None:
    with _begun(engine, "BEGIN") as connection:
        version = ledger_version(connection)
        refuse_newer(version)
    if version < newest_version():
        with _begun(engine, "BEGIN IMMEDIATE") as connection:
            migrate(connection)
            connection.commit()


@contextmanager
def _begun(engine: Engine, how: str) -> Iterator[Connection]:
    connection = _connected(engine, how)
    try:
        yield connection
    finally:
        connection.close()


def _connected(engine: Engine, how: str) -> Connection:
    """Begin a transaction, and wait for those who hold the database."""
    last_try = time.monotonic() + _WAIT_SECONDS
    while True:
        connection = None
        try:
            connection = engine.connect()
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql(how)
            elif how == "BEGIN IMMEDIATE":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT_SECONDS:.0f}s'")
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
        except DBAPIError as reason:
            if connection is not None:
                connection.close()
            if not is_busy(reason) or time.monotonic() > last_try:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return connection


def _let_go_of_all() -> None:
    while _open:
        _open.popitem()[1].dispose()


def _forget_in_child() -> None:
    # A connection belongs to the process that opened it.
    for engine in _open.values():
        engine.dispose(close=False)
    _open.clear()
    _turns.clear()


atexit.register(_let_go_of_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)
