"""Data: what is loaded, what is missing, and bringing data in."""

from __future__ import annotations

import streamlit as st

from analytics.store.snapshots import Snapshot
from pages.shared import background, profile, session, status
from pages.shared.bring_in import bring_in
from pages.shared.frame import bare_frame
from pages.shared.loaded import outcomes_in_force, what_is_loaded, what_is_missing


def first_run() -> None:
    """Offer the demo bank, to see everything at once."""
    with st.container(border=True, key="first_run"):
        st.subheader("Look around with a made-up bank", anchor=False)
        st.markdown(
            "8,000 made-up customers over three years: salaries, cards, complaints, and reasons to leave. The first"
            " screens are ready in about a minute, the map in about three. Nothing leaves this machine."
        )
        if st.button("Load the demo bank", type="primary", key="load_demo"):
            background.start_demo(session.store())
            session.keep("started", "demo")
            session.rerun()


def in_progress() -> None:
    """Say what is being done, and let the person stop it."""
    doing = status.running(session.store())
    if doing is None:
        if session.kept("started", lambda: None) is not None:
            session.drop("started")
            st.caption(":material/hourglass_top: Starting. The progress shows above in a moment.")
        return
    session.drop("started")
    with st.container(border=True, key="in_progress"):
        st.markdown("**Data are being worked on.** The bar above says how far. You can go on working on other screens.")
        if profile.may_load():
            st.button("Cancel", key="cancel_work", icon=":material/stop:", on_click=_cancel)
        st.caption("What was published before stays, whatever you do.")


def show(snapshot: Snapshot) -> None:
    """Arrange what is known of the loaded data."""
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        st.subheader("What is loaded", anchor=False)
        what_is_loaded(snapshot)
    with right, st.container(border=True):
        st.subheader("What counts as leaving", anchor=False)
        outcomes_in_force(snapshot)
    with st.container(border=True):
        st.subheader("What is missing", anchor=False)
        what_is_missing(snapshot)


def _cancel() -> None:
    if profile.may_load():
        background.cancel(session.store())


shown = bare_frame("Data", about="What is loaded, what is missing, and bringing data in.")
in_progress()
if shown is None and profile.may_load() and status.running(session.store()) is None:
    first_run()
if shown is not None:
    show(shown)
if profile.may_load() and status.running(session.store()) is None:
    with st.container(border=True, key="bring_in"):
        st.subheader("Bring your own data" if shown is None else "Bring other data, or the same again", anchor=False)
        bring_in(shown)
