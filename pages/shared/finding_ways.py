"""The ways from something that was found to the customers behind it: the map, the list, a note."""

from __future__ import annotations

import streamlit as st

from analytics.knowledge.roles import Act
from pages.shared import controls, profile, session
from pages.shared.readers.unnamed import Finding
from pages.shared.selection import FILTERS

MAP = "pages/explore/segment_map.py"
CUSTOMERS = "pages/explore/customers.py"


def ways(found: Finding) -> None:
    """Offer the map, the list and a note: each takes these customers as the selection."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"ways_{found.key}"):
        fresh = dict.fromkeys(name for name in FILTERS if name != "found")
        controls.link(MAP, "Show on the map", **fresh, found=found.key)
        controls.link(CUSTOMERS, "List them", **fresh, found=found.key)
        if profile.allowed(Act.NOTE) and st.button(
            "Select and note", key=f"note_{found.key}", icon=":material/note_add:", type="tertiary"
        ):
            session.change(**fresh, found=found.key)
            session.keep("note_on_finding", found.key)
            session.rerun()
