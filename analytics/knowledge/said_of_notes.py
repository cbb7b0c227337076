"""What people said in notes, as far as a build heeds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.knowledge.notes import Note
from analytics.knowledge.state import Knowledge
from analytics.vocabulary import Json

TEST_COLUMNS = (
    "test_id",
    "note_id",
    "tested_at",
    "metric",
    "without",
    "with_note",
    "gain",
    "lower",
    "upper",
    "n_scope",
    "fairness_gap_change",
    "verdict",
    "p_value",
    "level",
    "effect",
    "effect_lower",
    "effect_upper",
    "told_by_columns",
    "found_alone_from",
    "outcome",
    "why",
)
_TEXTS = frozenset({"test_id", "note_id", "tested_at", "metric", "verdict", "outcome", "why"})


@dataclass(frozen=True)
class SaidOfNotes:
    """The notes that stand.

    Attributes
    ----------
    notes : tuple of Note
        Those that were not withdrawn, by number.
    """

    notes: tuple[Note, ...] = ()

    def adopted(self, as_of: date) -> tuple[Note, ...]:
        """Give those that are features: supported, agreed to, signed where needed, undisputed, valid on a day."""
        return tuple(note for note in self.agreed if _is_valid(note, as_of))

    @property
    def agreed(self) -> tuple[Note, ...]:
        """Those that are features, or were until they expired."""
        return tuple(note for note in self.notes if is_agreed(note))

    def agreed_told(self) -> Json:
        """Write down what makes a difference to features: whom the agreed notes cover, and until when."""
        return [
            [note.note_id, note.rule, sorted(note.customers or ()), str(note.valid_from), str(note.valid_to), note.body]
            for note in self.agreed
        ]

    def told(self) -> Json:
        """Write down what makes a difference to tests, forecasts and their record."""
        return [
            self.agreed_told(),
            [[note.note_id, [test.id for test in note.tests], is_agreed(note)] for note in self.notes if note.tests],
            [
                [note.note_id, note.rule, note.probability, str(note.ripens_on)]
                for note in self.notes
                if note.is_forecast
            ],
        ]


def said_of_notes(knowledge: Knowledge) -> SaidOfNotes:
    """Take from what is known the notes that stand.

    Parameters
    ----------
    knowledge : Knowledge
        What people have done and said.

    Returns
    -------
    SaidOfNotes
        In the order in which they were written.
    """
    standing = [note for note in knowledge.notes.values() if not note.withdrawn]
    return SaidOfNotes(tuple(sorted(standing, key=lambda note: (len(note.note_id), note.note_id))))


def is_agreed(note: Note) -> bool:
    """Say whether a note's last test supports it, a second person agrees, and nothing is lacking."""
    return note.is_supported and note.awaits is None and not note.disputes


def _is_valid(note: Note, as_of: date) -> bool:
    return (note.valid_from is None or note.valid_from <= as_of) and (note.valid_to is None or as_of <= note.valid_to)


def rows_of_tests(notes: Sequence[Note]) -> pd.DataFrame:
    """Write the notes' tests as a table.

    Parameters
    ----------
    notes : sequence of Note
        With their tests.

    Returns
    -------
    DataFrame
        A row a test and metric, in the columns of `TEST_COLUMNS`; a test that looked at nothing has one row without
        figures. ``verdict``: ``adopted`` where the note's last test supports it and a second person agrees,
        ``waiting`` where it lacks that or could not be tested, else ``refused``.
    """
    rows = [row for note in notes for test in note.tests for row in _rows(note, test.id, test.said_at, test.details)]
    table = pd.DataFrame(rows, columns=list(TEST_COLUMNS))
    return table.astype({name: "str" if name in _TEXTS else "float64" for name in TEST_COLUMNS})


def _rows(note: Note, test_id: str, said_at: str, details: Mapping[str, Json]) -> list[dict[str, Json]]:
    told = {name: details.get(name) for name in TEST_COLUMNS}
    told |= {"test_id": test_id, "note_id": note.note_id, "tested_at": said_at, "verdict": _verdict(note, details)}
    metrics = details.get("rows")
    if not isinstance(metrics, Sequence) or isinstance(metrics, str) or not metrics:
        return [told]
    return [told | {str(name): value for name, value in row.items()} for row in metrics if isinstance(row, Mapping)]


def _verdict(note: Note, details: Mapping[str, Json]) -> Json:
    if details.get("supported") is not True:
        return details.get("verdict")
    return "adopted" if is_agreed(note) else "waiting"
