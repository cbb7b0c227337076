"""What a database that fails means for who is saving, in plain words."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as NoConnectionLeftError

from analytics.errors import DamagedStoreError, LedgerPausedError, StoreBusyError

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_LOCK_TIMEOUT = "55P03"
_PAUSED = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk can't be written to",
    sqlite3.SQLITE_READONLY: "the store can't be written to",
    sqlite3.SQLITE_CANTOPEN: "the ledger can't be opened: the disk is full, or the store can't be written to",
}
_PAUSED_BY_SERVER = {
    "53100": "the disk of the ledger's database is full",
    "25006": "the ledger's database can't be written to",
    "53300": "the ledger's database has no room for another connection",
    "57P01": "the ledger's database is being stopped",
    "57P03": "the ledger's database is starting",
}
_PAUSED_BY_SYSTEM = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "a file may not grow any further",
    errno.EIO: "the disk can't be written to",
    errno.EROFS: "the store can't be written to",
    errno.EACCES: "the store can't be written to",
    errno.EPERM: "the store can't be written to",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
}


@contextmanager
def in_words(store: Path) -> Iterator[None]:
    """Say in Tandem's words what goes wrong with the ledger's database in the block.

    Parameters
    ----------
    store : Path
        The store's folder.

    Raises
    ------
    LedgerPausedError
        If the disk is full, or can't be written to, or the server isn't there.
    StoreBusyError
        If others hold the ledger for too long.
    DamagedStoreError
        If the file is no ledger, or is damaged.
    """
    try:
        yield
    except DBAPIError as reason:
        raise _told(store, reason) from reason
    except NoConnectionLeftError as reason:
        raise held(store) from reason
    except OSError as reason:
        why = _PAUSED_BY_SYSTEM.get(reason.errno or 0)
        if why is None:
            raise
        raise paused(why) from reason


def paused(why: str) -> LedgerPausedError:
    """Say that nothing can be saved just now.

    Parameters
    ----------
    why : str
        The cause, as the middle of a sentence.

    Returns
    -------
    LedgerPausedError
        To be raised.
    """
    return LedgerPausedError(
        f"Saving is paused: {why}. Nothing was saved, and nothing that was saved before is lost. "
        "Saving goes on by itself as soon as that is over; then do it again."
    )


def held(store: Path) -> StoreBusyError:
    """Say that others hold the ledger for too long.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    StoreBusyError
        To be raised.
    """
    return StoreBusyError(f"The ledger of {store} is held by others, and nothing was saved. Try again.")


def is_busy(reason: DBAPIError) -> bool:
    """Say whether a database only has to be waited for.

    Parameters
    ----------
    reason : DBAPIError
        What it said.

    Returns
    -------
    bool
        True if somebody else holds it.
    """
    return _code(reason) in _BUSY or _server_code(reason) == _LOCK_TIMEOUT


def why_paused(reason: DBAPIError) -> str | None:
    """Say why a database can't save just now, though nothing is wrong with what it holds.

    Parameters
    ----------
    reason : DBAPIError
        What it said.

    Returns
    -------
    str or None
        The cause, as the middle of a sentence; None where it is something else.
    """
    if isinstance(reason, InterfaceError) or reason.connection_invalidated:
        return "the ledger's database can't be reached"
    return _PAUSED.get(_code(reason)) or _PAUSED_BY_SERVER.get(_server_code(reason))


def _code(reason: DBAPIError) -> int:
    return int(getattr(reason.orig, "sqlite_errorcode", 0)) & 0xFF


def _server_code(reason: DBAPIError) -> str:
    told = reason.orig.args[0] if reason.orig is not None and reason.orig.args else None
    return str(told.get("C")) if isinstance(told, dict) else ""


def _told(store: Path, reason: DBAPIError) -> Exception:
    if is_busy(reason):
        return held(store)
    why = why_paused(reason)
    return paused(why) if why else DamagedStoreError(f"The ledger of {store} can't be used: {reason.orig}.")
