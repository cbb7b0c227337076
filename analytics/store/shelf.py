"""Where snapshots stand: their files, their manifests, and which one is current.

A snapshot ``000007-3f2a9c1b`` is ``snapshots/000007-3f2a9c1b.duckdb`` with a manifest beside it
that says how many rows each table has and what the file's SHA-256 is. ``CURRENT`` is one line,
the id of the snapshot that is served.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from analytics.errors import DamagedStoreError, InputError
from analytics.store.durable import write_durably
from analytics.vocabulary import SnapshotId

FOLDER = "snapshots"
POINTER = "CURRENT"
_ID = re.compile(r"\d{6,}-[0-9a-f]{8}")


@dataclass(frozen=True)
class Manifest:
    """What a snapshot was when it was published.

    Attributes
    ----------
    snapshot_id : SnapshotId
        Its id: a number that counts up, and eight random hexadecimal digits.
    created_at : str
        When it was published, UTC, ISO 8601.
    as_of : str
        The day at which it describes customers, ISO 8601.
    n_bytes : int
        The size of its file.
    sha256 : str
        The SHA-256 of its file, in hexadecimal.
    fingerprint : str
        What went into it: two snapshots with the same say the same. Empty if not known.
    n_rows : mapping of str to int
        The number of rows of each table.
    """

    snapshot_id: SnapshotId
    created_at: str
    as_of: str
    n_bytes: int
    sha256: str
    fingerprint: str
    n_rows: Mapping[str, int]


def snapshot_file(store: Path, snapshot_id: SnapshotId) -> Path:
    """Name the database file of a snapshot.

    Parameters
    ----------
    store : Path
        The store's folder.
    snapshot_id : SnapshotId
        The snapshot.

    Returns
    -------
    Path
        ``snapshots/<id>.duckdb``, whether or not it exists.
    """
    return store / FOLDER / f"{snapshot_id}.duckdb"


def manifest_file(store: Path, snapshot_id: SnapshotId) -> Path:
    """Name the manifest of a snapshot.

    Parameters
    ----------
    store : Path
        The store's folder.
    snapshot_id : SnapshotId
        The snapshot.

    Returns
    -------
    Path
        ``snapshots/<id>.json``, whether or not it exists.
    """
    return store / FOLDER / f"{snapshot_id}.json"


def snapshot_ids(store: Path) -> tuple[SnapshotId, ...]:
    """List the snapshots of a store, oldest first.

    Parameters
    ----------
    store : Path
        The store's folder; it may not exist yet.

    Returns
    -------
    tuple of SnapshotId
        Those whose file and manifest are both there: a snapshot that was being written when its
        build was killed has no manifest and is none.
    """
    folder = store / FOLDER
    if not folder.is_dir():
        return ()
    stems = {path.stem for path in folder.glob("*.json") if _ID.fullmatch(path.stem)}
    return tuple(sorted(SnapshotId(stem) for stem in stems if snapshot_file(store, SnapshotId(stem)).is_file()))


def fresh_id(store: Path, *, number: int | None = None) -> SnapshotId:
    """Make the id of the next snapshot.

    Parameters
    ----------
    store : Path
        The store's folder.
    number : int, optional
        The number to keep, where an earlier snapshot is rewritten; else one more than the highest.

    Returns
    -------
    SnapshotId
        An id that no snapshot has had: numbers count up, so order doesn't hang on a clock, and
        the random part makes a rewritten snapshot another one to whoever caches by id.
    """
    if number is None:
        taken = [*snapshot_ids(store), *([current] if (current := current_id(store)) else [])]
        number = max((snapshot_number(each) for each in taken), default=0) + 1
    return SnapshotId(f"{number:06d}-{secrets.token_hex(4)}")


def snapshot_number(snapshot_id: SnapshotId) -> int:
    """Read the counting part of an id.

    Parameters
    ----------
    snapshot_id : SnapshotId
        The snapshot.

    Returns
    -------
    int
        1 for the first snapshot of a store.
    """
    return int(snapshot_id.split("-")[0])


def current_id(store: Path) -> SnapshotId | None:
    """Say which snapshot is served.

    Parameters
    ----------
    store : Path
        The store's folder; it may not exist yet.

    Returns
    -------
    SnapshotId or None
        None where nothing was published yet.

    Raises
    ------
    DamagedStoreError
        If ``CURRENT`` holds something that is no snapshot's id.
    """
    pointer = store / POINTER
    if not pointer.is_file():
        return None
    line = pointer.read_bytes().decode("utf-8", errors="replace").strip()
    if not _ID.fullmatch(line):
        raise DamagedStoreError(
            f"{pointer} should hold the id of a snapshot and holds {line[:40]!r}. "
            "Choose one with: snapshots --use ID, or run build."
        )
    return SnapshotId(line)


def point_at(store: Path, snapshot_id: SnapshotId) -> None:
    """Serve this snapshot from now on, in one step.

    Parameters
    ----------
    store : Path
        The store's folder.
    snapshot_id : SnapshotId
        A snapshot of this store.

    Raises
    ------
    InputError
        If the store has no such snapshot.
    """
    known = snapshot_ids(store)
    if snapshot_id not in known:
        listed = ", ".join(known) or "none"
        raise InputError(f"There is no snapshot {snapshot_id}. There are: {listed}.")
    write_durably(store / POINTER, f"{snapshot_id}\n".encode())


def write_manifest(store: Path, manifest: Manifest) -> None:
    """Write a snapshot's manifest, with a digest of itself, in one step.

    Parameters
    ----------
    store : Path
        The store's folder.
    manifest : Manifest
        What to write.
    """
    body = asdict(manifest)
    text = json.dumps({**body, "digest": _digest(body)}, indent=1, sort_keys=True)
    write_durably(manifest_file(store, manifest.snapshot_id), text.encode())


def read_manifest(store: Path, snapshot_id: SnapshotId) -> Manifest:
    """Read a snapshot's manifest and check that it is as it was written.

    Parameters
    ----------
    store : Path
        The store's folder.
    snapshot_id : SnapshotId
        The snapshot.

    Returns
    -------
    Manifest
        What the snapshot was when it was published.

    Raises
    ------
    DamagedStoreError
        If the manifest is missing, can't be read, or was changed.
    """
    path = manifest_file(store, snapshot_id)
    try:
        body = json.loads(path.read_bytes())
        told = body.pop("digest")
        manifest = Manifest(**body)
    except FileNotFoundError:
        raise DamagedStoreError(f"Snapshot {snapshot_id} has no manifest ({path}).") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise DamagedStoreError(f"The manifest of snapshot {snapshot_id} ({path}) can't be read.") from None
    if told != _digest(body) or manifest.snapshot_id != snapshot_id:
        raise DamagedStoreError(f"The manifest of snapshot {snapshot_id} ({path}) was changed.")
    return manifest


def _digest(body: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
