"""What a store holds, what is published of it, what is stale, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

from analytics.errors import StoreBusyError, StoreEmptyError
from analytics.knowledge.notes import Note
from analytics.models.network_library import network_version, why_not_tried
from analytics.settings import DEFAULT_SEED
from analytics.stage_order import STAGES, Planned, plan
from analytics.stages.informed import what_was_said
from analytics.stages.note_features import feature_of
from analytics.store.connection import open_for_reading
from analytics.store.progress import read_progress
from analytics.store.shelf import snapshot_ids
from analytics.store.snapshots import Snapshot, current_snapshot
from analytics.store.source import LoadedSource, loaded_source
from analytics.store.stage_log import StageRun, recorded_runs
from analytics.vocabulary import PUBLISHED, Json

_WORDS = {
    "source": "the source was loaded anew",
    "protected": "the protected columns changed",
    "as_of": "another as-of day",
    "seed": "another seed",
    "knowledge": "people said something new",
    "stage_version": "its code changed",
    "code_version": "Tandem's version changed",
    "network": "the library of the recurrent network was installed, changed or taken away",
}
_SAID = {
    "features": "other notes are adopted, or said otherwise",
    "effective": "people edited or named segments",
    "kpis": "people tagged customers, segments or cohorts",
    "notes": "people wrote, tested or agreed to notes",
}
"""What people did, where it makes a stage stale."""


def store_status(store: Path) -> dict[str, Json]:
    """Gather the state of a store; works while a build runs.

    Parameters
    ----------
    store : Path
        The store's folder; it may not exist.

    Returns
    -------
    dict of str to Json
        Keys ``store``, ``is_busy``, ``source`` (or null), ``tables``, ``snapshot`` (or null), ``n_snapshots``,
        ``stages`` (name, state ``fresh``, ``stale``, ``missing`` or ``unknown``, why, seconds), ``published``,
        ``not_built``, ``not_published`` (tables that the source doesn't give, with why), ``structure_found``,
        ``structure_reason``, ``outcomes``, ``default_outcome`` (or null), ``adopted_notes`` (``note_id``, ``feature``,
        ``is_feature``: whether the served snapshot has it), ``network`` (``version`` of the recurrent network's
        library, or ``why_not`` it isn't tried) and ``progress`` (or null).
    """
    snapshot, progress = current_snapshot(store), read_progress(store)
    facts: Mapping[str, Json] = snapshot.facts if snapshot else {}
    published = sorted(set(PUBLISHED) & snapshot.tables()) if snapshot else []
    given_up = facts.get("not_published")
    not_given = dict(given_up) if isinstance(given_up, Mapping) else {}
    told: dict[str, Json] = {
        "store": str(store),
        "is_busy": False,
        "source": None,
        "tables": [],
        "snapshot": _snapshot(snapshot),
        "n_snapshots": len(snapshot_ids(store)),
        "stages": _stages_unknown(facts),
        "published": published,
        "not_built": [name for name in PUBLISHED if name not in published and name not in not_given],
        "not_published": not_given,
        "structure_found": facts.get("structure_found"),
        "structure_reason": facts.get("structure_reason"),
        "outcomes": facts.get("outcomes", {}),
        "default_outcome": facts.get("default_outcome"),
        "adopted_notes": [],
        "network": {"version": network_version(), "why_not": why_not_tried()},
        "progress": asdict(progress) if progress else None,
    }
    try:
        return told | _of_warehouse(store, snapshot)
    except StoreEmptyError:
        return told | {"stages": [_stage(stage.name, "missing", "nothing is loaded", None) for stage in STAGES]}
    except StoreBusyError:
        return told | {"is_busy": True, "source": _source_of(facts)}


def staleness(planned: Planned, run: StageRun | None) -> tuple[str, str]:
    """Say whether a stage's result is up to date, and why not.

    Parameters
    ----------
    planned : Planned
        What it would be made from now.
    run : StageRun or None
        How it last ran.

    Returns
    -------
    state : str
        ``fresh``, ``stale`` or ``missing``.
    why : str
        What changed; empty if it is fresh.
    """
    if run is None:
        return "missing", "it has not run yet"
    if run.fingerprint == planned.fingerprint:
        return "fresh", ""
    keys = dict.fromkeys([*planned.inputs, *run.inputs])
    changed = [key for key in keys if planned.inputs.get(key) != run.inputs.get(key)]
    words = _WORDS | {"knowledge": _SAID.get(planned.stage.name, _WORDS["knowledge"])}
    own = [words[key] for key in changed if key in words]
    before = [f"{key} is made anew" for key in changed if key not in words]
    return "stale", "; ".join(own or before)


def _of_warehouse(store: Path, snapshot: Snapshot | None) -> dict[str, Json]:
    with open_for_reading(store) as warehouse:
        source, runs = loaded_source(warehouse), recorded_runs(warehouse)
        counts = warehouse.frame(
            "SELECT table_name, present, rows_in, rows_loaded, rows_rejected FROM meta.tables ORDER BY table_name"
        )
    said, as_of = what_was_said(store), _as_of(source, runs)
    planned = plan(source, said, as_of=as_of, seed=_seed(runs))
    stages: list[Json] = []
    for name, each in planned.items():
        state, why = staleness(each, runs.get(name))
        stages.append(_stage(name, state, why, runs[name].seconds if name in runs else None))
    tables: list[Json] = [
        {
            "table": str(row.table_name),
            "present": bool(row.present),
            "rows_in": int(str(row.rows_in)),
            "rows_loaded": int(str(row.rows_loaded)),
            "rows_rejected": int(str(row.rows_rejected)),
        }
        for row in counts.itertuples()
    ]
    told: Json = {
        "kind": source.kind.value,
        "path": source.path,
        "name": source.name,
        "fingerprint": source.fingerprint,
        "loaded_at": source.loaded_at,
        "currency": source.currency,
        "protected": list(source.protected),
        "default_outcome": source.default_outcome,
        "as_of_default": source.as_of_default.isoformat(),
    }
    adopted = [_adopted(note, snapshot) for note in said.of_notes.adopted(as_of)]
    return {"source": told, "tables": tables, "stages": stages, "adopted_notes": adopted}


def _adopted(note: Note, snapshot: Snapshot | None) -> Json:
    feature = feature_of(note)
    is_feature = snapshot is not None and feature in snapshot.columns("features")
    return {"note_id": note.note_id, "feature": feature, "is_feature": is_feature}


def _as_of(source: LoadedSource, runs: Mapping[str, StageRun]) -> date:
    """Take the day of the last build, so that a day that was asked for doesn't look stale."""
    run = runs.get("features")
    is_same_source = run is not None and run.inputs.get("source") == source.fingerprint
    return date.fromisoformat(str(run.inputs["as_of"])) if run and is_same_source else source.as_of_default


def _seed(runs: Mapping[str, StageRun]) -> int:
    seeds = [int(str(run.inputs["seed"])) for run in runs.values() if "seed" in run.inputs]
    return seeds[0] if seeds else DEFAULT_SEED


def _snapshot(snapshot: Snapshot | None) -> Json:
    if snapshot is None:
        return None
    keys = ("as_of", "created_at", "seed", "code_version", "source_name", "source_kind", "n_customers_active")
    return {"id": snapshot.id, **{key: snapshot.facts.get(key) for key in keys}}


def _source_of(facts: Mapping[str, Json]) -> Json:
    if not facts:
        return None
    return {key: facts.get(f"source_{key}") for key in ("kind", "name", "fingerprint", "loaded_at")}


def _stages_unknown(facts: Mapping[str, Json]) -> list[Json]:
    done = facts.get("stages")
    seconds = done if isinstance(done, Mapping) else {}
    why = "the warehouse is being written; this is what the served snapshot says"
    return [_stage(stage.name, "unknown", why, seconds.get(stage.name)) for stage in STAGES]


def _stage(name: str, state: str, why: str, seconds: Json) -> Json:
    return {"stage": name, "state": state, "why": why, "seconds": seconds}
