"""Saying that an answer is being worked out, while whoever asked waits for it the first time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

WORDS = "Working this out. It is kept, so the next time is quick."
_here = threading.local()


@contextmanager
def patience() -> Iterator[None]:
    """Show that something is being worked out, after a tenth of a second; once, however many answers it takes.

    Work that no screen waits for (reading ahead) shows nothing.
    """
    if getattr(_here, "is_shown", False) or get_script_run_ctx(suppress_warning=True) is None:
        yield
        return
    _here.is_shown = True
    try:
        with st.spinner(WORDS, show_time=True):
            yield
    finally:
        _here.is_shown = False
