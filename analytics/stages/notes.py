"""The stage ``notes``: what tests found, whether adopted notes still hold, and how forecasts turned out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.knowledge.notes import Note
from analytics.knowledge.said_of_notes import rows_of_tests
from analytics.models.forecast_scores import Forecast, records, scored_forecast
from analytics.models.note_evidence import note_evidence
from analytics.settings import DEFAULT_OUTCOME
from analytics.stages.informed import InformedWork
from analytics.stages.note_features import column_of, feature_of
from analytics.stages.note_ground import ground_of, too_few
from analytics.stages.note_testing import candidate_of
from analytics.store.note_rows import point_rows

_LABELS = "SELECT customer_id, as_of, value FROM built.labels WHERE outcome = $outcome AND value IS NOT NULL"
_HORIZON = "SELECT horizon_days FROM built.outcome_facts WHERE outcome = $outcome"
_WATCHED = ["note_id", "feature", "effect", "lower", "upper", "n_scope", "proposal", "why"]
_KEYS = ["customer_id", "as_of"]


def notes_stage(work: InformedWork) -> None:
    """Publish the tests of notes, measure the adopted ones anew, and score the forecasts that have ripened.

    Parameters
    ----------
    work : InformedWork
        The stage's place in the build, and what people said.
    """
    notes = work.said.of_notes.notes
    work.put("note_tests", rows_of_tests(notes))
    work.put("note_watch", _watched(work))
    scored = _scored(work, [note for note in notes if note.is_forecast])
    work.put("forecasts", pd.concat(scored, ignore_index=True) if scored else _no_forecasts())
    work.put("forecast_records", records(scored).astype({"author": "str", "is_better_than_a_coin": "bool"}))


def _watched(work: InformedWork) -> pd.DataFrame:
    """Measure what each agreed note adds now; propose to withdraw those that add nothing any more, or expired."""
    agreed = work.said.of_notes.agreed
    rows: list[tuple[object, ...]] = []
    if agreed and not too_few(work.cursor, _outcome(work)):
        work.tell("Measuring whether adopted notes still add to the machine")
        ground = ground_of(work.cursor, work.source, n_threads=work.n_threads, with_notes=False)
        adopted = work.said.of_notes.adopted(work.as_of)
        for note in agreed:
            column = column_of(work, note, ground.rows)
            if column is None:
                rows.append(_watch_row(note, "withdraw", "Its rule names a column that is there no more."))
                continue
            candidate = candidate_of(note, column, ground)
            against = ground.opponent(candidate.n_conditions)
            found = note_evidence(ground.machine.among(candidate.used), against.fitted, candidate.in_note.astype(float))
            proposal, why = _proposal(found.lower, found.upper, is_valid=note in adopted)
            n_scope = len(np.unique(ground.machine.codes[candidate.in_note]))
            rows.append(_watch_row(note, proposal, why, (found.effect, found.lower, found.upper, n_scope)))
    table = pd.DataFrame(rows, columns=_WATCHED)
    texts = {"note_id", "feature", "proposal", "why"}
    return table.astype({name: "str" if name in texts else "float64" for name in _WATCHED})


def _proposal(lower: float, upper: float, *, is_valid: bool) -> tuple[str, str]:
    if not is_valid:
        return "withdraw", "It is not valid on the as-of day."
    if lower <= 0 <= upper:
        return "withdraw", "The customers who confirm do not show any more that it adds to the machine."
    return "keep", "It still adds to the machine."


def _watch_row(note: Note, proposal: str, why: str, figures: tuple[float, ...] = (np.nan,) * 4) -> tuple[object, ...]:
    return (note.note_id, feature_of(note), *figures, proposal, why)


def _scored(work: InformedWork, forecasts: list[Note]) -> list[pd.DataFrame]:
    if not forecasts:
        return []
    labels = work.cursor.execute(_LABELS, {"outcome": _outcome(work)}).df()
    labels = labels.assign(as_of=pd.to_datetime(labels["as_of"]))
    rows = point_rows(work.cursor)
    scored = []
    for note in forecasts:
        column = column_of(work, note, rows) if note.rule or note.customers else None
        if column is not None:
            joined = labels.merge(rows[_KEYS].assign(inside=column.to_numpy()), on=_KEYS)
            scored.append(scored_forecast(_forecast(work, note), joined, joined["inside"].to_numpy()))
    return scored


def _forecast(work: InformedWork, note: Note) -> Forecast:
    """A forecast counts from the outcomes that could not be known when it was written down."""
    horizon = work.cursor.execute(_HORIZON, {"outcome": _outcome(work)}).fetchall()
    window = pd.Timedelta(days=int(horizon[0][0]) if horizon and horizon[0][0] is not None else 0)
    known = pd.Timestamp(note.known_until or note.created_at[:10])
    last = pd.Timestamp(note.ripens_on) - window if note.ripens_on else pd.Timestamp.max
    return Forecast(note.note_id, note.author, note.probability or 0.0, known, last)


def _outcome(work: InformedWork) -> str:
    return work.source.default_outcome or DEFAULT_OUTCOME


def _no_forecasts() -> pd.DataFrame:
    texts = {name: pd.Series(dtype="str") for name in ("note_id", "author")}
    numbers = ("probability", "n_customers", "share", "share_of_others", "came_true", "brier")
    return pd.DataFrame(texts | {name: pd.Series(dtype="float64") for name in numbers})
