"""Building: from a loaded source, stage by stage, to a published snapshot.

Each stage runs in one transaction and writes down what it was made from; one whose inputs are as
they were is skipped. At the end a snapshot is published of all results that are up to date.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from analytics.errors import DamagedStoreError, StoreEmptyError
from analytics.settings import DEFAULT_SEED, SNAPSHOTS_KEPT
from analytics.stage_order import Planned, plan, with_needs
from analytics.stages.facts import knowledge_facts, snapshot_facts
from analytics.stages.informed import InformedWork, Said, what_was_said
from analytics.store.connection import WAREHOUSE_FILE, Warehouse, open_for_writing
from analytics.store.contents import snapshot_sources
from analytics.store.progress import Report, silent
from analytics.store.shelf import current_id, point_at, read_manifest, snapshot_ids
from analytics.store.snapshots import prune, publish_sources
from analytics.store.source import LoadedSource, checked_as_of, loaded_source
from analytics.store.stage_log import StageRun, record_run, recorded_runs
from analytics.vocabulary import Json, SnapshotId


@dataclass(frozen=True)
class Built:
    """What a build did.

    Attributes
    ----------
    snapshot_id : SnapshotId
        The snapshot that is served now.
    is_new : bool
        Whether this build published it.
    ran, unchanged : tuple of str
        Stages that ran, and stages whose inputs were as before.
    as_of : date
        The day at which customers are described.
    """

    snapshot_id: SnapshotId
    is_new: bool
    ran: tuple[str, ...]
    unchanged: tuple[str, ...]
    as_of: date


@dataclass(frozen=True)
class Request:
    """What a build is asked for.

    Attributes
    ----------
    as_of : date or None
        The day at which customers are described, its end included; the source's default if None.
    seed : int
        For everything that draws.
    stages : tuple of str or None
        The stages to run, with what they need; all if None.
    n_threads : int or None
        Threads to use, all cores if None; they change no result.
    """

    as_of: date | None = None
    seed: int = DEFAULT_SEED
    stages: tuple[str, ...] | None = None
    n_threads: int | None = None


def build(store: Path, request: Request, *, report: Report = silent) -> Built:
    """Run the stages whose inputs changed, and publish a snapshot.

    Parameters
    ----------
    store : Path
        The store's folder, with a loaded source.
    request : Request
        What was asked for.
    report : Report
        Is told how far it is.

    Returns
    -------
    Built
        What was done. Killed at any moment, the snapshot that was served before still is.

    Raises
    ------
    InputError
        If there is no such stage, or the as-of day lies outside the data.
    StoreEmptyError
        If nothing was loaded.
    StoreBusyError
        If another process writes to the store.
    """
    wanted = with_needs(request.stages)
    require_loaded(store)
    with open_for_writing(store, n_threads=request.n_threads) as warehouse:
        said = what_was_said(store)
        as_of = checked_as_of(warehouse, request.as_of)
        source = loaded_source(warehouse)
        planned = plan(source, said, as_of=as_of, seed=request.seed)
        runs = recorded_runs(warehouse)
        pending = [planned[name] for name in wanted if not _is_fresh(planned[name], runs)]
        for step, each in enumerate(pending):
            _run(each, _Frame(warehouse, source, said, as_of, request, report, step, len(pending) + 1))
        runs = {name: run for name, run in recorded_runs(warehouse).items() if _is_fresh(planned[name], {name: run})}
        fresh = {name: runs[name] for name in planned if name in runs}
        report("publish", "Publishing the snapshot", len(pending), len(pending) + 1)
        facts = snapshot_facts(warehouse, source, as_of=as_of, seed=request.seed, runs=fresh)
        facts |= knowledge_facts(said)
        snapshot_id, is_new = _serve(warehouse, facts, fresh)
    ran = tuple(each.stage.name for each in pending)
    return Built(snapshot_id, is_new, ran, tuple(name for name in wanted if name not in ran), as_of)


def require_loaded(store: Path) -> None:
    """Refuse a store into which nothing was loaded, without making anything.

    Parameters
    ----------
    store : Path
        The store's folder.

    Raises
    ------
    StoreEmptyError
        If it has no warehouse.
    """
    if not (store / WAREHOUSE_FILE).exists():
        raise StoreEmptyError(f"Nothing has been loaded into the store {store} yet: run ingest PATH first.")


@dataclass(frozen=True)
class _Frame:
    """Where in a build a stage runs."""

    warehouse: Warehouse
    source: LoadedSource
    said: Said
    as_of: date
    request: Request
    report: Report
    step: int
    n_steps: int


def _is_fresh(planned: Planned, runs: Mapping[str, StageRun]) -> bool:
    run = runs.get(planned.stage.name)
    return run is not None and run.fingerprint == planned.fingerprint


def _run(planned: Planned, frame: _Frame) -> None:
    stage, started = planned.stage, time.monotonic()

    def tell(message: str) -> None:
        frame.report(stage.name, message, frame.step, frame.n_steps)

    tell(stage.doing)
    with frame.warehouse.transaction() as cursor:
        n_threads = frame.request.n_threads or os.cpu_count() or 1
        stage.run(InformedWork(cursor, frame.source, frame.as_of, frame.request.seed, n_threads, tell, said=frame.said))
        finished_at = datetime.now(UTC).isoformat(timespec="seconds")
        seconds = time.monotonic() - started
        record_run(cursor, StageRun(stage.name, planned.fingerprint, planned.inputs, finished_at, seconds))


def _serve(warehouse: Warehouse, facts: Mapping[str, Json], runs: Mapping[str, StageRun]) -> tuple[SnapshotId, bool]:
    """Publish, unless a snapshot that says the same is there already: then that one is served."""
    store = warehouse.store
    for snapshot_id in sorted(snapshot_ids(store), key=lambda each: each != current_id(store)):
        if _says(store, snapshot_id) == facts["fingerprint"]:
            if snapshot_id != current_id(store):
                point_at(store, snapshot_id)
            return snapshot_id, False
    snapshot_id = publish_sources(store, snapshot_sources(warehouse, runs), facts)
    prune(store, keep=SNAPSHOTS_KEPT)
    return snapshot_id, True


def _says(store: Path, snapshot_id: SnapshotId) -> str | None:
    try:
        return read_manifest(store, snapshot_id).fingerprint
    except DamagedStoreError:
        return None
