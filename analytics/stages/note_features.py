"""Adopted notes as features: one column of 0 and 1 each, at every point."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analytics.features.entry import Entry
from analytics.knowledge.notes import CAREFUL_KINDS, Note
from analytics.knowledge.rule_words import RuleError
from analytics.stages.described import NOTES
from analytics.stages.informed import InformedWork
from analytics.stages.note_column import note_column
from analytics.store.note_rows import point_rows
from analytics.store.payments import payments_of_points

_LONGEST_TITLE = 60
_KEYS = ["customer_id", "as_of"]
_JOINED = """
    CREATE OR REPLACE TABLE built.features_at AS
    SELECT f.*, n.* EXCLUDE (customer_id, as_of) FROM built.features_at AS f
    JOIN built.note_columns AS n USING (customer_id, as_of) ORDER BY customer_id, as_of"""


def feature_of(note: Note) -> str:
    """Name the feature of an adopted note."""
    return f"{NOTES}{note.note_id}"


def add_adopted_notes(work: InformedWork) -> tuple[Entry, ...]:
    """Add a column to ``built.features_at`` for each adopted note.

    Parameters
    ----------
    work : InformedWork
        The stage ``features``, after its other columns are made.

    Returns
    -------
    tuple of Entry
        The columns' rows of the catalogue. A note whose rule names what is there no more is left out; the table
        ``note_watch`` says so.
    """
    work.drop("note_columns")
    adopted = work.said.of_notes.adopted(work.as_of)
    if not adopted:
        return ()
    work.tell("Adding what people know, where it was tested and agreed to")
    rows = point_rows(work.cursor)
    columns = [(note, column) for note in adopted if (column := column_of(work, note, rows)) is not None]
    if not columns:
        return ()
    made = {feature_of(note): column.astype("float64") for note, column in columns}
    work.put("note_columns", rows[_KEYS].assign(**made))
    work.cursor.execute(_JOINED)
    return tuple(entry_of(note) for note, _ in columns)


def column_of(work: InformedWork, note: Note, rows: pd.DataFrame) -> pd.Series | None:
    """Work a note out at every point; None where its rule names what is there no more."""
    try:
        return note_column(
            note,
            rows,
            count=partial(payments_of_points, work.cursor),
            protected=work.source.protected,
            places=work.said.places,
        )
    except RuleError:
        return None


def entry_of(note: Note) -> Entry:
    """Describe the feature of an adopted note in the catalogue.

    Parameters
    ----------
    note : Note

    Returns
    -------
    Entry
        What the note says is left out of cultural and socioeconomic ones: everybody reads the catalogue.
    """
    covers = (
        f"1 where the {note.kind.value.replace('_', ' ')} note {note.note_id} by {note.author} covers the customer at "
        "the date, else 0."
    )
    description = f"{covers} {_says(note)} Adopted after a test, with a second person's agreement."
    return Entry(feature_of(note), "context", "0 or 1", _title(note), description)


def _title(note: Note) -> str:
    if note.kind in CAREFUL_KINDS:
        return f"Note {note.note_id}"
    return note.body if len(note.body) <= _LONGEST_TITLE else f"{note.body[: _LONGEST_TITLE - 1].rstrip()}…"


def _says(note: Note) -> str:
    if note.kind in CAREFUL_KINDS:
        return "What it says stands on Notes, for those who may see it."
    return f'It says: "{note.body}"'
