"""The end of each form: why, and the button that does it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analytics.vocabulary import Json
from pages.shared import session
from pages.shared.acts.doing import Attempt, do_and_rerun
from pages.shared.formats import plain
from pages.shared.frame import Frame

LONGEST_NAME = 200


def finish(page: Frame, label: str, act: Mapping[str, Json], said: str, *, needs_why: str = "") -> None:
    """Ask why, and do the act when the button is pressed.

    Parameters
    ----------
    page : Frame
        What was on screen when the form was opened.
    label : str
        What the button says: what happens, and to how many.
    act : mapping of str to Json
        ``act`` and its fields.
    said : str
        What to say when it is done.
    needs_why : str
        An example of a reason, where the act needs one.
    """
    session.leave_closed_dialog()
    why = st.text_input(
        "Why" if needs_why else "Why (optional)",
        max_chars=2_000,
        help="Stands beside the act in the history.",
        key=f"{act['act']}_why",
        placeholder=needs_why or None,
    )
    told = {**act, **({"why": why} if why else {})}
    if st.button(plain(label), type="primary", key=f"{act['act']}_do"):
        do_and_rerun(Attempt(told, said, page.seen))
