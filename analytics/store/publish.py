"""Publishing: a new, immutable snapshot file, and the pointer swapped to it when it is whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from analytics.errors import DamagedStoreError
from analytics.store.durable import sync_file, sync_folder
from analytics.store.frames import INCOMING, table_name, typed_columns
from analytics.store.shelf import FOLDER, Manifest, fresh_id, point_at, snapshot_file, snapshot_ids, write_manifest
from analytics.vocabulary import Json, SnapshotId

FACTS = "snapshot_facts"


@dataclass(frozen=True)
class Stream:
    """Rows handed out in batches, and how many the table that they come from says it has.

    Attributes
    ----------
    batches : RecordBatchReader
        The rows; read once.
    n_rows : int
        What the table counts. DuckDB 2.0 was seen to count a table right and to read it as empty.
    """

    batches: pa.RecordBatchReader
    n_rows: int


Source = Callable[[], "pd.DataFrame | pa.RecordBatchReader | Stream"]
"""Hands out one table when its turn comes, so that only one is in memory at a time."""


def publish_tables(store: Path, tables: Mapping[str, pd.DataFrame], facts: Mapping[str, Json]) -> SnapshotId:
    """Publish tables that are in memory as a new snapshot, and serve it.

    Parameters
    ----------
    store : Path
        The store's folder; made if it isn't there.
    tables : mapping of str to DataFrame
        The tables by name, rows in the order in which readers shall get them.
    facts : mapping of str to Json
        What the snapshot says about itself; ``snapshot_id`` and ``created_at`` are added.

    Returns
    -------
    SnapshotId
        The new snapshot, which ``CURRENT`` names from now on.

    Examples
    --------
    >>> import pandas as pd
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     made = publish_tables(Path(folder), {"map": pd.DataFrame({"x": [0.5]})}, {"as_of": "2026-06-30"})
    >>> made[:6]
    '000001'
    """
    return publish_sources(store, {name: _handing_out(table) for name, table in tables.items()}, facts)


def publish_sources(store: Path, sources: Mapping[str, Source], facts: Mapping[str, Json]) -> SnapshotId:
    """Publish tables one after the other as a new snapshot, and serve it.

    Parameters
    ----------
    store : Path
        The store's folder; made if it isn't there.
    sources : mapping of str to Source
        What hands out each table, as a DataFrame or as a stream of Arrow batches.
    facts : mapping of str to Json
        What the snapshot says about itself; ``snapshot_id`` and ``created_at`` are added.

    Returns
    -------
    SnapshotId
        The new snapshot, which ``CURRENT`` names from now on. Killed before the last step, the
        snapshot that was served before still is, and what is half written is swept by the next.
    """
    snapshot_id = write_snapshot(store, sources, facts)
    point_at(store, snapshot_id)
    return snapshot_id


def write_snapshot(
    store: Path, sources: Mapping[str, Source], facts: Mapping[str, Json], *, number: int | None = None
) -> SnapshotId:
    """Write a snapshot without serving it.

    Parameters
    ----------
    store : Path
        The store's folder; made if it isn't there.
    sources : mapping of str to Source
        What hands out each table.
    facts : mapping of str to Json
        What the snapshot says about itself; ``created_at`` is kept if it is given.
    number : int, optional
        The number to keep, where an earlier snapshot is rewritten.

    Returns
    -------
    SnapshotId
        The new snapshot: its file and manifest are whole and safe on disk.
    """
    folder = store / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    sweep(store)
    snapshot_id = fresh_id(store, number=number)
    created_at = str(facts.get("created_at") or datetime.now(UTC).isoformat(timespec="seconds"))
    told = {**facts, "snapshot_id": snapshot_id, "created_at": created_at}
    final = snapshot_file(store, snapshot_id)
    unfinished = final.with_name(f"{final.name}.unfinished")
    n_rows = _write(unfinished, {**sources, FACTS: _handing_out(facts_table(told))})
    sync_file(unfinished)
    manifest = Manifest(
        snapshot_id=snapshot_id,
        created_at=created_at,
        as_of=str(facts.get("as_of") or ""),
        n_bytes=unfinished.stat().st_size,
        sha256=file_sha256(unfinished),
        fingerprint=str(facts.get("fingerprint") or ""),
        n_rows=n_rows,
    )
    unfinished.replace(final)
    sync_folder(folder)
    write_manifest(store, manifest)
    return snapshot_id


def sweep(store: Path) -> None:
    """Remove what builds that were killed left half written.

    Parameters
    ----------
    store : Path
        The store's folder. The caller holds the store's write lock, or is alone in it.
    """
    known = snapshot_ids(store)
    for path in (store / FOLDER).glob("*"):
        is_told_of = path.suffix == ".duckdb" and path.stem in known
        if ".unfinished" in path.name or (path.suffix in {".duckdb", ".wal"} and not is_told_of):
            path.unlink(missing_ok=True)


def facts_table(facts: Mapping[str, Json]) -> pd.DataFrame:
    """Put facts into a table, one JSON text a fact.

    Parameters
    ----------
    facts : mapping of str to Json
        The facts by name.

    Returns
    -------
    DataFrame
        Columns ``key`` and ``value``, sorted by key.
    """
    rows = sorted((key, json.dumps(value, sort_keys=True)) for key, value in facts.items())
    return pd.DataFrame({"key": [row[0] for row in rows], "value": [row[1] for row in rows]}, dtype="str")


def file_sha256(path: Path) -> str:
    """Compute the SHA-256 of a file.

    Parameters
    ----------
    path : Path
        A file that this process doesn't hold open as a database.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _handing_out(table: pd.DataFrame) -> Source:
    return lambda: table


def _write(path: Path, sources: Mapping[str, Source]) -> dict[str, int]:
    connection = duckdb.connect(path)
    try:
        n_rows = {name: _write_table(connection, name, hand_out()) for name, hand_out in sources.items()}
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
    return n_rows


def _write_table(
    connection: duckdb.DuckDBPyConnection, name: str, handed: pd.DataFrame | pa.RecordBatchReader | Stream
) -> int:
    table = table_name(name)
    connection.register(INCOMING, handed.batches if isinstance(handed, Stream) else handed)
    written = f"CREATE TABLE {table} AS SELECT {typed_columns(connection)} FROM {INCOMING}"  # noqa: S608
    n_rows = int(connection.execute(written).fetchall()[0][0])
    connection.unregister(INCOMING)
    if isinstance(handed, Stream) and n_rows != handed.n_rows:
        raise DamagedStoreError(
            f'The table "{name}" counts {handed.n_rows:,} rows, but gave {n_rows:,} when it was read. Nothing was '
            "published, and the snapshot before stays in force. Build again; if it happens again, please report it."
        )
    return n_rows
