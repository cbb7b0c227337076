"""Notes on cells of the cohort triangle: beside the cells that they are about, with the number then and now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analytics.insights.claims_on_rows import claims_on_rows
from analytics.insights.small_groups import FEWEST
from analytics.knowledge.cohort_cell import CohortCell, cohort_cell
from analytics.knowledge.notes import IN_FORCE, Note, SubjectKind
from pages.shared import profile
from pages.shared.formats import percent, plain, plural, whole
from pages.shared.notes.shown import about, card, seen_notes, today
from pages.shared.notes.subjects import Subject, cell_words
from pages.shared.readers.noted import claim_of

Triangle = Callable[[str], pd.DataFrame]
"""From the length of cohorts to the cells that the viewer may see."""


@dataclass(frozen=True)
class OnCell:
    """A note on a cell.

    Attributes
    ----------
    note : Note
        As it was written.
    cell : CohortCell
        The cell, by the name that its segment has now.
    now : tuple of int or None
        How many are still here and how many joined, today; None where the cell is not there any more.
    """

    note: Note
    cell: CohortCell
    now: tuple[int, int] | None


def on_cell(cell: CohortCell, whose: str) -> Subject:
    """A cell as the subject of a note."""
    return Subject(SubjectKind.COHORT_CELL, cell.id, cell_words(cell, whose))


def notes_on_cells(group: str, triangle: Triangle) -> tuple[OnCell, ...]:
    """The notes in force on the cells of a segment or of all, the latest first.

    Whoever sees groups of at least ten alone is told of no cell that is left out for them, then or now.
    """
    found = []
    for note in seen_notes():
        if note.subject_kind is not SubjectKind.COHORT_CELL or note.status(today()) not in IN_FORCE:
            continue
        cell = cohort_cell(about(note))
        one = OnCell(note, cell, _counted(cell, triangle)) if cell.group == group else None
        if one is not None and (profile.sees_ids() or _is_large(one)):
            found.append(one)
    return tuple(found)


def with_notes(cells: pd.DataFrame, notes: tuple[OnCell, ...]) -> pd.DataFrame:
    """Put the notes beside the cells that they are about, as `notes`, where there is any."""
    names = cells["cohort"].astype("str") + "|" + cells["period_index"].astype("str")
    said = [(claim_of(each.note, each.note.status(today())).words, _is(names, each.cell).to_numpy()) for each in notes]
    found = claims_on_rows(said, len(cells))
    return cells.assign(notes=found.to_numpy()) if (found != "").any() else cells


def list_notes(notes: tuple[OnCell, ...], whose: str) -> None:
    """List the notes below the triangle, each with its cell's number then and now."""
    if not notes:
        return
    st.markdown(f"**Notes on cells** ({len(notes)})")
    for each in notes:
        st.caption(f"✎ {plain(cell_words(each.cell, whose))}: {plain(then_and_now(each))}")
        card(each.note)


def then_and_now(each: OnCell) -> str:
    """Say a cell's number when the note was written, and now where it is another."""
    then = "not known" if each.note.counted is None else _share(each.note.counted)
    if each.now is None:
        return f"{then} when it was written; this cell is not there any more."
    if each.now == each.note.counted:
        return f"{then}, as when it was written."
    return f"{then} when it was written, {_share(each.now)} now."


def _share(counted: tuple[int, int]) -> str:
    part, of = counted
    return f"{percent(part / of)} of {plural(of, 'customer')} ({whole(part)})"


def _is_large(each: OnCell) -> bool:
    then = each.note.counted
    return each.now is not None and then is not None and then[1] >= FEWEST


def _counted(cell: CohortCell, triangle: Triangle) -> tuple[int, int] | None:
    cells = triangle(cell.by)
    found = cells[(cells["cohort"] == cell.cohort) & (cells["period_index"] == cell.months)]
    return None if found.empty else (int(found["n_retained"].iloc[0]), int(found["n_start"].iloc[0]))


def _is(names: pd.Series[str], cell: CohortCell) -> pd.Series[bool]:
    return names == f"{cell.cohort}|{cell.months}"
