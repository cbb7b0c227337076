"""Where the selected customers were on the map before."""

from __future__ import annotations

import streamlit as st

from analytics.charts.then_and_now import then_and_now
from analytics.insights.then_and_now import FEWEST_IN_ARROW, ways_in_words
from pages.shared import controls, figures, panels, table_view, tables
from pages.shared.formats import day, plain, plural, whole
from pages.shared.frame import Frame
from pages.shared.readers import customer, movement, places_then

MOVEMENT = "pages/explore/movement.py"
_NOT_SHOWN = "not"


def places_before(page: Frame, level: int) -> None:
    """Let the person choose an earlier day, and draw where the selected were then.

    Parameters
    ----------
    page : Frame
        With a selection; about everyone nothing is drawn.
    level : int
        The level of nesting.
    """
    known = movement.days(page.snapshot)[:-1] if places_then.are_kept(page.snapshot) else ()
    if not known or page.selection.is_everyone:
        return
    with st.container(border=True):
        options = {_NOT_SHOWN: "Not shown", **{each: day(each) for each in reversed(known)}}
        on = controls.choice("was", options, default=_NOT_SHOWN, label="Where they were on", kind="select", width=240)
        if on != _NOT_SHOWN:
            _draw(page, level, on)


def _draw(page: Frame, level: int, on: str) -> None:
    found = places_then.then_and_now(page.snapshot, page.selection, level, on)
    if found.then.empty:
        st.caption(f"None of them was described on {day(on)}.")
        return
    sample = "" if found.n_looked_at == found.n_selected else f", {whole(found.n_looked_at)} of whom were looked at"
    st.caption(
        f"Of {plural(found.n_selected, 'selected customer')}{sample}, {whole(len(found.then))} were described on"
        f" {day(on)}. Arrows lead from the middle of where customers were to the middle of where they are: one for each"
        f" two segments between which {FEWEST_IN_ARROW} or more of them moved, at most eight."
    )
    left, right = st.columns([3, 2], gap="small")
    with left:
        around = customer.map_around(page.snapshot, str(found.then["segment_id"].iloc[0]), level)
        figures.show(
            then_and_now(around, found.then, found.ways, ink=figures.ink()),
            alt=ways_in_words(found.ways, n=len(found.then), day=day(on)),
            key="places_before",
        )
    with right:
        sizes = found.then["name"].value_counts().rename_axis("name").reset_index(name="n_customers")
        table_view.show(
            sizes, columns=tables.THEN, alt="The segments that they were in, the largest first.", height=210
        )
        for number, (then, now, n) in enumerate(
            found.ways[["then", "now", "n_customers"]].itertuples(index=False, name=None), start=1
        ):
            st.caption(f"**{number}** · {plural(n, 'customer')}: {plain(str(then))} → {plain(str(now))}")
    panels.meaning(
        "A dot is where a selected customer's behaviour of the year up to that day would put them among today's"
        " customers, in the colour of today's segment that fits them then.",
        not_this="Only customers who are still here are drawn: who left is in no selection. The length of an arrow"
        " between far groups means little.",
    )
    if not found.ways.empty:
        panels.numbers_behind(found.ways[["then", "now", "n_customers"]], name="ways", page=page, columns=tables.WAYS)
    controls.link_to(MOVEMENT, "See everyone who moved", since=on)
