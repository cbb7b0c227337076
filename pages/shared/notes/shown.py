"""How notes stand on the screens on which their subjects appear."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from analytics.knowledge.notes import IN_FORCE, Note, NoteStatus, SubjectKind
from analytics.knowledge.reading import knowledge
from analytics.knowledge.roles import Act, Role
from analytics.store.erased import pseudonym
from pages.shared import controls, profile, session
from pages.shared.formats import day, percent, plain
from pages.shared.frame import Frame
from pages.shared.notes.form import KIND_WORDS, write_note
from pages.shared.notes.subjects import Subject
from pages.shared.people_words import told
from pages.shared.readers.noted import Claim, claim_of
from pages.shared.readers.present import subject_now

NOTES_PAGE = "pages/contribute/notes.py"
STATUS_WORDS = {
    NoteStatus.IN_FORCE: ("in force", "blue"),
    NoteStatus.NOT_YET_VALID: ("not yet valid", "gray"),
    NoteStatus.EXPIRED: ("expired", "gray"),
    NoteStatus.WITHDRAWN: ("withdrawn", "gray"),
    NoteStatus.DISPUTED: ("disputed", "orange"),
    NoteStatus.REFUSED: ("not supported by its test", "orange"),
    NoteStatus.ADOPTED: ("adopted", "green"),
}


def today() -> date:
    """The day on which notes are looked at (UTC)."""
    return datetime.now(UTC).date()


def seen_notes() -> tuple[Note, ...]:
    """Every note that whoever works here may see, the latest first."""
    who = profile.person()
    role = who.role if who is not None else Role.ADVISER
    notes = knowledge(session.store()).notes.values()
    return tuple(
        sorted((note for note in notes if note.is_seen_by(role)), key=lambda note: note.created_at, reverse=True)
    )


def claims_in_force() -> tuple[Claim, ...]:
    """The notes in force that whoever works here may see, ready to stand beside the rows of a table."""
    standing = ((note, note.status(today())) for note in seen_notes())
    return tuple(claim_of(note, status) for note, status in standing if status in IN_FORCE)


def _offer_to_write(page: Frame, subjects: tuple[Subject, ...]) -> None:
    form = f"note_on_{page_key(subjects)}"
    is_pressed = st.button("Note", key=form, icon=":material/note_add:", shortcut="N", type="tertiary")
    if session.form_is_wanted(form, is_pressed=is_pressed):
        write_note(page, subjects)


def notes_about(page: Frame, subjects: tuple[Subject, ...]) -> None:
    """Show the notes in force about some subjects, and offer to write one."""
    known = {(subject.kind, _kept_as(subject)) for subject in subjects}
    found = [
        note for note in seen_notes() if (note.subject_kind, about(note)) in known and note.status(today()) in IN_FORCE
    ]
    with st.container(key=f"notes_{page_key(subjects)}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**Notes** ({len(found)})" if found else "**Notes**")
            if profile.allowed(Act.NOTE):
                _offer_to_write(page, subjects)
        if not found:
            st.caption("Nobody has written down context about this yet.")
        for note in found:
            card(note)


def card(note: Note) -> None:
    """Show a note: its claim, kind, author, dates and standing, and the way to it."""
    words, colour = STATUS_WORDS[note.status(today())]
    with st.container(border=True, gap="xxsmall", key=f"note_card_{note.note_id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.badge(KIND_WORDS[note.kind], color="gray")
            st.badge(words, color=colour)  # type: ignore[arg-type]
        st.markdown(told(note.body))
        st.caption(plain(about_author(note)))
        controls.link_to(NOTES_PAGE, "Open the note", note=note.note_id)


def about_author(note: Note) -> str:
    """Say who wrote a note, when, how sure they are and until when it holds."""
    team = f" ({note.team})" if note.team else ""
    sure = f", {percent(note.confidence, 0)} sure" if note.confidence is not None else ""
    until = f", until {day(note.valid_to)}" if note.valid_to else ""
    forecast = ""
    if note.probability is not None and note.ripens_on is not None:
        forecast = f", forecast: {percent(note.probability, 0)} by {day(note.ripens_on)}"
    return f"{note.author}{team}, {day(note.created_at[:10])}{sure}{until}{forecast}"


def page_key(subjects: tuple[Subject, ...]) -> str:
    """A key for widgets about these subjects."""
    return "_".join(f"{subject.kind.value}" for subject in subjects) or "selection"


def about(note: Note) -> str:
    """The id of a note's subject; of a segment, and of its cohorts' cells, by the key that it has now."""
    return subject_now(note.subject_kind, note.subject_id)


def _kept_as(subject: Subject) -> str:
    return pseudonym(session.store(), subject.id) if subject.kind is SubjectKind.CUSTOMER else subject.id


def on_customer(customer_id: str) -> Subject:
    """A customer as the subject of a note."""
    return Subject(SubjectKind.CUSTOMER, customer_id, f"customer {customer_id}")
