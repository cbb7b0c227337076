"""Overview: how many customers, how fresh, which segments, what stands out."""

from __future__ import annotations

import streamlit as st

from analytics.charts.segment_sizes import segment_risk, segment_sizes, segment_sizes_alt
from analytics.insights.columns import floats
from analytics.insights.small_groups import FEWEST
from analytics.insights.standouts import Standout, Tone
from pages.shared import controls, figures, panels, profile, session, status, tables
from pages.shared.formats import plain
from pages.shared.frame import Frame, frame
from pages.shared.notes.shown import claims_in_force
from pages.shared.overview_cards import overview_cards
from pages.shared.readers import overview
from pages.shared.readers.noted import notes_on_segments
from pages.shared.readers.tellable import tellable
from pages.shared.tour import tour

SCREENS = {
    "segment": ("pages/explore/segment.py", "Segment"),
    "drivers": ("pages/explore/drivers.py", "Drivers"),
    "data": ("pages/contribute/data.py", "Data"),
}


def show(page: Frame) -> None:
    """Arrange the screen."""
    panels.cards(overview_cards(page.snapshot, page.selection, page.outcome))
    with st.container(border=True):
        st.subheader("What stands out", anchor=False)
        show_standouts(page)
    with st.container(border=True):
        st.subheader("Which customers", anchor=False)
        show_segments(page)


def show_standouts(page: Frame) -> None:
    """Say what stands out among all customers, each with the screen that shows more."""
    if not page.selection.is_everyone:
        st.caption("These sentences are about all customers, whatever the filters.")
    said = overview.what_stands_out(page.snapshot, page.outcome)
    for standout in said:
        show_standout(page, standout)
    missing = [words for table, words in _LATER.items() if table not in page.snapshot.tables()]
    if missing:
        still_computed(" and ".join(missing))
    elif not said:
        st.markdown("Nothing stands out: no segment's risk or size differs clearly from the rest.")


def show_standout(page: Frame, standout: Standout) -> None:
    """Draw one sentence and where it leads."""
    icon = ":orange[:material/warning:]" if standout.tone is Tone.WATCH else ":gray[:material/info:]"
    text, link = st.columns([6, 1], gap="small", vertical_alignment="center")
    text.markdown(f"{icon} {plain(standout.text)}")
    if standout.screen in SCREENS:
        path, label = SCREENS[standout.screen]
        key = overview.segment_key(page.snapshot, standout.segment_id)
        with link:
            controls.link(path, label, **({"segment": key} if key else {}))


def show_segments(page: Frame) -> None:
    """Draw the segments of a level with their sizes and mean risk; a click on one narrows every screen to it."""
    if "membership" not in page.snapshot.tables():
        still_computed("Segments")
        return
    found = page.snapshot.facts.get("structure_found") is not False
    level = controls.level(default=2) if found else 3
    table = overview.segment_table(page.snapshot, page.selection, page.outcome, level)
    if not profile.sees_ids():
        table = table[table["segment_id"].isin(tellable(page.snapshot)) & (table["n_customers"] >= FEWEST)]
    colours = dict(zip(table["segment_id"], table["colour"], strict=True))
    everyone = overview.mean_risk(page.snapshot, overview.EVERYONE, page.outcome)
    if everyone.empty:
        figure = segment_sizes(table, ink=figures.ink(), colours=colours)
    else:
        overall = floats(everyone, "mean_risk")[0]
        figure = segment_risk(table, ink=figures.ink(), colours=colours, overall=overall)
    picked = figures.pick(figure, alt=segment_sizes_alt(table), key=f"segments_{page.snapshot.id}_{page.selection}")
    if picked is not None and picked in set(table["segment_key"]):
        session.change(segment=picked)
        session.rerun()
    dots = (
        " The dot is the mean risk of its customers; the bar around it holds the mean of their own 90% intervals."
        if not everyone.empty
        else " There is no risk to show: Churn drivers says why."
    )
    panels.meaning(
        f"Each customer is in one segment of a level.{dots} Click a mark to look at that segment only.",
        not_this="Being in a segment is not the cause of what its customers do.",
    )
    noted = notes_on_segments(table, claims_in_force()).drop(columns=["colour", "segment_key"])
    panels.numbers_behind(noted, name="segments", page=page, columns=tables.SEGMENTS)


def still_computed(what: str) -> None:
    """Say that a part is still being computed, or that it needs a build."""
    doing = status.running(session.store())
    if doing is None:
        st.markdown(f":material/hourglass_empty: {what}: not worked out yet. Build again on Data.")
    else:
        st.markdown(f":material/hourglass_top: {what}: still being computed. Now: {plain(doing.words)}.")


_LATER = {"segments": "Segments", "scores": "risk"}

shown = frame(
    "Overview",
    about="How many customers there are, which segments they form, and what stands out.",
    needs=("customers", "features"),
)
tour()
show(shown)
