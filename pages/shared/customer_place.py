"""Where one customer stands on the map, and the path that led there."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.customer_path import customer_path
from analytics.charts.map_position import map_position, map_position_alt
from analytics.insights.customer_path import path_in_words, stays
from pages.shared import figures, panels, tables
from pages.shared.formats import day, percent, plain, whole
from pages.shared.frame import Frame
from pages.shared.readers import customer, movement, places_then


def show_place(page: Frame, customer_id: str) -> None:
    """Draw where the customer is among the others, and where they were at the end of each month."""
    own = customer.place_on_map(page.snapshot, customer_id)
    levels = customer.places_in_segments(page.snapshot, customer_id)
    if own.empty or levels.empty:
        st.caption("The map does not show this customer.")
        return
    finest = levels.iloc[-1]
    around = customer.map_around(page.snapshot, str(finest["segment_id"]), int(str(finest["level"])))
    path = places_then.path(page.snapshot, customer_id).dropna(subset=["x", "y"])
    if len(path) > 1:
        _path(page, path, around)
    else:
        name = str(finest["label"])
        figures.show_of_one(
            map_position(around, own, ink=figures.ink(), colour=str(finest["colour"]), name=name),
            alt=map_position_alt(name=name),
            key="map_position",
        )
        _segments_before(page, customer_id)
    st.caption(
        f"A sample of {whole(len(around))} customers. Those close by are alike; distance between far groups means"
        " little."
    )


def _path(page: Frame, path: pd.DataFrame, around: pd.DataFrame) -> None:
    left, right = st.columns([3, 2], gap="small")
    with left:
        figures.show_of_one(
            customer_path(around, path, ink=figures.ink()), alt=path_in_words(path), key="customer_path"
        )
    with right:
        st.markdown("**Segments over time**")
        told = stays(path)[["name", "first", "last", "n_days", "least"]]
        for number, (name, first, last, n, least) in enumerate(told.itertuples(index=False, name=None), start=1):
            when = day(first) if n == 1 else f"{day(first)} to {day(last)}"
            st.caption(f"**{number}** · {when}: **{plain(str(name))}**, at least {percent(least, 0)} sure")
    panels.meaning(
        "Each dot is the end of a month: where the customer's last year of behaviour put them among today's customers,"
        " in the colour of today's segment that fits them then. The ring is the first, the star is today; numbers are"
        " those of the list. Only the part of the map around the path is drawn.",
        not_this="A short step can be chance, and customers near a border change segments easily. How far apart distant"
        " groups lie means little, and so does the length of a long step.",
    )
    panels.numbers_behind(
        path[["as_of", "name", "strength", "x", "y"]].iloc[::-1], name="path", page=page, columns=tables.PATH
    )


def _segments_before(page: Frame, customer_id: str) -> None:
    """Say which segments the customer was in before, where no places were kept."""
    known = movement.path(page.snapshot, customer_id)
    if known.empty:
        return
    blocks = known.groupby((known["name"] != known["name"].shift()).cumsum()).first()
    told = "; ".join(
        f"from {day(since)} **{plain(name)}**" for since, name in zip(blocks["as_of"], blocks["name"], strict=True)
    )
    st.caption(f"Segments over time, by the model and today's segments: {told}.")
