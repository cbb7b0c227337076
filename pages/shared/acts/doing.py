"""Doing an act from a screen: who, against what, and what to say when it is done, refused, or somebody was faster."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from analytics import acting
from analytics.errors import InputError, TandemError
from analytics.knowledge.conflict import ConflictError
from analytics.knowledge.draft import Done
from analytics.knowledge.history import history
from analytics.knowledge.reading import events, knowledge
from analytics.knowledge.roles import Act
from analytics.knowledge.undoing import step_back
from analytics.vocabulary import Json
from pages.shared import controls, profile, session
from pages.shared.formats import moment, plain
from pages.shared.people_words import told
from pages.shared.selection import Selection

TREE_ACTS = frozenset({Act.MERGE, Act.SPLIT, Act.MOVE, Act.LOCK, Act.UNLOCK, Act.RESTORE_STATE})
"""Acts that change who is in which segment: their effect can be looked at."""
MAKES_SEGMENTS = frozenset({Act.MERGE, Act.SPLIT})
"""Acts whose segment is gone after: what they made is selected in its place."""
SAID, LAST = "acts_said", "acts_last"


@dataclass(frozen=True)
class Attempt:
    """An act that somebody wants to do.

    Attributes
    ----------
    act : mapping of str to Json
        ``act`` and its fields.
    said : str
        What to say when it is done; text from data and people as it is.
    seen : int
        The ledger's number that was on screen when they began.
    """

    act: Mapping[str, Json]
    said: str
    seen: int


def seen_now() -> int:
    """The ledger's number that this run of the page shows."""
    return knowledge(session.store()).sequence


def do(attempt: Attempt) -> Done | None:
    """Do an act; None where it was refused, which is then said on the page, with nothing changed."""
    who = profile.person()
    if who is None:
        st.error("Your sign-in has ended, and nothing was saved. Sign in again in another tab, then reload this one.")
        return None
    try:
        done = acting.do(session.store(), attempt.act, author=who.name, seen=attempt.seen)
    except ConflictError as conflict:
        _both_versions(attempt, conflict)
        return None
    except TandemError as refusal:
        st.error(plain(str(refusal)), icon=":material/block:")
        return None
    session.keep(SAID, attempt.said)
    session.keep(LAST, done.sequence if done.act in TREE_ACTS else 0)
    return done


def do_and_rerun(attempt: Attempt) -> None:
    """Do an act, and draw the page anew when it is done."""
    done = do(attempt)
    if done is not None:
        if done.act in MAKES_SEGMENTS:
            made = None if attempt.act.get("by") else done.id
            session.select(Selection(segment=made, outcome=session.selection().outcome))
        session.close_dialog()
        session.rerun()


def what_was_done() -> None:
    """Say the last act of this session, with a way to take it back."""
    said = session.kept(SAID, str)
    with st.container(horizontal=True, vertical_alignment="center", key="act_done"):
        # The empty place stays: what stands below is then not drawn anew after an act.
        if not said:
            return
        st.markdown(f":material/check: {told(said)}")
        if profile.allowed(Act.UNDO) and _can_undo():
            st.button("Undo", key="act_undo", shortcut="U", type="tertiary", on_click=undo)
        entry = session.kept(LAST, int)
        if entry:
            controls.link_to("pages/contribute/history.py", "What it did", entry=str(entry))
        st.button("Hide", key="act_hide", type="tertiary", on_click=session.drop, args=(SAID,))


def undo(entry: int | None = None) -> None:
    """Take back an act of whoever works here: the last one, or the one of this number."""
    who = profile.person()
    if who is None:
        return
    act: dict[str, Json] = {"act": Act.UNDO.value} | ({} if entry is None else {"entry": entry})
    try:
        target = step_back(events(session.store()), who.name).sequence if entry is None else entry
        words = next(step.words for step in history(events(session.store())) if step.sequence == target)
        acting.do(session.store(), act, author=who.name)
    except TandemError as refusal:
        session.keep(SAID, f"Not undone. {refusal}")
        return
    _select_what_it_was_made_of(target)
    session.keep(SAID, f"Undone: {words}.")


def _select_what_it_was_made_of(entry: int) -> None:
    """Where a segment is selected that an act had made which is undone now, select what it was made of."""
    event = next(each for each in events(session.store()) if each.sequence == entry)
    chosen = session.selection()
    made = rf"[123]-e{entry}(?!\d).*"
    if event.act in MAKES_SEGMENTS and chosen.segment is not None and re.fullmatch(made, chosen.segment):
        parts = event.texts("segments") or (event.text("segment"),)
        session.change(segment=parts[0])


def _can_undo() -> bool:
    who = profile.person()
    try:
        return who is not None and step_back(events(session.store()), who.name) is not None
    except InputError:
        return False


def _both_versions(attempt: Attempt, conflict: ConflictError) -> None:
    steps = {step.sequence: step for step in history(events(session.store()))}
    st.warning("**Somebody was faster.** Nothing was saved yet; both versions are below.", icon=":material/group:")
    for entry in conflict.entries:
        step = steps.get(entry.sequence)
        words = step.words if step is not None else entry.act
        st.markdown(f"**{plain(entry.author)}**, {plain(moment(entry.done_at))}: {told(words)}")
    st.markdown(f"**You**: {plain(attempt.said)}")
    latest = max(entry.sequence for entry in conflict.entries)
    with st.container(horizontal=True):
        st.button(
            "Do mine all the same",
            key="conflict_mine",
            on_click=_again,
            args=(Attempt(attempt.act, attempt.said, max(latest, seen_now())),),
        )
        st.button("Keep theirs", key="conflict_theirs", type="primary", on_click=session.close_dialog)


def _again(attempt: Attempt) -> None:
    if do(attempt) is not None:
        session.close_dialog()
