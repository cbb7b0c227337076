"""The order of the stages: from a loaded source to a published snapshot.

Each stage runs in one transaction and writes down what it was made from; one whose inputs are as
they were is skipped. At the end a snapshot is published of all results that are up to date.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from analytics.errors import DamagedStoreError, InputError, StoreEmptyError
from analytics.models.network_library import network_version
from analytics.settings import CODE_VERSION, DEFAULT_SEED, SNAPSHOTS_KEPT
from analytics.stages.ahead import ahead_stage
from analytics.stages.churn import churn_stage
from analytics.stages.contest import contest_stage
from analytics.stages.counterfactuals import counterfactuals_stage
from analytics.stages.drift import drift_stage
from analytics.stages.driver_groups import driver_groups_stage
from analytics.stages.driver_shapes import driver_shapes_stage
from analytics.stages.drivers import drivers_stage
from analytics.stages.effective import effective_stage
from analytics.stages.error_slices import error_slices_stage
from analytics.stages.facts import knowledge_facts, snapshot_facts
from analytics.stages.fairness import fairness_stage
from analytics.stages.features import features_stage
from analytics.stages.horizons import horizons_stage
from analytics.stages.informed import InformedWork, Said, what_was_said
from analytics.stages.kpis import kpis_stage
from analytics.stages.map import map_stage
from analytics.stages.months import months_stage
from analytics.stages.next_events import next_events_stage
from analytics.stages.notes import notes_stage
from analytics.stages.offers import offers_stage
from analytics.stages.outlook import outlook_stage
from analytics.stages.pattern_rules import pattern_rules_stage
from analytics.stages.patterns import patterns_stage
from analytics.stages.purchases import purchases_stage
from analytics.stages.reason_map import reason_map_stage
from analytics.stages.second_opinion import second_opinion_stage
from analytics.stages.segments import segments_stage
from analytics.stages.sequences import sequences_stage
from analytics.stages.stability import stability_stage
from analytics.stages.survival import survival_stage
from analytics.stages.uplift import uplift_stage
from analytics.store.connection import WAREHOUSE_FILE, Warehouse, open_for_writing
from analytics.store.contents import snapshot_sources
from analytics.store.progress import Report, silent
from analytics.store.shelf import current_id, point_at, read_manifest, snapshot_ids
from analytics.store.snapshots import prune, publish_sources
from analytics.store.source import LoadedSource, checked_as_of, loaded_source
from analytics.store.stage_log import StageRun, fingerprint_of, record_run, recorded_runs
from analytics.vocabulary import Json, SnapshotId


@dataclass(frozen=True)
class Stage:
    """One step from data to answers.

    Attributes
    ----------
    name : str
        What ``--stages`` calls it.
    needs : tuple of str
        Stages whose results it reads.
    version : int
        Counted up when its code gives other results.
    uses_seed : bool
        Whether the seed makes a difference to it.
    doing : str
        What happens, in words, for the progress bar.
    run : callable
        Does it, inside a transaction.
    heeds : callable or None
        Gives what of people's knowledge makes a difference to it.
    """

    name: str
    needs: tuple[str, ...]
    version: int
    uses_seed: bool
    doing: str
    run: Callable[[InformedWork], None]
    heeds: Callable[[Said], Json] | None = None


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


def of_segments(said: Said) -> Json:
    """Give what people said of segments: the stage ``effective`` runs again when it changes."""
    return said.of_segments.told()


def adopted_notes(said: Said) -> Json:
    """Give the notes that are features: they are measured again when one is adopted, changed or withdrawn."""
    return said.of_notes.agreed_told()


def of_notes(said: Said) -> Json:
    """Give tests, agreements and forecasts: the stage ``notes`` runs again when they change."""
    return said.of_notes.told()


def of_tags_lists(said: Said) -> Json:
    """Give whom words are on, and the retention lists: ``kpis`` runs again when somebody tags or makes one."""
    return [said.of_tags.told(), said.of_lists.told()]


def of_rules(said: Said) -> Json:
    """Give which patterns raise alarms: the stage ``pattern_rules`` runs again when somebody makes a rule."""
    return said.of_rules.told()


STAGES: tuple[Stage, ...] = (
    Stage("features", (), 3, False, "Measuring how customers behave", features_stage, adopted_notes),
    Stage("sequences", (), 3, False, "Putting in order what happened to customers", sequences_stage),
    Stage("offers", (), 1, False, "Reading offers and consents", offers_stage),
    Stage("segments", ("features",), 8, True, "Finding segments", segments_stage),
    Stage("map", ("features",), 2, True, "Drawing the map", map_stage),
    Stage("effective", ("segments",), 1, True, "Laying edits over the segments", effective_stage, of_segments),
    Stage("ahead", ("features",), 2, False, "Seeing what else came after each date", ahead_stage),
    Stage("churn", ("features", "ahead"), 5, True, "Learning who leaves", churn_stage),
    Stage("drivers", ("churn", "effective"), 1, True, "Ranking what goes with leaving", drivers_stage),
    Stage("horizons", ("churn",), 1, True, "Learning who leaves sooner and who later", horizons_stage),
    Stage("error_slices", ("churn",), 1, True, "Looking where the models are wrong", error_slices_stage),
    Stage("fairness", ("churn",), 2, False, "Comparing how groups of customers fare", fairness_stage),
    Stage("counterfactuals", ("churn",), 2, False, "Looking for what would bring risks down", counterfactuals_stage),
    Stage("uplift", ("features",), 2, False, "Asking what offers did", uplift_stage),
    Stage("second_opinion", ("churn",), 1, True, "Explaining the models a second way", second_opinion_stage),
    Stage("stability", ("churn",), 1, True, "Asking whether reasons hold", stability_stage),
    Stage("driver_shapes", ("churn",), 1, True, "Looking how pushes go with values", driver_shapes_stage),
    Stage("driver_groups", ("churn",), 1, True, "Ranking drivers by cohort and date", driver_groups_stage),
    Stage("reason_map", ("churn",), 1, True, "Drawing the map of reasons", reason_map_stage),
    Stage("patterns", ("features", "sequences"), 2, True, "Telling sequences from chance", patterns_stage),
    Stage("pattern_rules", ("patterns",), 1, True, "Testing rules on the past", pattern_rules_stage, of_rules),
    Stage("next_events", ("sequences",), 2, True, "Forecasting what happens next", next_events_stage),
    Stage("contest", ("features", "sequences"), 2, True, "Asking whether sequences foresee more", contest_stage),
    Stage("kpis", ("effective", "churn"), 4, False, "Counting who came, stayed and left", kpis_stage, of_tags_lists),
    Stage("purchases", ("features",), 1, True, "Asking who still buys", purchases_stage),
    Stage("outlook", ("kpis",), 1, True, "Looking twelve months ahead", outlook_stage),
    Stage("months", ("segments", "map"), 2, True, "Following customers over the map", months_stage),
    Stage("survival", ("months", "horizons"), 1, False, "Following customers until they leave", survival_stage),
    Stage("drift", ("months", "churn"), 2, False, "Asking what moved more than usual", drift_stage),
    Stage("notes", ("features",), 2, False, "Looking how notes have held", notes_stage, of_notes),
)
"""In the order in which they run."""
TRY_NETWORK = frozenset({"next_events", "contest"})
"""Stages that try the recurrent network where its library is installed."""


@dataclass(frozen=True)
class Planned:
    """A stage with what it would be made from now.

    Attributes
    ----------
    stage : Stage
        The stage.
    inputs : mapping of str to Json
        What its result depends on.
    fingerprint : str
        Of the inputs.
    """

    stage: Stage
    inputs: Mapping[str, Json]
    fingerprint: str


def plan(source: LoadedSource, said: Said, *, as_of: date, seed: int) -> dict[str, Planned]:
    """Say what each stage would be made from.

    Parameters
    ----------
    source : LoadedSource
        What the store was loaded from.
    said : Said
        What people said.
    as_of : date
        The day at which customers are described.
    seed : int
        The build's seed.

    Returns
    -------
    dict of str to Planned
        By stage, in the order in which they run.
    """
    planned: dict[str, Planned] = {}
    network = network_version()
    for stage in STAGES:
        inputs: dict[str, Json] = {
            "source": source.fingerprint,
            "protected": sorted(source.protected),
            "as_of": as_of.isoformat(),
            "stage_version": stage.version,
            "code_version": CODE_VERSION,
            **({"seed": seed} if stage.uses_seed else {}),
            **({"network": network} if stage.name in TRY_NETWORK and network else {}),
            **({"knowledge": fingerprint_of({"said": stage.heeds(said)})} if stage.heeds else {}),
            **{f"stage {name}": planned[name].fingerprint for name in stage.needs},
        }
        planned[stage.name] = Planned(stage, inputs, fingerprint_of(inputs))
    return planned


def with_needs(names: Iterable[str] | None) -> tuple[str, ...]:
    """Add to stages what they need, in the order in which they run.

    Parameters
    ----------
    names : iterable of str or None
        Stages that were asked for; all if None.

    Returns
    -------
    tuple of str
        Their names.

    Raises
    ------
    InputError
        If there is no such stage.

    Examples
    --------
    >>> with_needs(["map"])
    ('features', 'map')
    """
    known = {stage.name: stage for stage in STAGES}
    wanted: set[str] = set()
    pending = list(known if names is None else names)
    while pending:
        name = pending.pop()
        if name not in known:
            raise InputError(f'There is no stage "{name}". There are: {", ".join(known)}.')
        if name not in wanted:
            wanted.add(name)
            pending.extend(known[name].needs)
    return tuple(name for name in known if name in wanted)


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
