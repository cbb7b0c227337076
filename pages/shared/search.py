"""Search from anywhere: customers, segments, sequences, cohorts, notes and screens, by a few letters."""

from __future__ import annotations

import streamlit as st

from analytics.live import live_snapshot
from analytics.store.snapshots import Snapshot
from pages.shared import controls, profile, screens, session
from pages.shared.formats import plain
from pages.shared.notes.shown import seen_notes
from pages.shared.readers import cohorts, population
from pages.shared.readers.pattern_sayings import all_named
from pages.shared.readers.segments import segments
from pages.shared.selection import Selection

MOST_OF_A_KIND = 5
SHORTEST = 2


def search_button() -> None:
    """Draw the button that opens the search, with its key; `app.py` calls it in the sidebar."""
    if st.button("Search", key="search_open", icon=":material/search:", shortcut="Ctrl+K", width="stretch"):
        session.open_dialog()
        search()


@st.dialog("Search", width="medium", on_dismiss=session.close_dialog)
def search() -> None:
    """Find a customer, a segment, a sequence, a cohort, a note or a screen, and go there."""
    text = st.text_input(
        "A customer's id, a segment, a sequence, a cohort, a note, a screen",
        key="search_text",
        placeholder="at least two letters",
    ).strip()
    if len(text) < SHORTEST:
        return
    snapshot = live_snapshot(session.store())
    n_found = _screens(text) + (_in_snapshot(snapshot, text) if snapshot is not None else 0) + _notes(text)
    if not n_found:
        st.caption(f"Nothing is called “{plain(text)}”.")


def _screens(text: str) -> int:
    found = [
        (name, title)
        for names in screens.there().values()
        for name, title in names.items()
        if profile.may_open(name) and text.casefold() in title.casefold()
    ]
    for name, title in found:
        st.page_link(str(screens.file_of(name)), label=title, icon=":material/web_asset:")
    return len(found)


def _in_snapshot(snapshot: Snapshot, text: str) -> int:
    n_found = 0
    if "features" in snapshot.tables() and profile.sees_ids():
        ids = population.customer_ids(snapshot)
        hits = ids[ids.str.contains(text, case=False, regex=False)].head(MOST_OF_A_KIND)
        for one in hits:
            _go("pages/explore/customer.py", f"Customer {one}", Selection(customer=str(one)), "person")
        n_found += len(hits)
    table = segments(snapshot)
    named = table[table["label"].str.contains(text, case=False, regex=False)].head(MOST_OF_A_KIND)
    for label, key in zip(named["label"], named["segment_key"], strict=True):
        _go("pages/explore/segment.py", f"Segment {label}", Selection(segment=str(key)), "bubble_chart")
    saved = [each for each in cohorts.all_cohorts() if text.casefold() in each.name.casefold()][:MOST_OF_A_KIND]
    for each in saved:
        _go("pages/explore/segment_map.py", f"Cohort {each.name}", Selection(cohort=each.cohort_id), "bookmark")
    return n_found + len(named) + len(saved) + _sequences(text)


def _sequences(text: str) -> int:
    named = [each for each in all_named() if text.casefold() in each[2].casefold()][:MOST_OF_A_KIND]
    for pattern_id, outcome, name in named:
        controls.link_to("pages/explore/patterns.py", f"Sequence {name}", pattern=pattern_id, before=outcome)
    return len(named)


def _notes(text: str) -> int:
    found = [note for note in seen_notes() if text.casefold() in note.body.casefold()][:MOST_OF_A_KIND]
    for note in found:
        controls.link_to("pages/contribute/notes.py", f"Note: {note.body[:80]}", note=note.note_id)
    return len(found)


def _go(page: str, label: str, selection: Selection, icon: str) -> None:
    if profile.may_follow(page):
        st.page_link(page, label=plain(label), query_params=selection.query(), icon=f":material/{icon}:")
