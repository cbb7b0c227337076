"""What changed: who moved between segments since the build before, and what only people can answer."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.segment_flow import segment_flow, segment_flow_alt
from analytics.insights.columns import texts
from analytics.insights.segment_flow import WhatChanged, what_changed
from analytics.knowledge.roles import Act
from analytics.knowledge.state import MATCH, NO_MATCH
from analytics.vocabulary import LEVEL_NAMES, Json
from pages.shared import controls, figures, panels, problems, profile, tables
from pages.shared.acts.doing import Attempt, do_and_rerun
from pages.shared.formats import percent, plain, plural, whole
from pages.shared.frame import Frame, frame
from pages.shared.moved_more import moved_in_short
from pages.shared.readers import changes
from pages.shared.readers.segments import segments

MOST_NAMED = 6


def ask(page: Frame) -> None:
    """Show what the build could not say by itself, one question after the other."""
    table = changes.questions(page.snapshot)
    spoken = table.loc[table["is_spoken_of"]]
    others = table.loc[~table["is_spoken_of"]]
    if spoken.empty and others.empty:
        st.markdown(":green[:material/check_circle:] Every name, note and edit found its segment again.")
        return
    for question_id, rows in spoken.groupby("question_id", sort=False):
        one_question(page, str(question_id), rows)
    if not others.empty:
        with st.expander(f"{plural(others['question_id'].nunique(), 'segment')} nobody said anything of"):
            for question_id, rows in others.groupby("question_id", sort=False):
                one_question(page, str(question_id), rows)


def one_question(page: Frame, question_id: str, rows: pd.DataFrame) -> None:
    """Show a question with its candidates, and take the answer."""
    with st.container(border=True, key=f"question_{question_id}"):
        st.markdown(f"**{plain(str(rows['question'].iloc[0]))}**")
        can = profile.allowed(Act.DECIDE) and question_id.startswith(MATCH)
        for key, name, of_old, of_new in zip(
            rows["candidate_key"], rows["candidate_name"], rows["share_of_old"], rows["share_of_new"], strict=True
        ):
            if not isinstance(key, str):
                continue
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption(
                    f"**{plain(str(name))}** has {percent(of_old, 0)} of them; they are {percent(of_new, 0)} of it."
                )
                if can and st.button("It is this one", key=f"is_{question_id}_{key}"):
                    decide(page, question_id, key, f"“{rows['name'].iloc[0]}” has become “{name}”")
        if can and st.button("It is gone", key=f"gone_{question_id}", type="tertiary"):
            decide(page, question_id, NO_MATCH, f"“{rows['name'].iloc[0]}” is gone")
        if question_id.startswith(MATCH) and not can:
            st.caption("An expert or analyst decides.")


def decide(page: Frame, question_id: str, decision: str, said: str) -> None:
    """Write the answer down."""
    act: dict[str, Json] = {"act": "decide", "task": question_id, "decision": decision}
    do_and_rerun(Attempt(act, said, page.seen))


def moved(page: Frame, level: int) -> None:
    """Draw who moved from where to where."""
    flow = changes.flow(page.snapshot)
    here = flow.loc[flow["level"] == level]
    if here.empty:
        problems.nothing_to_show(
            "There was no segmentation before this one.",
            try_this="Build again with new data, and the moves stand here.",
        )
        return
    told = what_changed(flow, level=level)
    panels.cards(
        [
            panels.Card("Stayed", whole(told.n_stayed), "Customers who are in the same segment as before."),
            panels.Card("Moved", whole(told.n_moved), "Customers who are in another segment than before."),
            panels.Card("New", whole(told.n_joined), "Customers who were not described before."),
            panels.Card("No longer described", whole(told.n_left), "Customers who were described before, and closed."),
        ]
    )
    names(told)
    table = segments(page.snapshot)
    colours = dict(zip(texts(table, "segment_key"), texts(table, "colour"), strict=True))
    figures.show(segment_flow(here, ink=figures.ink(), colours=colours), alt=segment_flow_alt(here), key="flow")
    panels.meaning(
        "Each band is as wide as it has customers: left the build before, right this one.",
        not_this="A move can come from what customers did, from new data, or from an edit: History tells the edits.",
    )
    panels.numbers_behind(here.drop(columns="level"), name="segment-flow", page=page, columns=tables.FLOW)


def names(told: WhatChanged) -> None:
    """Name segments that appeared, vanished or were renamed."""
    for words, found in (
        ("New segments", told.appeared),
        ("Segments that are no more", told.vanished),
        ("Other names", tuple(f"{before} → {now}" for before, now in told.renamed)),
    ):
        if found:
            more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
            st.caption(f"**{words}:** {plain('; '.join(found[:MOST_NAMED]))}{more}")


page = frame(
    "What changed",
    about="Who moved between segments since the build before, and what only people can answer.",
    needs=("segments", "membership"),
    may_be_nobody=True,
)
problems.whatever_the_filters("This is about all customers", is_filtered=not page.selection.is_everyone)
with st.container(border=True):
    st.subheader("Questions", anchor=False)
    ask(page)
moved_in_short(page)
level = controls.level()
st.subheader(f"{LEVEL_NAMES[level]}: who moved", anchor=False)
moved(page, level)
