"""A whole copy of a store, and the way back."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from analytics.errors import DamagedStoreError, InputError
from analytics.store.connection import WAREHOUSE_FILE
from analytics.store.durable import sync_file, sync_folder, write_durably
from analytics.store.erased import KEY_FILE
from analytics.store.lock import write_lock
from analytics.store.publish import file_sha256
from analytics.store.shelf import FOLDER, POINTER, manifest_file, snapshot_file, snapshot_ids

MANIFEST = "backup.json"
_EXCHANGE = 2  # renameat2's RENAME_EXCHANGE
_HERE = -100  # AT_FDCWD

Copy = Callable[[Path], None]
"""Copies what isn't this room's, the ledger, into the folder that it is given."""


def backup(store: Path, to: Path, *, also: Copy) -> int:
    """Copy a store into a new folder, whole or not at all.

    Parameters
    ----------
    store : Path
        The store's folder.
    to : Path
        A folder that doesn't exist yet, or is empty.
    also : callable
        Copies the ledger.

    Returns
    -------
    int
        The size of the copy in bytes.

    Raises
    ------
    InputError
        If the folder isn't empty, or lies inside the store.
    StoreBusyError
        If another process writes to the store.
    """
    _refuse_target(store, to)
    unfinished = to.parent / f".{to.name}.{os.getpid()}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    try:
        with write_lock(store):
            for path in _files(store):
                target = unfinished / path.relative_to(store)
                target.parent.mkdir(exist_ok=True)
                shutil.copy(path, target)
            also(unfinished)
        n_bytes = _seal(unfinished)
        unfinished.rename(to)
        sync_folder(to.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return n_bytes


def backup_problems(folder: Path) -> tuple[str, ...]:
    """Check a backup against what it said when it was made.

    Parameters
    ----------
    folder : Path
        The backup.

    Returns
    -------
    tuple of str
        One sentence a problem; empty where all is well.

    Raises
    ------
    InputError
        If the folder is no backup.
    """
    sums = _sums(folder)
    problems = [f"{name} is missing from the backup." for name in sums if not (folder / name).is_file()]
    problems += [
        f"{name} is not as it was when the backup was made (SHA-256 differs)."
        for name, sha256 in sums.items()
        if (folder / name).is_file() and file_sha256(folder / name) != sha256
    ]
    return tuple(problems)


def restore(folder: Path, store: Path, *, mend: Copy) -> None:
    """Put a backup in the place of a store, in one step; the store as it was is removed after that.

    Parameters
    ----------
    folder : Path
        The backup.
    store : Path
        The store's folder; it may not exist.
    mend : callable
        Is given the copy before it becomes the store, to bring over what the backup can't know.

    Raises
    ------
    InputError
        If the folder is no backup.
    DamagedStoreError
        If the backup isn't as it was when it was made; the store stays as it is.
    StoreBusyError
        If another process writes to the store.
    """
    problems = backup_problems(folder)
    if problems:
        raise DamagedStoreError(f"The backup {folder} is damaged, and nothing was restored: {' '.join(problems)}")
    store.parent.mkdir(parents=True, exist_ok=True)
    fresh = store.parent / f".{store.name}.{os.getpid()}.unfinished"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        shutil.copytree(folder, fresh)
        (fresh / MANIFEST).unlink()
        mend(fresh)
        for path in sorted(fresh.rglob("*")):
            if path.is_file():
                sync_file(path)
        store.mkdir(exist_ok=True)
        with write_lock(store):
            _exchange(fresh, store)
        sync_folder(store.parent)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _refuse_target(store: Path, to: Path) -> None:
    if not (store / WAREHOUSE_FILE).exists() and not snapshot_ids(store):
        raise InputError(f"There is nothing to back up in {store}: run ingest PATH first.")
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise InputError(f"{to} is not empty. Name a folder that doesn't exist yet, or an empty one.")
    if not to.parent.is_dir():
        raise InputError(f"There is no folder {to.parent} to put the backup into.")
    if to.resolve().is_relative_to(store.resolve()):
        raise InputError(f"{to} lies inside the store. Name a folder elsewhere, best on another disk.")


def _files(store: Path) -> Iterator[Path]:
    for name in (WAREHOUSE_FILE, f"{WAREHOUSE_FILE}.wal", POINTER, KEY_FILE):
        if (store / name).is_file():
            yield store / name
    for snapshot_id in snapshot_ids(store):
        yield snapshot_file(store, snapshot_id)
        yield manifest_file(store, snapshot_id)


def _seal(folder: Path) -> int:
    (folder / FOLDER).mkdir(exist_ok=True)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in paths:
        sync_file(path)
    sums = {path.relative_to(folder).as_posix(): file_sha256(path) for path in paths}
    body = {"made_at": datetime.now(UTC).isoformat(timespec="seconds"), "sha256": sums}
    write_durably(folder / MANIFEST, json.dumps(body, indent=1).encode())
    return sum(path.stat().st_size for path in paths)


def _sums(folder: Path) -> dict[str, str]:
    try:
        body = json.loads((folder / MANIFEST).read_bytes())
        sums = {str(name): str(sha256) for name, sha256 in body["sha256"].items()}
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{folder} is no backup: it has no {MANIFEST}.") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise DamagedStoreError(f"The backup {folder} is damaged: its {MANIFEST} can't be read.") from None
    root = folder.resolve()
    if any(not (root / name).resolve().is_relative_to(root) for name in sums):
        raise DamagedStoreError(f"The backup {folder} is damaged: its {MANIFEST} names files outside it.")
    return sums


def _exchange(fresh: Path, store: Path) -> None:
    """Swap two folders' names, so that there is no moment without a store; two renames where that can't be."""
    libc = ctypes.CDLL(None, use_errno=True)
    swap = getattr(libc, "renameat2", None)
    if swap is not None and swap(_HERE, os.fsencode(fresh), _HERE, os.fsencode(store), _EXCHANGE) == 0:
        return
    aside = store.parent / f".{store.name}.{os.getpid()}.before"
    store.rename(aside)
    fresh.rename(store)
    shutil.rmtree(aside)
