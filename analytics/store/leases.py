"""Leases: a process that reads a snapshot says so, and it isn't pruned under its feet.

A lease is a shared lock on a small file beside the snapshot. The kernel drops it when the process
ends, however it ends, so there is nothing stale to clean up.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from analytics.store.shelf import snapshot_file
from analytics.vocabulary import SnapshotId


@dataclass
class Lease:
    """A held lease.

    Attributes
    ----------
    handle : int or None
        The open file that carries the lock; None where the folder can't be written (a snapshot on
        read-only media can't be pruned either).
    """

    handle: int | None

    def close(self) -> None:
        """Give the lease back."""
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None


def lease(store: Path, snapshot_id: SnapshotId) -> Lease:
    """Take a lease on a snapshot; any number of readers can hold one.

    Parameters
    ----------
    store : Path
        The store's folder.
    snapshot_id : SnapshotId
        The snapshot.

    Returns
    -------
    Lease
        To be closed when the snapshot is.
    """
    path = _lease_file(store, snapshot_id)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError:
        return Lease(None)
    fcntl.flock(handle, fcntl.LOCK_SH)
    return Lease(handle)


def is_leased(store: Path, snapshot_id: SnapshotId) -> bool:
    """Say whether any process, this one included, reads the snapshot.

    Parameters
    ----------
    store : Path
        The store's folder.
    snapshot_id : SnapshotId
        The snapshot.

    Returns
    -------
    bool
        True while a lease is held.
    """
    path = _lease_file(store, snapshot_id)
    if not path.exists():
        return False
    handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _lease_file(store: Path, snapshot_id: SnapshotId) -> Path:
    return snapshot_file(store, snapshot_id).with_suffix(".lease")
