"""The short tour on a first visit: four steps, put away for good by one click."""

from __future__ import annotations

import streamlit as st

from analytics.store import hints
from pages.shared import controls, profile, session

STEPS = (
    ("1. Overview", "How many customers, and what stands out. You are here.", "pages/decide/overview.py"),
    (
        "2. Segment map",
        "Those who behave alike lie close together. Draw around some.",
        "pages/explore/segment_map.py",
    ),
    ("3. Churn drivers", "What goes with leaving, and how good the model is.", "pages/explore/drivers.py"),
    ("4. Customers", "The people behind any number. Open one to see why.", "pages/explore/customers.py"),
)
TOUR = "tour"


def tour() -> None:
    """Draw the tour until it is dismissed."""
    who = profile.name()
    if hints.is_put_away(session.store(), TOUR, who=who):
        return
    with st.container(border=True, key="tour"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown("**New here? Four steps through Tandem.** The filters above hold on every screen.")
            st.button("Got it", key="tour_done", type="tertiary", on_click=_put_away, args=(who,))
        for column, (title, words, path) in zip(st.columns(len(STEPS), gap="small"), STEPS, strict=True):
            with column:
                controls.link(path, title)
                st.caption(words)


def _put_away(who: str) -> None:
    hints.put_away(session.store(), TOUR, who=who)
