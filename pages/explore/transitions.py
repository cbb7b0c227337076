"""What follows what: of each event, what came next to the same customer, how often and how soon."""

from __future__ import annotations

import streamlit as st

from analytics.charts.transitions import transition_map, transition_map_alt
from pages.shared import controls, figures, panels, problems, sequence_tables
from pages.shared.formats import percent, plain, plural
from pages.shared.frame import Frame, frame
from pages.shared.readers import facts, paths
from pages.shared.readers.happened import symbol_words
from pages.shared.readers.paths import DAYS, NEEDS
from pages.shared.readers.transitions import following, most_frequent

BEFORE_AND_AFTER = "pages/explore/before_and_after.py"
SIZES = {"10": "10 events", "15": "15 events", "25": "25 events"}
FEWEST = 30


def inputs() -> tuple[int, int]:
    """Let the person choose how soon what comes next must come, and how many events are drawn."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="transition_inputs"):
        days = controls.choice("days", {str(each): f"{each} days" for each in DAYS}, default="90", label="Next within")
        size = controls.choice("size", SIZES, default="15", label="The most frequent", kind="select", width=200)
    return int(days), int(size)


def show(page: Frame) -> None:
    """Arrange the screen."""
    days, size = inputs()
    table = following(page.snapshot, page.selection, days)
    n = int(table["n_times"].sum())
    if n < FEWEST:
        problems.nothing_to_show(
            f"Among these customers {plural(n, 'thing')} were followed within {days} days: too few for a picture.",
            try_this="Take a filter away, or let more days count.",
        )
        return
    order = most_frequent(table, size)
    drawn = table[table["before_symbol"].isin(order) & table["after_symbol"].isin(order)]
    hidden = percent(float(1 - drawn["n_times"].sum() / n))
    left_out = paths.left_out(page.snapshot)
    st.caption(
        f"{plural(n, 'time')} something had another thing after it within {days} days; of these {hidden} are of events"
        " that are not drawn." + (f" Left out altogether: {plain(', '.join(left_out))}." if left_out else "")
    )
    named = symbol_words(page.snapshot)
    figures.show(
        transition_map(drawn, ink=figures.ink(), order={symbol: named[symbol] for symbol in order}),
        alt=transition_map_alt(drawn),
        key="transition_map",
    )
    panels.meaning(
        "Of all the times that the row's event happened to one of these customers, the share after which the column's"
        " came next. What is missing to 100% was followed by something not drawn, or by nothing within the days. Point"
        " at a cell for counts and the median days between.",
        not_this="That one thing follows another often can only mean that it is frequent: compare down a column.",
    )
    where(page)
    panels.numbers_behind(
        table[list(sequence_tables.TRANSITIONS)], name="transitions", page=page, columns=sequence_tables.TRANSITIONS
    )


def where(page: Frame) -> None:
    """Lead from one event to what came before and after it."""
    options = paths.choosable(page.snapshot)
    with st.container(horizontal=True, vertical_alignment="bottom", key="transition_way"):
        symbol = controls.choice("event", options, default=next(iter(options)), label="Look further at", kind="select")
        controls.link_to(BEFORE_AND_AFTER, "Before and after it", event=symbol)


def nothing(page: Frame) -> bool:
    """Say why there is nothing to show, where there is nothing."""
    if set(NEEDS) <= page.snapshot.tables() and paths.choosable(page.snapshot):
        return False
    if facts.text_fact(page.snapshot, "source_kind") == "table":
        problems.nothing_to_show("A customer table doesn't say when anything happened, so nothing follows anything.")
    elif set(NEEDS) <= page.snapshot.tables():
        problems.nothing_to_show("Nothing is known to have happened to any customer.")
    else:
        problems.not_published("What follows what")
    return True


shown = frame(
    "What follows what",
    about="Of each event, what came next to the same customer, how often and how soon.",
    needs=("customers", "features"),
)
if not nothing(shown):
    show(shown)
