"""Partitions: other ways to divide the same customers, how sure they are, what they tell, and who would move."""

from __future__ import annotations

import zlib
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from analytics.charts.partition_map import partition_map, partition_map_alt
from analytics.charts.segment_flow import segment_flow, segment_flow_alt
from analytics.insights.held_out import HeldOut
from analytics.number_marks import written
from pages.shared import controls, figures, panels, problems, session, tables
from pages.shared.formats import percent, plain, plural, two_places, whole, words
from pages.shared.frame import Frame, frame
from pages.shared.movers_list import movers_list
from pages.shared.readers import facts, layouts, partition_gallery, partition_pair, population
from pages.shared.readers.partition_pair import Pair
from pages.shared.readers.partitions import Partition
from pages.shared.readers.polygon import thinned
from pages.shared.selection import MOST_VERTICES, Area

CUSTOMERS = "pages/explore/customers.py"
NEEDED = {"candidate_membership", "model_segments"}
CARDS_A_ROW = 3
_BADGES = {"in force": ":blue-badge[In force]", "near-tie": ":orange-badge[Near-tie]"}


def nothing_because(page: Frame) -> bool:
    """Say why there is nothing to compare, if so."""
    if facts.structure_found(page.snapshot) is False:
        problems.nothing_to_show(
            "No groups were found that hold: every way to divide these customers would be arbitrary. "
            + facts.text_fact(page.snapshot, "structure_reason"),
            try_this="More customers, or a longer history of them, may show groups.",
        )
    elif page.snapshot.tables() >= NEEDED:
        return False
    else:
        problems.nothing_to_show(
            "These results were made before other ways to divide the customers were kept.",
            try_this="Build again on Data, and they stand here.",
            to_data=True,
        )
    return True


def show_gallery(page: Frame, table: pd.DataFrame) -> None:
    """Show a card a partition, and what its numbers mean."""
    chosen = table.iloc[0]
    st.markdown(
        f"**{plain(str(chosen['title']))}** are in force: of the ways to divide that come back when other customers "
        "are asked, this one has the best score: how likely it makes the customers' habits, more segments counting "
        "against it."
    )
    for start in range(0, len(table), CARDS_A_ROW):
        columns = st.columns(CARDS_A_ROW, gap="small")
        for column, (_, row) in zip(columns, table.iloc[start : start + CARDS_A_ROW].iterrows(), strict=False):
            with column, st.container(border=True, key=f"partition_{row['candidate']}", height="stretch"):
                show_card(page, row)
    panels.meaning(
        "**Comes back:** how alike the segments are when they are looked for among other customers; 1 is the same, 0 "
        "chance. **Tells the outcome:** the chance that a customer who had it is in a segment of higher risk than one "
        "who had not, on customers who were set aside, with its 95% interval; 0.5 tells nothing. **Near-tie:** its "
        "score is within 5% of the best. **Agrees with:** how far it repeats a protected attribute; 0 chance, 1 fully.",
        not_this="What tells more is not righter: that took no part in choosing. Customers who have closed since are "
        "not in it, and the segments are today's, later than the outcomes.",
    )
    panels.numbers_behind(table, name="partitions", page=page, columns=tables.PARTITIONS)


def show_card(page: Frame, row: pd.Series[float]) -> None:
    """Show one partition."""
    st.markdown(f"**{plain(str(row['title']))}** {_BADGES.get(str(row['standing']), '')}")
    parts = [f"Comes back **{two_places(row['stability'])}**"]
    if row["auc"] == row["auc"]:
        reach = f"{two_places(row['auc_lower'])} to {two_places(row['auc_upper'])}"
        parts.append(f"Tells {plain(words(page.outcome).lower())} **{two_places(row['auc'])}** ({reach})")
    else:
        parts.append("Too few outcomes are known of customers set aside to say what it tells")
    if row["shortfall"] > 0:
        parts.append(f"Score lower by **{percent(row['shortfall'])}**")
    agrees = partition_gallery.agreement_words(row)
    if agrees:
        parts.append(f"Agrees with {plain(agrees)}")
    st.caption("  \n".join(parts))


def choose_two(table: pd.DataFrame) -> tuple[int, int]:
    """Let the person choose the two partitions."""
    options = {
        str(number): str(title) + (f" ({standing})" if standing in _BADGES else "")
        for number, title, standing in zip(table["candidate"], table["title"], table["standing"], strict=True)
    }
    numbers = list(options)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = controls.choice("left", options, default=numbers[0], label="Left", kind="select")
        second = controls.choice("right", options, default=numbers[1], label="Right", kind="select")
    return int(first), int(second)


def show_pair(page: Frame, found: Pair) -> None:
    """Show how far two partitions agree, for everyone and for the selected."""
    keep = population.selected(page.snapshot, page.selection)
    n_moved, n = int((found.moved & keep).sum()), int(keep.sum())
    of = "everyone" if page.selection.is_everyone else "the selected"
    cards = [
        panels.Card(
            "Agreement", two_places(found.agreement), "Adjusted Rand index over everyone: 1 is the same, 0 chance."
        ),
        panels.Card(
            "Would move",
            whole(n_moved),
            "Customers whose segment on the right does not correspond to theirs on the left. Segments are paired so "
            "that as few as possible move.",
        ),
        panels.Card(f"Share of {of}", percent(n_moved / n if n else None), f"Of {whole(n)} customers."),
    ]
    if found.difference is not None:
        cards.append(_difference(page, found.difference))
    panels.cards(cards)


def _difference(page: Frame, told: HeldOut) -> panels.Card:
    sure = "more" if told.auc_lower > 0 else "less" if told.auc_upper < 0 else None
    size = f"{written(told.auc, '+.3f')} ± {written(told.auc_upper - told.auc, '.3f')}".replace("-", "−")
    return panels.Card(
        f"The right one tells {sure}" if sure else "No sure difference in what they tell",
        size,
        f"How much better the right one tells {words(page.outcome).lower()} than the left (difference of AUC, with the "
        f"half-width of its 95% interval), of {plural(told.n_customers, 'customer')} who were set aside, "
        f"{whole(told.n_positive)} of whom had it.",
    )


def show_maps(page: Frame, found: Pair) -> None:
    """Draw the same map twice; what is drawn around on one is selected on both."""
    state = zlib.crc32(urlencode(page.selection.query()).encode())
    pair = f"{found.first.number}_{found.second.number}_{state:08x}_{page.snapshot.id}"
    for side, column, shown in zip(("Left", "Right"), st.columns(2, gap="small"), _both(found), strict=True):
        with column:
            st.markdown(f"**{side}: {plural(len(shown.names), 'segment')}**")
            table = partition_pair.on_map(page.snapshot, shown, page.selection)
            corners = figures.drawn_around(
                partition_map(table, ink=figures.ink()),
                alt=partition_map_alt(table, plural(len(shown.names), "segment")),
                key=f"{side}_{pair}",
            )
            if corners is not None:
                select_area(page, corners)
    n, n_drawn = len(population.customer_ids(page.snapshot)), len(partition_pair.drawn(page.snapshot, page.selection))
    part = f"{whole(n_drawn)} of {whole(n)} customers are drawn, the selected first. " if n_drawn < n else ""
    st.caption(
        f"{part}Draw around some on either map: they are selected on both, and the rest turns grey. The filter above "
        "does the same by keyboard. Segments that correspond have one colour on both maps."
    )


def _both(found: Pair) -> tuple[Partition, Partition]:
    return found.first, found.second


def select_area(page: Frame, corners: tuple[tuple[float, float], ...]) -> None:
    """Select who was drawn around, for all screens."""
    area = Area(layouts.behaviour(page.snapshot).map_id, thinned(corners, MOST_VERTICES))
    session.change(area=area)
    session.rerun()


def show_moves(page: Frame, found: Pair, flow: pd.DataFrame) -> None:
    """Show who would move: as a flow, and by name."""
    st.subheader("Who would move", anchor=False)
    colours = {key: colour for each in _both(found) for key, colour in zip(each.keys, each.colours, strict=True)}
    figures.show(
        segment_flow(flow, ink=figures.ink(), colours=colours), alt=segment_flow_alt(flow), key="partition_flow"
    )
    panels.meaning(
        "Each band is as wide as it has customers: the segments of the left partition, and where the same customers "
        "are in the right one. Segments are named after those in force that their customers are in.",
        not_this="Nobody moves by looking here: the partition in force stays, and so do people's edits of it.",
    )
    panels.numbers_behind(flow, name="partition-flow", page=page, columns=tables.SIDES)
    table = partition_pair.movers(page.snapshot, found.first.number, found.second.number, page.outcome, page.selection)
    if table.empty:
        return
    movers_list(
        page,
        table,
        who="would move",
        name="movers",
        key=f"movers_{found.first.number}_{found.second.number}",
        columns=tables.MOVERS,
    )
    controls.link(
        CUSTOMERS, "See everyone in Customers" if page.selection.is_everyone else "See the selected in Customers"
    )


def compare(page: Frame, table: pd.DataFrame) -> None:
    """Compare two of the gallery."""
    st.subheader("Two beside each other", anchor=False)
    if len(table) == 1:
        st.caption("No other way to divide these customers came near, and none of another size comes back.")
        return
    first, second = choose_two(table)
    found = partition_pair.pair(page.snapshot, first, second, page.outcome)
    flow = partition_pair.flow(page.snapshot, first, second, page.outcome, page.selection)
    show_pair(page, found)
    if layouts.behaviour(page.snapshot).placed.any():
        show_maps(page, found)
    else:
        st.caption("The map is not drawn yet.")
    show_moves(page, found, flow)


page = frame(
    "Partitions",
    about="Other ways to divide the same customers: how sure they are, what they tell, and who would move.",
    needs=("segments", "features"),
)
if not nothing_because(page):
    controls.outcome(page.snapshot)
    gallery = partition_gallery.gallery(page.snapshot, page.outcome)
    show_gallery(page, gallery)
    compare(page, gallery)
