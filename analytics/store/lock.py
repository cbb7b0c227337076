"""One writer a store: our own lock, on a file of its own.

DuckDB's lock is a POSIX one, which any ``open(...).close()`` of the same file inside the owning
process drops without a word. This one is a ``flock`` on ``write.lock``, which only its holder
releases; the file says who that is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.errors import StoreBusyError

LOCK_FILE = "write.lock"
_held: set[int] = set()


@contextmanager
def write_lock(store: Path) -> Iterator[None]:
    """Hold the store for writing while the block runs.

    Parameters
    ----------
    store : Path
        The store's folder; it exists.

    Raises
    ------
    StoreBusyError
        If another process, or another thread of this one, holds it; the message names its process.
    """
    descriptor = os.open(store / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _take(descriptor):
            raise StoreBusyError(_who_holds(store))
        _held.add(descriptor)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def holder(store: Path) -> int | None:
    """Who writes to the store, as the lock file tells.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    int or None
        A process id, or None where the file names none. A process that was killed leaves its id
        behind: the lock itself is gone then, and the next writer gets it.
    """
    try:
        written = (store / LOCK_FILE).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return int(written) if written.isdigit() else None


def _who_holds(store: Path) -> str:
    pid = holder(store)
    if pid == os.getpid():
        return f"The store {store} is being written by this very process ({pid}); wait until that is done."
    named = f"process {pid}" if pid else "another process"
    return f"The store {store} is being written by {named}. Wait until it is done, or end it, and try again."


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> bool:
        # A byte far behind the written pid, so that others can still read who holds the lock.
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go_in_child() -> None:
        # A forked child shares the lock; without this it would outlive a parent that was killed.
        for descriptor in _held:
            os.close(descriptor)
        _held.clear()

    os.register_at_fork(after_in_child=_let_go_in_child)
