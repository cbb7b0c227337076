"""Testing a note: once for each state of the outcomes, under one error budget."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.knowledge.doing import Tester
from analytics.knowledge.event import Event
from analytics.knowledge.notes import Note
from analytics.knowledge.people import Person
from analytics.knowledge.reading import events
from analytics.knowledge.roles import Act
from analytics.models.error_budget import next_level
from analytics.models.note_trial import Candidate, Trial, note_trial
from analytics.stages.informed import what_was_said
from analytics.stages.note_column import columns_of, n_conditions, note_column
from analytics.stages.note_ground import NoteGround, note_ground
from analytics.store.connection import open_for_reading
from analytics.store.payments import payments_of_points
from analytics.vocabulary import Json

PRIMARY = "auc"
"""The metric of the row that a test prints; the others are in ``rows``."""

_SECOND_PERSON = "It waits for a second person to agree"


def note_tester(store: Path, *, n_threads: int = 1) -> Tester:
    """Make the function that tests notes on what a store holds.

    Parameters
    ----------
    store : Path
        The store's folder.
    n_threads : int, default 1
        Threads to use.

    Returns
    -------
    Tester
        Takes a note and whoever asks; gives the row of ``note_tests``. Besides the row's columns it has ``supported``,
        ``needs_signature``, ``tested`` (whether the confirm part was looked at), ``why``, ``p_value``, ``level``,
        ``rows`` (all metrics) and ``proxy`` (protected groups). The first test of a process takes longer, since the
        machine alone is fitted.
    """
    return partial(_tested, store, n_threads)


def _tested(store: Path, n_threads: int, note: Note, _: Person) -> dict[str, Json]:
    past = [event for event in events(store) if event.act == Act.TEST_NOTE]
    with open_for_reading(store) as warehouse:
        ground = note_ground(warehouse, n_threads=n_threads)
        claim = _claim(note)
        if _was_tested(past, claim, ground.data):
            return _again(note, ground, claim)
        column = note_column(
            note,
            ground.rows,
            count=partial(payments_of_points, warehouse.cursor()),
            protected=ground.source.protected,
            places=what_was_said(store).places,
        )
    level = next_level([event.details.get("supported") is True for event in past if _spent(event)])
    candidate = candidate_of(note, column, ground)
    trial = note_trial(ground.machine, ground.opponent(candidate.n_conditions), candidate, level=level)
    return _row(note, trial, ground, claim)


def candidate_of(note: Note, column: pd.Series, ground: NoteGround) -> Candidate:
    """Lay a note's column beside the machine's rows.

    Parameters
    ----------
    note : Note
        The note.
    column : Series of bool
        For each of ``ground.rows`` whether the note covers it.
    ground : NoteGround
        What it is tested on.

    Returns
    -------
    Candidate
        A list of customers none of whom ever had gone by the last labelled date is tested on that date only: being
        on such a list says that one has stayed.
    """
    covered = column.to_numpy()
    in_note = covered[ground.points]
    last = (~ground.rows["customer_id"].duplicated(keep="last")).to_numpy()
    days = ground.machine.rows.days
    used = np.ones(len(in_note), dtype=bool)
    if note.customers is not None and _all_stayed(ground, in_note):
        used = days == days.max()
    return Candidate(
        in_note,
        used,
        n_conditions(note, columns_of(ground.rows, ground.source.protected)),
        covered[last],
        {name: group[last] for name, group in ground.groups.items()},
        {name: group[ground.points] for name, group in ground.groups.items()},
    )


def _all_stayed(ground: NoteGround, in_note: np.ndarray) -> bool:
    days, codes = ground.machine.rows.days, ground.machine.codes
    return bool(np.isin(codes[in_note], codes[days == days.max()]).all())


def _claim(note: Note) -> str:
    told = note.rule or "\n".join(sorted(note.customers or ()))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _spent(event: Event) -> bool:
    """Whether a test looked at the confirm part; one whose details were destroyed counts."""
    return event.payload is None or event.details.get("tested") is True


def _was_tested(past: Iterable[Event], claim: str, data: str) -> bool:
    return any(
        event.payload is not None
        and event.details.get("tested") is True
        and event.details.get("claim") == claim
        and event.details.get("data") == data
        for event in past
    )


def _again(note: Note, ground: NoteGround, claim: str) -> dict[str, Json]:
    """Answer a second test on the same outcomes: nothing is looked at, and what was found stands."""
    before = note.tests[-1].details if note.tests else {}
    why = "This claim was tested on these outcomes already, once. It waits for the next snapshot with new ones."
    stands = {name: before.get(name) for name in ("supported", "needs_signature")}
    return {
        **_empty(note),
        "verdict": "waiting",
        "tested": False,
        "supported": stands["supported"] is True,
        "needs_signature": stands["needs_signature"] is True,
        "why": why,
        "claim": claim,
        "data": ground.data,
    }


def _empty(note: Note) -> dict[str, Json]:
    row: dict[str, Json] = {"note_id": note.note_id, "tested_at": datetime.now(UTC).isoformat(timespec="seconds")}
    names = ("without", "with_note", "gain", "lower", "upper", "n_scope", "fairness_gap_change")
    return {**row, "metric": PRIMARY, **dict.fromkeys(names)}


def _row(note: Note, trial: Trial, ground: NoteGround, claim: str) -> dict[str, Json]:
    supported = trial.verdict == "supported"
    is_agreed = bool(note.agreements) and (bool(note.signatures) or not trial.needs_signature) and not note.disputes
    lacking = f"{_SECOND_PERSON}{' and for a signature' if trial.needs_signature else ''}."
    rows = _records(trial.gain)
    primary = next((row for row in rows if row["metric"] == PRIMARY), {})
    evidence = trial.evidence
    return {
        **_empty(note),
        **primary,
        "n_scope": trial.n_scope,
        "fairness_gap_change": _fairness_change(rows),
        "verdict": ("adopted" if is_agreed else "waiting") if supported else trial.verdict,
        "supported": supported,
        "needs_signature": trial.needs_signature,
        "tested": evidence is not None,
        "why": trial.why + (f" {lacking}" if supported and not is_agreed else ""),
        "p_value": evidence.p_value if evidence else None,
        "level": trial.level,
        "effect": _number(evidence.effect) if evidence else None,
        "effect_lower": _number(evidence.lower) if evidence else None,
        "effect_upper": _number(evidence.upper) if evidence else None,
        "told_by_columns": _number(evidence.told_by_columns) if evidence else None,
        "n_scope_confirm": trial.n_scope_confirm,
        "found_alone_from": trial.found_alone_from,
        "machine_slice": trial.slice_words,
        "outcome": ground.outcome,
        "claim": claim,
        "data": ground.data,
        "rows": rows,
        "proxy": _records(trial.proxy),
    }


def _fairness_change(rows: Sequence[dict[str, Json]]) -> Json:
    """How much wider the gap between protected groups becomes: above 0 is less fair."""
    gain = next((row["gain"] for row in rows if row["metric"] == "fairness_gap"), None)
    return 0.0 - gain if isinstance(gain, float) else None


def _records(table: pd.DataFrame) -> list[dict[str, Json]]:
    return [{str(name): _plain(value) for name, value in row.items()} for row in table.to_dict(orient="records")]


def _plain(value: object) -> Json:
    if isinstance(value, str):
        return value
    number = float(str(value))
    return _number(number) if not number.is_integer() or isinstance(value, float) else int(number)


def _number(value: float) -> float | None:
    """Round to what the interval can bear: more digits would only tell about the confirm part."""
    return round(float(value), 5) if np.isfinite(value) else None
