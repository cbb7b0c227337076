"""The strip that shows a build running in the background, and that makes the page new when one has published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from analytics.store.progress import Progress, State, read_progress
from analytics.store.shelf import current_id
from pages.shared import session
from pages.shared.formats import plain

RUNNING_SECONDS = 2
QUIET_SECONDS = 20


@dataclass(frozen=True)
class Doing:
    """A command that is changing the store now.

    Attributes
    ----------
    command : str
        `ingest` or `build`.
    words : str
        What it does now.
    share : float, optional
        How far it is, 0 to 1; None where that is not known.
    """

    command: str
    words: str
    share: float | None


def running(store: Path) -> Doing | None:
    """Say what is changing the store now; None where nothing is."""
    progress = read_progress(store)
    return _doing(progress) if progress is not None and progress.state is State.RUNNING else None


def strip(store: Path, snapshot_id: str | None) -> None:
    """Draw the strip; it looks by itself every two seconds while a build runs, else every twenty."""
    every = RUNNING_SECONDS if running(store) is not None else QUIET_SECONDS
    st.fragment(_strip, run_every=every)(store, snapshot_id)


def _strip(store: Path, snapshot_id: str | None) -> None:
    progress = read_progress(store)
    was_running = session.kept("was_running", lambda: False)
    is_running = progress is not None and progress.state is State.RUNNING
    session.keep("was_running", is_running)
    if current_id(store) != snapshot_id or is_running != was_running:
        st.rerun(scope="app")
    if progress is None:
        return
    if is_running:
        doing = _doing(progress)
        with st.container(key="strip_running"):
            st.progress(
                doing.share if doing.share is not None else 0.0,
                text=f"**{_VERBS.get(doing.command, 'Working')}** · {plain(doing.words)}. You can go on working.",
            )
    elif progress.state is State.FAILED and not session.is_dismissed(progress.started_at):
        with st.container(key="strip_failed"):
            st.warning(
                f"**The last {plain(progress.command)} did not finish.** {plain(progress.error)}",
                icon=":material/warning:",
            )
            st.button("Hide", key="strip_hide", on_click=session.dismiss, args=(progress.started_at,))


def _doing(progress: Progress) -> Doing:
    share = min(progress.step / progress.n_steps, 1.0) if progress.n_steps > 0 else None
    return Doing(progress.command, progress.message or progress.stage, share)


_VERBS = {"ingest": "Loading", "build": "Building", "demo": "Making the demo bank"}
