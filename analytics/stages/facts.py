"""What a snapshot says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from analytics.settings import CODE_VERSION, DEFAULT_OUTCOME
from analytics.stages.described import whole_number
from analytics.stages.informed import Said
from analytics.store.connection import Warehouse
from analytics.store.source import LoadedSource
from analytics.store.stage_log import StageRun, fingerprint_of
from analytics.vocabulary import Json

_COUNTS = "SELECT count(*) AS n_total, count(*) FILTER (status = 'active') AS n_active FROM built.customers"
_BOOKED = (
    "SELECT min(booked_at)::DATE::VARCHAR AS first_on, max(booked_at)::DATE::VARCHAR AS last_on "
    "FROM source.transactions"
)


_RECORDED = "SELECT * FROM built.outcome_facts ORDER BY outcome"
_WITH_AHEAD = """
    SELECT * FROM built.outcome_facts
    UNION ALL BY NAME
    SELECT * EXCLUDE (position) FROM built.ahead_facts WHERE source <> 'none'
    ORDER BY outcome
"""
"""What may be ahead is an outcome like others, where there is anything to see of it."""

_GAPS = {
    "kpis": "SELECT table_name, why FROM built.kpi_gaps ORDER BY table_name",
    "patterns": "SELECT table_name, why FROM built.pattern_gaps ORDER BY table_name",
    "next_events": "SELECT table_name, why FROM built.next_event_gaps ORDER BY table_name",
}
"""What says why a table isn't published, by stage."""


def snapshot_facts(
    warehouse: Warehouse, source: LoadedSource, *, as_of: date, seed: int, runs: Mapping[str, StageRun]
) -> dict[str, Json]:
    """Gather what screens say beside every number.

    Parameters
    ----------
    warehouse : Warehouse
        With the stages' results.
    source : LoadedSource
        What it was loaded from.
    as_of : date
        The day at which customers are described.
    seed : int
        The build's seed.
    runs : mapping of str to StageRun
        The stages whose results are up to date, and so are published.

    Returns
    -------
    dict of str to Json
        The rows of ``snapshot_facts``, without ``snapshot_id`` and ``created_at``.
    """
    fingerprints: dict[str, Json] = {name: run.fingerprint for name, run in runs.items()}
    facts: dict[str, Json] = {
        "as_of": as_of.isoformat(),
        "source_kind": source.kind.value,
        "source_name": source.name,
        "source_fingerprint": source.fingerprint,
        "source_loaded_at": source.loaded_at,
        "currency": source.currency,
        "code_version": CODE_VERSION,
        "seed": seed,
        "default_outcome": source.default_outcome or DEFAULT_OUTCOME,
        "protected": list(source.protected),
        "stages": {name: round(run.seconds, 3) for name, run in runs.items()},
        "stage_fingerprints": fingerprints,
        "fingerprint": fingerprint_of(fingerprints),
        "structure_found": None,
        "structure_reason": None,
        "outcomes": {},
        "not_published": {},
    }
    if "features" in runs:
        facts |= _counted(warehouse) | {"outcomes": _outcomes(warehouse, has_models="churn" in runs)}
    if "segments" in runs:
        found = warehouse.frame("SELECT structure_found, reason FROM built.segment_structure").iloc[0]
        facts |= {"structure_found": bool(found["structure_found"]), "structure_reason": str(found["reason"])}
    facts["not_published"] = {
        str(gap.table_name): str(gap.why)
        for stage, text in _GAPS.items()
        if stage in runs
        for gap in warehouse.frame(text).itertuples()
    }
    return facts


def knowledge_facts(said: Said) -> dict[str, Json]:
    """Say what of people's knowledge a snapshot goes by.

    Parameters
    ----------
    said : Said
        What people said when the build began.

    Returns
    -------
    dict of str to Json
        ``ledger_sequence``, the number of the last act that it knows of; ``said_of_segments``, a fingerprint of what
        was said of segments; ``edits_of_segments``, one of that part of it which decides who is in which.
    """
    return {
        "ledger_sequence": said.of_segments.sequence,
        "said_of_segments": said_fingerprint(said),
        "edits_of_segments": fingerprint_of({"tree": said.of_segments.told_of_tree()}),
    }


def said_fingerprint(said: Said) -> str:
    """Shorten what was said of segments to a text that changes when anything of it does.

    Parameters
    ----------
    said : Said
        What people said.

    Returns
    -------
    str
        16 hexadecimal digits.
    """
    return fingerprint_of({"said": said.of_segments.told()})


def _counted(warehouse: Warehouse) -> dict[str, Json]:
    counts, booked = warehouse.frame(_COUNTS).iloc[0], warehouse.frame(_BOOKED).iloc[0]
    return {
        "n_customers_total": int(counts["n_total"]),
        "n_customers_active": int(counts["n_active"]),
        "first_booked_on": _text(booked["first_on"]),
        "last_booked_on": _text(booked["last_on"]),
    }


def _outcomes(warehouse: Warehouse, *, has_models: bool) -> dict[str, Json]:
    models = warehouse.frame("SELECT outcome, has_model, why_not FROM built.outcome_models") if has_models else None
    fitted = {} if models is None else {str(row.outcome): row for row in models.itertuples()}
    outcomes: dict[str, Json] = {}
    for fact in warehouse.frame(_WITH_AHEAD if has_models else _RECORDED).itertuples():
        model = fitted.get(str(fact.outcome))
        why_not = _text(fact.why_not) or _text(getattr(model, "why_not", None))
        if model is None and why_not is None:
            why_not = "The stage churn hasn't run yet: run build."
        outcomes[str(fact.outcome)] = {
            "definition": str(fact.definition),
            "source": str(fact.source),
            "has_model": bool(model is not None and model.has_model),
            "why_not": why_not,
            "n_positive": int(str(fact.n_positive)),
            "n_labelled": int(str(fact.n_labelled)),
            "horizon_days": whole_number(fact.horizon_days),
        }
    return outcomes


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
