"""The frame around every screen: title, how fresh it is, the filter bar, and what to show when there is nothing yet.

    page = frame("Churn drivers", about="What goes with leaving, overall and by segment.", needs=("drivers",))
    table = readers.drivers(page.snapshot, page.outcome)

`frame` stops the page by itself where the store is empty, a first build is running, a needed table is missing, or the
filters leave nobody. `bare_frame` (Data) draws only the title and never stops.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from analytics.knowledge.reading import knowledge
from analytics.live import live_snapshot
from analytics.store.snapshots import Snapshot
from pages.shared import filters, problems, profile, session, status
from pages.shared.acts.doing import what_was_done
from pages.shared.formats import day, moment, plain, plural
from pages.shared.link_notes import say_notes
from pages.shared.readers import facts, population
from pages.shared.readers.models import model_in_force
from pages.shared.selection import Selection
from pages.shared.small_selection import may_be_told
from pages.shared.views import views_menu

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Frame:
    """What a screen answers for.

    Attributes
    ----------
    snapshot : Snapshot
        What is served.
    selection : Selection
        Who is looked at.
    outcome : str
        The outcome that risk is about.
    seen : int
        The number of the last entry of the ledger that is on screen.
    """

    snapshot: Snapshot
    selection: Selection
    outcome: str
    seen: int = 0


@dataclass(frozen=True)
class Framed:
    """A screen's frame and its title."""

    page: Frame
    title: str


def frame(title: str, *, about: str, needs: tuple[str, ...] = (), may_be_nobody: bool = False) -> Frame:
    """Draw the frame and give what the screen answers for.

    Parameters
    ----------
    title : str
        The screen's name.
    about : str
        One plain sentence: which question it answers.
    needs : tuple of str
        Tables without which there is nothing to show.
    may_be_nobody : bool
        Whether the screen itself deals with filters that leave no customer.
    """
    seen = knowledge(session.store()).sequence
    snapshot = bare_frame(title, about=about)
    if snapshot is None:
        doing = status.running(session.store())
        if doing is not None:
            problems.still_building(doing.words)
        else:
            problems.store_is_empty()
        st.stop()
    chosen, notes = filters.fitting(snapshot, session.selection())
    if notes:
        session.correct(chosen)
        for note in notes:
            session.leave_note(note)
    with st.container(horizontal=True, vertical_alignment="center", key="bars"):
        filters.filter_bar(snapshot)
        views_menu()
    say_notes()
    what_was_done()
    missing = [table for table in needs if table not in snapshot.tables()]
    if missing:
        doing = status.running(session.store())
        if doing is not None:
            problems.still_building(doing.words)
        else:
            problems.not_published(title)
        st.stop()
    if not may_be_nobody and not chosen.is_everyone and not population.selected(snapshot, chosen).any():
        problems.filtered_to_nothing()
        st.stop()
    if not chosen.is_everyone and not profile.sees_ids() and not may_be_told(snapshot, chosen):
        problems.too_few_to_tell()
        st.stop()
    page = Frame(snapshot, chosen, chosen.outcome or facts.default_outcome(snapshot), seen)
    session.once_a_run("framed", lambda: Framed(page, title))
    return page


def framed() -> Framed | None:
    """Give the frame that this run of the page drew, with its title; None where it has none."""
    return session.once_a_run("framed", lambda: None)


def bare_frame(title: str, *, about: str) -> Snapshot | None:
    """Draw title, freshness and the strip of a running build; gives the served snapshot, None where there is none."""
    # Dialogs and menus lie outside the part of the page to which Streamlit gives its scheme.
    shade = "dark" if st.context.theme.type == "dark" else "light"
    st.html(f"<style>:root {{ color-scheme: {shade}; }}\n{STYLE}</style>")
    snapshot = live_snapshot(session.store())
    status.strip(session.store(), None if snapshot is None else snapshot.file_id)
    with st.container(key="page_head", gap="xxsmall"):
        st.title(title, anchor=False)
        st.markdown(about)
        if snapshot is not None:
            st.caption(freshness(snapshot))
    return snapshot


def freshness(snapshot: Snapshot) -> str:
    """Say the data's date, when they were published (with the zone), and the model in force."""
    n = len(population.customer_ids(snapshot)) if "features" in snapshot.tables() else 0
    model = model_in_force(snapshot)
    parts = (
        f"Data as of **{plain(day(facts.as_of(snapshot)))}**",
        plural(n, "active customer"),
        f"refreshed {plain(moment(facts.text_fact(snapshot, 'created_at') or None))}",
        f"model {plain(model)}" if model else "no model yet",
    )
    return " · ".join(parts)
