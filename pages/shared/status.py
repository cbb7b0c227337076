"""The strip that shows a build running in the background, and that makes the page new when one has published."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import streamlit as st

from analytics.knowledge.ledger import head_sequence
from analytics.knowledge.reading import events
from analytics.knowledge.roles import QUIET_ACTS
from analytics.knowledge.saving import saving_state
from analytics.store.progress import Progress, State, read_progress
from analytics.store.shelf import current_id
from pages.shared import profile, session
from pages.shared.formats import plain

LOOK_SECONDS = 1.0
"""How often a page looks whether others changed anything: what they did is seen within two seconds."""


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
    """Draw the strip; it looks by itself what others did and how far a build is."""
    st.fragment(_strip, run_every=LOOK_SECONDS)(store, snapshot_id, head_sequence(store))


def _strip(store: Path, snapshot_id: str | None, seen: int) -> None:
    if profile.person() is None:
        # Signed out in another tab, or too long ago: nothing stays on screen, not even a form.
        st.rerun(scope="app")
    if head_sequence(store) != seen and _is_seen(store, seen):
        _others_did_something()
    saving = saving_state(store)
    if saving.is_paused:
        st.warning(f"**Saving is paused.** {plain(saving.why)} Looking goes on; saving resumes by itself.")
    progress = read_progress(store)
    was_running = session.kept("was_running", lambda: False)
    is_running = progress is not None and progress.state is State.RUNNING
    session.keep("was_running", is_running)
    if (current_id(store) != snapshot_id or is_running != was_running) and not session.dialog_is_open():
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


def _is_seen(store: Path, after: int) -> bool:
    """Say whether anything was done since that changes what pages show: what people take along does not."""
    later = takewhile(lambda event: event.sequence > after, reversed(events(store)))
    return any(event.act not in QUIET_ACTS for event in later)


def _doing(progress: Progress) -> Doing:
    share = min(progress.step / progress.n_steps, 1.0) if progress.n_steps > 0 else None
    return Doing(progress.command, progress.message or progress.stage, share)


def _others_did_something() -> None:
    """Draw the page anew, but not while somebody writes in a dialog: it would be gone."""
    if not session.dialog_is_open():
        st.rerun(scope="app")
    st.caption(":material/group: Others have changed something. The page shows it when you close this form.")


_VERBS = {"ingest": "Loading", "build": "Building", "demo": "Making the demo bank"}
