"""The short tour on a first visit: up to four steps, put away for good by one click."""

from __future__ import annotations

import streamlit as st

from analytics.store import hints
from pages.shared import controls, profile, session

STEPS = (
    ("Overview", "How many customers, and what stands out. You are here.", "pages/decide/overview.py"),
    (
        "Segment map",
        "Those who behave alike lie close together. Draw around some.",
        "pages/explore/segment_map.py",
    ),
    ("Churn drivers", "What goes with leaving, and how good the model is.", "pages/explore/drivers.py"),
    ("Customers", "The people behind any number. Open one to see why.", "pages/explore/customers.py"),
)
TOUR = "tour"
FEWEST = 2
HOW_MANY = {2: "Two", 3: "Three", 4: "Four"}


def tour() -> None:
    """Draw the tour, of screens that whoever works here may open, until it is dismissed."""
    who = profile.name()
    steps = [step for step in STEPS if profile.may_follow(step[2])]
    if len(steps) < FEWEST or hints.is_put_away(session.store(), TOUR, who=who):
        return
    with st.container(border=True, key="tour"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(
                f"**New here? {HOW_MANY[len(steps)]} steps through Tandem.** The filters above hold on every screen."
            )
            st.button("Got it", key="tour_done", type="tertiary", on_click=_put_away, args=(who,))
        columns = st.columns(len(steps), gap="small")
        for number, (column, (title, words, path)) in enumerate(zip(columns, steps, strict=True), start=1):
            with column:
                controls.link(path, f"{number}. {title}")
                st.caption(words)


def _put_away(who: str) -> None:
    hints.put_away(session.store(), TOUR, who=who)
