"""Segment: how large, where in the tree, what sets it apart, and what goes with leaving in it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.charts.drivers import drivers_alt, drivers_beside_all
from analytics.charts.risk_distribution import risk_distribution, risk_distribution_alt, risk_of_everyone
from analytics.charts.segment_effects import segment_effects, segment_effects_alt
from analytics.charts.segment_sizes import segment_sizes, segment_sizes_alt
from analytics.charts.segment_trend import segment_trend, segment_trend_alt
from analytics.insights.risk_words import outcome_title
from pages.shared import controls, customer_view, driver_tables, figures, panels, problems, session, table_view, tables
from pages.shared.acts.menu import act_menu
from pages.shared.formats import plain, plural
from pages.shared.frame import Frame, frame
from pages.shared.lever_reach import which_lever
from pages.shared.notes.shown import notes_about
from pages.shared.notes.subjects import subjects_of
from pages.shared.overview_cards import overview_cards
from pages.shared.readers import churn, facts, movement, overview, segment_story
from pages.shared.readers.segments import Segment, segment_at
from pages.shared.segment_cards import segment_cards
from pages.shared.segment_retention import who_stays

MOST_FEATURES = 8
FEWEST_FOR_DRIVERS = 30


def choose(page: Frame) -> None:
    """Let the person choose a segment from a chart of all, or from the list."""
    level = controls.level(default=3)
    table = overview.segment_table(page.snapshot, page.selection, page.outcome, level)
    colours = dict(zip(table["segment_id"], table["colour"], strict=True))
    st.caption("Click a segment, or choose one under Filter above.")
    picked = figures.pick(
        segment_sizes(table, ink=figures.ink(), colours=colours), alt=segment_sizes_alt(table), key="choose_segment"
    )
    if picked is not None and picked in set(table["segment_key"]):
        session.change(segment=picked)
        session.rerun()


def no_groups(page: Frame) -> None:
    """Say that no groups were found, and how that was judged."""
    st.markdown(
        ":orange[:material/warning:] **No groups were found.** Customers differ by degree, and no division"
        " holds when it is looked at again. Below is everyone."
    )
    reason = facts.text_fact(page.snapshot, "structure_reason")
    if reason:
        with st.expander("Details: how that was judged", icon=":material/rule:"):
            st.markdown(plain(reason))


def place_in_tree(page: Frame, segment: Segment) -> None:
    """Say in which segment this one lies, and which lie in it."""
    above, inside = segment_story.parent(page.snapshot, segment), segment_story.children(page.snapshot, segment)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="tree"):
        if above is not None:
            st.caption("Part of", width="content")
            controls.link("pages/explore/segment.py", above.label, segment=above.segment_key)
        if not inside.empty:
            st.caption("Divides into", width="content")
            for key, label in zip(inside["segment_key"], inside["label"], strict=True):
                controls.link("pages/explore/segment.py", str(label), segment=str(key))


def apart(page: Frame, segment: Segment) -> None:
    """Draw what sets the segment apart."""
    profile = segment_story.profile(page.snapshot, segment.segment_id)
    if profile.empty:
        st.caption("There is nothing to compare: every customer is in this segment.")
        return
    first = profile.head(MOST_FEATURES)
    figures.show(
        segment_effects(first, ink=figures.ink(), colour=segment.colour),
        alt=segment_effects_alt(first),
        key="what_differs",
    )
    panels.meaning(
        "How far the segment's average lies from that of all customers, counted in standard deviations. Half a one is"
        " plain to see, one is a lot. It is worked out for the whole segment, whatever the other filters.",
        not_this="Not every customer of the segment is like its average, and none of this says why.",
    )
    panels.numbers_behind(profile[list(tables.EFFECTS)], name="what-sets-it-apart", page=page, columns=tables.EFFECTS)


def drivers(page: Frame, segment: Segment) -> None:
    """Draw what goes with leaving here, beside all customers."""
    table = churn.drivers_in_segment(page.snapshot, page.outcome, segment.segment_id)
    if table.empty:
        st.caption("There is no model for this outcome, so there is nothing to compare. Churn drivers says why.")
        return
    if segment.n_customers < FEWEST_FOR_DRIVERS:
        problems.too_few(segment.n_customers, FEWEST_FOR_DRIVERS, "drivers of their own")
        return
    first = table.head(MOST_FEATURES)
    figures.show(
        drivers_beside_all(first, ink=figures.ink(), colour=segment.colour, name=segment.label),
        alt=drivers_alt(first),
        key="drivers_here",
    )
    panels.meaning(
        "How strongly each thing moves the risk of customers here, up or down, and of all customers. The lines are 90%"
        " intervals; where they overlap, the two may not differ.",
        not_this="What goes with the risk is not what causes it.",
    )
    shown = [name for name in driver_tables.DRIVERS if name in table.columns]
    panels.numbers_behind(table[shown], name="drivers-here", page=page, columns=driver_tables.DRIVERS)


def risk_spread(page: Frame, segment: Segment) -> None:
    """Draw how the risk is spread here, beside all customers."""
    ranges = segment_story.risk_ranges(page.snapshot, page.selection, page.outcome)
    name = segment.label
    if ranges.empty or not ranges["n"].sum():
        st.caption("No customer here has a risk for this outcome.")
        return
    chart = (
        risk_of_everyone(ranges, ink=figures.ink(), colour=segment.colour)
        if page.selection.is_everyone
        else risk_distribution(ranges, ink=figures.ink(), colour=segment.colour, name=name)
    )
    figures.show(
        chart,
        alt=risk_distribution_alt(ranges, name=name),
        key="risk_spread",
    )
    panels.numbers_behind(ranges, name="risk-spread", page=page, columns=tables.RISKS)


def trend(page: Frame, segment: Segment) -> None:
    """Draw how the segment's size moved."""
    table = segment_story.trend(page.snapshot, segment.segment_id, segment.level)
    if len(table) < 2:
        st.caption(
            "The customers were described on one date only, so there is no trend. Data with transactions, or outcomes"
            " at several dates, give one."
        )
        return
    figures.show(
        segment_trend(table, ink=figures.ink(), colour=segment.colour),
        alt=segment_trend_alt(table),
        key="trend",
    )
    panels.meaning("Customers of each date are sorted into today's segments by how they behaved up to that date.")
    st.caption(movement.grain_words(page.snapshot))
    panels.numbers_behind(table, name="segment-trend", page=page, columns=tables.TREND)


def edges(page: Frame, segment: Segment) -> None:
    """List the customers at the segment's heart and at its border."""
    table = segment_story.edges(page.snapshot, segment.segment_id, segment.level)
    typical, borderline = st.columns(2, gap="medium")
    for column, words, part in (
        (typical, "Typical", table[table["is_typical"]]),
        (borderline, "Borderline", table[~table["is_typical"]]),
    ):
        with column:
            st.markdown(f"**{words} customers**")
            customer_view.rows_to_open(
                part[["customer_id", "strength"]],
                key=f"{words}_{page.snapshot.id}_{segment.segment_id}",
                columns=tables.customers(page.snapshot),
                alt=f"{plural(len(part), f'{words.lower()} customer')} of the segment.",
            )
    st.caption("Strength is how surely a customer belongs here, from 0% to 100%. Tick a row to open the customer.")


def agreement(page: Frame, segment: Segment) -> None:
    """Say how far this level's segments agree with protected attributes, which no segmentation sees."""
    table = segment_story.overlap(page.snapshot, segment.level)
    if table.empty:
        st.caption("No protected column was handed in, so nothing can be compared.")
        return
    table_view.show(
        table[["attribute", "ami", "lower", "upper", "n"]],
        columns=tables.OVERLAP,
        alt=f"Agreement of the segments with {plural(len(table), 'protected attribute')}.",
    )
    panels.meaning(
        "No segmentation sees these columns. 0 means that knowing the segment tells nothing about the attribute,"
        " 1 that it tells everything (adjusted mutual information).",
        not_this="A small number does not prove that the segments treat everyone alike.",
    )


def show(page: Frame, segment: Segment) -> None:
    """Arrange the screen."""
    st.subheader(plain(segment.label), anchor=False)
    place_in_tree(page, segment)
    act_menu(page)
    panels.cards(segment_cards(page.snapshot, page.selection, page.outcome, segment))
    controls.link("pages/explore/customers.py", "See these customers")
    with st.container(border=True):
        notes_about(page, subjects_of(page))
    left, right = st.columns(2, gap="medium")
    about = outcome_title(page.outcome)
    with left:
        _panel("What sets it apart", apart, page, segment)
        _panel("Retention", who_stays, page, segment)
        _panel("Which single lever would help most", which_lever, page, segment)
    with right:
        _panel(f"What goes with {plain(about)} here", drivers, page, segment)
        _panel("How the risk is spread", risk_spread, page, segment)
        _panel("Size over time", trend, page, segment)
    _panel("Typical and borderline customers", edges, page, segment)
    _panel("Agreement with protected attributes", agreement, page, segment)
    clicked = customer_view.opened()
    if clicked is not None:
        customer_view.open_drawer(page.snapshot, clicked, page.outcome)


def show_everyone(page: Frame, segment: Segment) -> None:
    """Arrange the screen where no groups were found: what is true of all, and nothing that compares groups."""
    panels.cards(overview_cards(page.snapshot, page.selection, page.outcome))
    with st.container(horizontal=True):
        controls.link("pages/explore/customers.py", "See these customers")
        controls.link("pages/explore/segment_map.py", "Who is like whom: the map")
        controls.link("pages/explore/drivers.py", f"What goes with {plain(outcome_title(page.outcome))}")
    _panel("How the risk is spread", risk_spread, page, segment)
    _panel("Which single lever would help most", which_lever, page, segment)


def _panel(title: str, part: Callable[[Frame, Segment], None], page: Frame, segment: Segment) -> None:
    with st.container(border=True):
        st.subheader(title, anchor=False)
        part(page, segment)


shown = frame(
    "Segment",
    about="Who these customers are, what sets them apart, and what goes with their leaving.",
    needs=("segments", "membership"),
)
chosen = segment_at(shown.snapshot, shown.selection.segment) if shown.selection.segment else None
if shown.snapshot.facts.get("structure_found") is False:
    no_groups(shown)
    show_everyone(shown, segment_story.everyone(shown.snapshot))
elif chosen is None:
    choose(shown)
else:
    show(shown, chosen)
