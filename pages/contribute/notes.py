"""Notes: every claim that people wrote down, what was said about it, and what its test found."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analytics.knowledge.notes import Note, NoteStatus
from analytics.knowledge.roles import Act
from pages.shared import controls, panels, problems, profile, session, table_view
from pages.shared.formats import day, moment, percent, plain, plural
from pages.shared.frame import Frame, frame
from pages.shared.notes.aftermath import forecasts_panel, how_it_came_out, how_it_holds
from pages.shared.notes.form import KIND_WORDS, write_note
from pages.shared.notes.shown import STATUS_WORDS, about_author, seen_notes, today
from pages.shared.notes.standing import said_about, what_can_be_done
from pages.shared.notes.subjects import page_of, subjects_of, words
from pages.shared.notes.tested import found_by_tests
from pages.shared.people_words import told, written

EVERY = "all"
FOCUS = "note"


def listed(page: Frame, notes: tuple[Note, ...]) -> None:
    """List the notes; ticking a row opens it."""
    table = pd.DataFrame(
        {
            "note_id": [note.note_id for note in notes],
            "claim": [written(note.body) for note in notes],
            "about": [words(page.snapshot, note.subject_kind, note.subject_id) for note in notes],
            "kind": [KIND_WORDS[note.kind] for note in notes],
            "status": [STATUS_WORDS[note.status(today())][0] for note in notes],
            "author": [note.author for note in notes],
            "written": [day(note.created_at) for note in notes],
            "valid_to": [day(note.valid_to) for note in notes],
        }
    )
    table_view.show_rows_to_tick(
        table,
        key="notes_list",
        on_tick=_open_ticked(notes),
        columns={
            "note_id": None,
            "claim": st.column_config.TextColumn("Claim", width="large"),
            "about": st.column_config.TextColumn("About", width="medium"),
            "kind": "Kind",
            "status": "Standing",
            "author": "By",
            "written": "Written",
            "valid_to": "Valid to",
        },
        alt=f"{plural(len(notes), 'note')}.",
    )
    panels.export_button(table, name="notes", page=page)


def _open_ticked(notes: tuple[Note, ...]) -> Callable[[], None]:
    def opened() -> None:
        rows = session.ticked_rows("notes_list")
        if rows and rows[0] < len(notes):
            session.choose(FOCUS, notes[rows[0]].note_id)

    return opened


def one(page: Frame, note: Note) -> None:
    """Show a note whole, with what can be done about it."""
    label, colour = STATUS_WORDS[note.status(today())]
    with st.container(border=True, key="note_open"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.badge(KIND_WORDS[note.kind], color="gray")
            st.badge(label, color=colour)  # type: ignore[arg-type]
            st.caption(note.note_id)
        st.markdown(told(note.body))
        st.caption(plain(about_author(note)))
        _facts(page, note)
        target = page_of(note.subject_kind, note.subject_id)
        if target is not None and profile.may_follow(target[0]):
            st.page_link(target[0], label="Show whom it is about", query_params=target[1].query())
        found_by_tests(note)
        how_it_holds(page, note)
        how_it_came_out(page, note)
        said_about(note)
        what_can_be_done(page, note)
        st.button("Close", key="note_close", on_click=session.choose, args=(FOCUS, ""), type="tertiary")


def _facts(page: Frame, note: Note) -> None:
    whom = note.rule or (f"a list of {plural(len(note.customers), 'customer')}" if note.customers else None)
    facts = {
        "About": words(page.snapshot, note.subject_kind, note.subject_id),
        "Scope": note.scope,
        "Evidence": note.evidence,
        "Whom, for its test": whom,
        "Sure": percent(note.confidence, 0) if note.confidence is not None else None,
        "Valid from": day(note.valid_from) if note.valid_from else None,
        "Written": moment(note.created_at),
    }
    for name, value in facts.items():
        if value:
            st.caption(f"**{name}:** {told(value)}")


page = frame("Notes", about="What people know that data alone cannot show, and what became of it.", may_be_nobody=True)
problems.whatever_the_filters("All notes stand here", is_filtered=not page.selection.is_everyone)
everything = seen_notes()
focus = next((note for note in everything if note.note_id == session.free_choice(FOCUS)), None)
if focus is not None:
    one(page, focus)
statuses = {EVERY: "Any standing"} | {status.value: STATUS_WORDS[status][0].capitalize() for status in NoteStatus}
with st.container(horizontal=True, vertical_alignment="bottom"):
    status = controls.choice("standing", statuses, default=EVERY, label="Standing", kind="select", width=240)
    kinds = {EVERY: "Any kind"} | {kind.value: kind_words for kind, kind_words in KIND_WORDS.items()}
    kind = controls.choice("kind", kinds, default=EVERY, label="Kind", kind="select", width=240)
    about = subjects_of(page)
    can_write = profile.allowed(Act.NOTE) and about
    form = "notes_new"
    if can_write and session.form_is_wanted(
        form, is_pressed=st.button("Note", icon=":material/note_add:", shortcut="N", key=form)
    ):
        write_note(page, about)
shown = tuple(
    note for note in everything if status in (EVERY, note.status(today()).value) and kind in (EVERY, note.kind.value)
)
if shown:
    listed(page, shown)
elif everything:
    problems.nothing_to_show("No note has this standing and kind.", try_this="Choose another above.")
else:
    problems.nothing_to_show(
        "Nobody has written a note yet.",
        try_this="Select customers on the map or open a segment, and write down what the data cannot show.",
    )
forecasts_panel(page, everything)
