"""What moved more than its own history explains, or that nothing did and what was looked at."""

from __future__ import annotations

import streamlit as st

from analytics.insights.drift_words import behind_in_words
from pages.shared import controls, panels, problems, tables
from pages.shared.finding_ways import ways
from pages.shared.formats import plain, plural
from pages.shared.frame import Frame
from pages.shared.readers import drift

UNNAMED = "pages/explore/unnamed.py"


def moved_more(page: Frame) -> None:
    """List the alarms of the last twelve months, with the customers behind each."""
    if not page.snapshot.tables() >= drift.NEEDED:
        problems.nothing_to_show(
            "What moved more than usual is not worked out yet.",
            try_this="It comes last in a build. Results of an older version lack it: build again on Data.",
            to_data=True,
        )
        return
    looked_at, found = drift.looked_at(page.snapshot), drift.alarms(page.snapshot)
    if not looked_at.words:
        problems.nothing_to_show(
            "There are too few months to say what is usual.",
            try_this="It takes transactions over ten whole months and more; two years tell seasons from change.",
        )
        return
    for alarm in found:
        with st.container(border=True, key=f"alarm_{alarm.found.key}", gap="xsmall"):
            st.markdown(f"**{alarm.month:%B %Y}**: {plain(alarm.found.words)}")
            st.caption(plain(behind_in_words(len(alarm.found.customers))))
            if alarm.segment_key is not None:
                controls.link("pages/explore/segment.py", "Open the segment", segment=alarm.segment_key)
            if alarm.found.customers:
                ways(alarm.found)
    if not found:
        st.markdown(":green[:material/check_circle:] Nothing moved more than usual in the last twelve months.")
    for told in drift.inputs_told(page.snapshot):
        st.markdown(f":material/warning: {plain(told)}")
    since = f" since {looked_at.since:%B %Y}" if looked_at.since is not None else ""
    season = (
        " What a season does was taken away, by the same month of the year before."
        if looked_at.is_season_known
        else " With less than two years of months, what a season does can't be told from a change."
    )
    panels.meaning(
        f"Looked at month by month{since}: {plain(looked_at.words)}. Each month's change is compared with those of the"
        f" months before it.{season} The limit is set so that about one alarm a year is false, over all of these"
        " together. What models are asked is compared with the dates that they learned from.",
        not_this="An alarm says that something changed, not why: a campaign, a new product or a fault in the data can"
        " be behind it. What creeps over many months raises none. The customers behind it are those whose own change"
        " was largest.",
    )
    inputs = drift.inputs(page.snapshot)
    if not inputs.empty:
        panels.numbers_behind(
            inputs.drop(columns="n_all"),
            name="asked-and-learned",
            page=page,
            columns=tables.INPUTS,
            label="Show data: what models are asked",
        )


def moved_in_short(page: Frame) -> None:
    """Say how many alarms there are, where there are any, and lead to them."""
    n = len(drift.alarms(page.snapshot))
    if n:
        with st.container(horizontal=True, vertical_alignment="center", key="moved_in_short"):
            st.markdown(f":material/warning: **{plural(n, 'thing')} moved more than usual** in the last twelve months.")
            controls.link(UNNAMED, "See what and who")
