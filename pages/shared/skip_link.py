"""The link that the keyboard reaches first, and that jumps over the navigation to the page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "tandem_skip_link", js=Path(__file__).with_name("skip_link.js").read_text(encoding="utf-8")
)


def skip_link() -> None:
    """Put the link before everything else; `app.py` calls it. Streamlit has no place there for an element of ours."""
    with st.container(key="skip_link"):
        _component(key="skip")
