"""What a session remembers goes with the session."""

from __future__ import annotations

import gc
import weakref

import pytest
import streamlit as st

from pages.shared import session


class Run:
    """Stands for a run of a page."""


def test_the_last_run_of_a_session_that_is_over_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = [Run()]
    monkeypatch.setattr(session, "_run", lambda: runs[0])
    made = [session.once_a_run("what", object) for _ in range(2)]
    assert made[0] is made[1]
    assert runs[0] in session._memory_of_run

    over = weakref.ref(runs.pop())
    # As Streamlit forgets a session whose person left.
    del st.session_state["tandem"], made
    gc.collect()
    assert over() is None
