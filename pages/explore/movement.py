"""Movement: between which segments customers moved from one day to another."""

from __future__ import annotations

import streamlit as st

from analytics.charts.segment_flow import segment_flow, segment_flow_alt
from analytics.insights.columns import texts
from analytics.insights.segment_flow import what_changed
from pages.shared import controls, figures, panels, problems, tables
from pages.shared.formats import day, percent, whole
from pages.shared.frame import Frame, frame
from pages.shared.movers_list import movers_list
from pages.shared.readers import facts, movement
from pages.shared.readers.segments import segments


def nothing_because(page: Frame) -> bool:
    """Say why there is nothing to show, if so."""
    known = movement.days(page.snapshot)
    if len(known) > 1 and facts.structure_found(page.snapshot) is not False:
        return False
    if facts.structure_found(page.snapshot) is False:
        problems.nothing_to_show(
            "No groups were found that hold, so nobody can move between them.",
            try_this="More customers, or a longer history of them, may show groups.",
        )
    elif not known:
        problems.nothing_to_show(
            "These results were made before it was kept who was in which segment when.",
            try_this="Build again on Data, and it stands here.",
            to_data=True,
        )
    else:
        problems.nothing_to_show(
            "Customers are described on one day only, so nothing can be said of movement.",
            try_this="A source with a longer history, or a later build with new months, will show it.",
        )
    return True


def two_days(page: Frame) -> tuple[str, str]:
    """Let the person choose from when to when; gives the earlier day first."""
    known = movement.days(page.snapshot)
    options = {each: day(each) for each in known}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = controls.choice("since", options, default=known[-2], label="From", kind="select", width=180)
        second = controls.choice("until", options, default=known[-1], label="To", kind="select", width=180)
    st.caption(movement.grain_words(page.snapshot))
    return min(first, second), max(first, second)


def show_flow(page: Frame, level: int, since: str, until: str) -> None:
    """Draw who moved, with how many."""
    found = movement.flow(page.snapshot, page.selection, level, since, until)
    told = what_changed(found, level=level)
    n_both = told.n_stayed + told.n_moved
    cards = [
        panels.Card("Stayed", whole(told.n_stayed), f"In the same segment on {day(since)} and {day(until)}."),
        panels.Card("Moved", whole(told.n_moved), "In another segment on the later day."),
        panels.Card(
            "Share moved", percent(told.n_moved / n_both if n_both else None), f"Of {whole(n_both)} customers."
        ),
        panels.Card("New", whole(told.n_joined), "Not described on the earlier day."),
    ]
    if page.selection.is_everyone:
        cards.append(panels.Card("No longer described", whole(told.n_left), "Left, or closed, before the later day."))
    panels.cards(cards)
    table = segments(page.snapshot)
    colours = dict(zip(texts(table, "segment_key"), texts(table, "colour"), strict=True))
    figures.show(segment_flow(found, ink=figures.ink(), colours=colours), alt=segment_flow_alt(found), key="movement")
    panels.meaning(
        f"Each band is as wide as it has customers: left {day(since)}, right {day(until)}. Both days are told by "
        "today's segments: what a customer did up to the day says which one fits best.",
        not_this="A move says that behaviour changed, not why; customers near a border move easily. Where people "
        "divided a segment, those who were elsewhere before or are now count with most of it. With a filter on, only "
        "customers who are still here count.",
    )
    panels.numbers_behind(found.drop(columns="level"), name="movement", page=page, columns=tables.FLOW)


def show_movers(page: Frame, level: int, since: str, until: str) -> None:
    """List who moved."""
    table = movement.movers(page.snapshot, page.selection, level, (since, until), page.outcome)
    if table.empty:
        st.caption("Nobody who is still here moved.")
        return
    st.subheader("Who moved", anchor=False)
    movers_list(
        page,
        table,
        who="who are still here moved",
        name="moved",
        key=f"moved_{level}_{since}_{until}",
        columns=tables.MOVED,
    )


page = frame(
    "Movement",
    about="Between which segments customers moved, from one day to another.",
    needs=("segments", "membership"),
)
if not nothing_because(page):
    chosen_level = controls.level()
    earlier, later = two_days(page)
    if earlier == later:
        problems.nothing_to_show("Both days are the same.", try_this="Choose two different days.")
    else:
        show_flow(page, chosen_level, earlier, later)
        show_movers(page, chosen_level, earlier, later)
