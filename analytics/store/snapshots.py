"""Which snapshots there are, which one is served, and which may go.

The id of a snapshot is the cache key of everything that is read from it.
"""

from __future__ import annotations

import threading
import weakref
from pathlib import Path

from analytics.errors import DamagedStoreError, InputError
from analytics.settings import SNAPSHOTS_KEPT
from analytics.store.leases import is_leased
from analytics.store.publish import publish_sources, publish_tables
from analytics.store.shelf import current_id, manifest_file, point_at, snapshot_file, snapshot_ids
from analytics.store.snapshot import Snapshot
from analytics.vocabulary import SnapshotId

__all__ = [
    "Snapshot",
    "current_snapshot",
    "open_snapshot",
    "prune",
    "publish_sources",
    "publish_tables",
    "snapshot_ids",
    "use",
]

_open_here: weakref.WeakValueDictionary[tuple[Path, SnapshotId], Snapshot] = weakref.WeakValueDictionary()
_served: dict[Path, Snapshot] = {}
_opening = threading.Lock()


def current_snapshot(store: Path) -> Snapshot | None:
    """Open the snapshot that is served.

    Parameters
    ----------
    store : Path
        The store's folder; it may not exist yet.

    Returns
    -------
    Snapshot or None
        None where nothing was published yet. The same object as long as the same one is served.

    Raises
    ------
    DamagedStoreError
        If it is missing or refuses to open.
    """
    store = store.resolve()
    for _ in range(3):
        snapshot_id = current_id(store)
        if snapshot_id is None:
            return None
        try:
            snapshot = open_snapshot(store, snapshot_id)
        except DamagedStoreError:
            if current_id(store) == snapshot_id:
                raise
            continue  # it was pruned between the two looks: another one is served by now
        _served[store] = snapshot
        return snapshot
    raise DamagedStoreError(f"{store} is being changed all the time. Try again in a moment.")


def open_snapshot(store: Path, snapshot_id: SnapshotId) -> Snapshot:
    """Open any snapshot, once a process.

    Parameters
    ----------
    store : Path
        The store's folder.
    snapshot_id : SnapshotId
        One of `snapshot_ids`.

    Returns
    -------
    Snapshot
        Open, and kept from being pruned as long as someone holds it.

    Raises
    ------
    DamagedStoreError
        If it is missing or refuses to open.
    """
    key = (store.resolve(), snapshot_id)
    with _opening:
        snapshot = _open_here.get(key)
        if snapshot is None:
            snapshot = Snapshot(*key)
            _open_here[key] = snapshot
        return snapshot


def use(store: Path, snapshot_id: SnapshotId) -> None:
    """Serve an earlier (or later) snapshot from now on.

    Parameters
    ----------
    store : Path
        The store's folder.
    snapshot_id : SnapshotId
        One of `snapshot_ids`.

    Raises
    ------
    InputError
        If the store has no such snapshot.
    DamagedStoreError
        If it refuses to open; the one served before stays.
    """
    if snapshot_id in snapshot_ids(store):
        open_snapshot(store, snapshot_id)
    point_at(store, snapshot_id)


def prune(store: Path, *, keep: int = SNAPSHOTS_KEPT) -> tuple[SnapshotId, ...]:
    """Remove all but the latest snapshots, never the one served nor one that is open anywhere.

    Parameters
    ----------
    store : Path
        The store's folder.
    keep : int
        How many stay at least; 1 or more.

    Returns
    -------
    tuple of SnapshotId
        Those that were removed, oldest first.

    Raises
    ------
    InputError
        If `keep` is less than 1.
    """
    if keep < 1:
        raise InputError(f"--keep {keep} would leave nothing: keep at least 1.")
    current, known = current_id(store), snapshot_ids(store)
    spare = [each for each in known if each != current]
    n_others = keep - (1 if current in known else 0)
    candidates = spare[: max(0, len(spare) - n_others)]
    removed = tuple(each for each in candidates if not is_leased(store, each))
    for each in removed:
        discard(store, each)
    return removed


def discard(store: Path, snapshot_id: SnapshotId) -> None:
    """Remove one snapshot's files. Whoever has it open can read on until they close it.

    Parameters
    ----------
    store : Path
        The store's folder.
    snapshot_id : SnapshotId
        The snapshot; no error if it is gone already.
    """
    manifest_file(store, snapshot_id).unlink(missing_ok=True)
    snapshot_file(store, snapshot_id).unlink(missing_ok=True)
    snapshot_file(store, snapshot_id).with_suffix(".lease").unlink(missing_ok=True)


def is_open_here(store: Path, snapshot_id: SnapshotId) -> bool:
    """Say whether this process has the snapshot open: then it must not open the file by its path.

    Parameters
    ----------
    store : Path
        The store's folder.
    snapshot_id : SnapshotId
        The snapshot.

    Returns
    -------
    bool
        True while someone in this process holds it.
    """
    return (store.resolve(), snapshot_id) in _open_here
