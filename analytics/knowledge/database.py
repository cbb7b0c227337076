"""Reading and writing the ledger's database."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from analytics.knowledge import opening
from analytics.knowledge.failures import held, in_words
from analytics.knowledge.migrations import ledger_version, refuse_newer
from analytics.knowledge.opening import begun, engine_of, engine_to_read, file_engine, prepare
from analytics.knowledge.place import is_shared, make_file, place_name

_turns: dict[str, threading.Lock] = {}


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
    with in_words(store), begun(engine_to_read(store), "BEGIN") as connection:
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
            make_file(store)
        with begun(engine_of(store), "BEGIN IMMEDIATE") as connection:
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
    with in_words(store), engine_of(store).execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
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
        make_file(folder)
        engine = file_engine(folder)
        try:
            prepare(engine)
            with begun(engine, "BEGIN IMMEDIATE") as connection:
                yield connection
                connection.commit()
        finally:
            engine.dispose()


@contextmanager
def _turn(store: Path) -> Iterator[None]:
    """Let one thread of this process write at a time: waiting for the database itself means asking again and again."""
    lock = _turns.setdefault(place_name(store), threading.Lock())
    if not lock.acquire(timeout=opening.LONGEST_WAIT_SECONDS):
        raise held(store)
    try:
        yield
    finally:
        lock.release()


if hasattr(os, "register_at_fork"):
    # A thread that held its turn is not in the child.
    os.register_at_fork(after_in_child=_turns.clear)
