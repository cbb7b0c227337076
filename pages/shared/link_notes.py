"""What of a link was left out, said in one place above the screen, however late in its drawing it turns out."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.formats import plain


def say_notes() -> None:
    """Say what there is to say; the frame calls it first, and keeps the place."""
    with session.once_a_run("notes_on_the_link", st.container):
        for note in session.take_notes():
            st.caption(f":material/info: {plain(note)}")
