"""Unnamed: what the model found that nobody has named, for people who know the customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.insights.risk_words import outcome_title
from pages.shared import controls, customer_view, panels, problems, session
from pages.shared.finding_ways import ways
from pages.shared.formats import plain, plural
from pages.shared.frame import Frame, frame
from pages.shared.moved_more import moved_more
from pages.shared.notes.form import write_note
from pages.shared.readers import unnamed
from pages.shared.tables import SHARE

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

MOST_GROUPS = 6
SURPRISES: dict[str, ColumnConfig | str | None] = {
    "customer_id": "Customer",
    "probability": st.column_config.NumberColumn("Risk it gave", format=SHARE),
    "happened": "Happened",
    "as_of": st.column_config.DateColumn("Described on", format="D MMM YYYY"),
}


def odd_groups(page: Frame) -> None:
    """Show small groups that are like one another and unlike everybody else."""
    found = unnamed.odd(page.snapshot)
    if not found:
        problems.nothing_to_show(
            "No small group stands apart from everybody else.",
            try_this="Each build looks again. Below is what moved.",
        )
        return
    for group in found[:MOST_GROUPS]:
        with st.container(border=True, key=f"found_{group.key}", gap="xsmall"):
            st.markdown(f"**{plural(len(group.customers), 'customer')}**")
            st.markdown(plain(group.words))
            ways(group)
    panels.meaning(
        "Customers far from the middle who have many close by, by all features at once; no protected attribute is"
        " among them. Of a large bank 4,000 customers, drawn once, are looked at.",
        not_this="Odd does not mean wrong or suspicious: a new product, a trade or a custom can be behind it.",
    )


def sure_and_wrong(page: Frame) -> None:
    """Show customers of whom the model was sure, and wrong: never anybody who confirms notes."""
    found = unnamed.wrong(page.snapshot, page.outcome)
    if not found:
        problems.nothing_to_show(
            "Nobody of whom the model was sure is known to have gone the other way.",
            try_this="It takes outcomes that are known for the day on which customers are scored.",
        )
        return
    for kind in found:
        st.markdown(f"**{plain(kind.words)}** {plural(len(kind.customers), 'customer')}")
        ways(kind)
    table = unnamed.surprises(page.snapshot, page.outcome)
    shown = table.assign(happened=table["value"].map({1: "yes", 0: "no"}))[list(SURPRISES)]
    listed(page, shown)
    panels.meaning(
        "Customers whom the model did not learn from, the most surprising first. Only half of all customers can appear"
        " here: the other half judges notes, and no screen of errors ever shows them.",
        not_this="A list drawn up here can't be tested, since those who judge are not on it. Say by a rule what these"
        " customers have in common: then the others can tell whether it holds.",
    )


def listed(page: Frame, shown: pd.DataFrame) -> None:
    """List the surprises; a click opens the customer."""
    key = f"surprises_{page.snapshot.id}_{page.outcome}"
    customer_view.rows_to_open(shown, key=key, columns=SURPRISES, alt=f"{len(shown)} customers.", height="auto")
    panels.export_button(shown, name="sure-and-wrong", page=page)
    clicked = customer_view.opened()
    if clicked is not None:
        customer_view.open_drawer(page.snapshot, clicked, page.outcome)


page = frame(
    "Unnamed",
    about="What the model found that nobody has named: look, and write down what you know.",
    needs=("features",),
    may_be_nobody=True,
)
is_asked = page.selection.found is not None and session.kept("note_on_finding", str) == page.selection.found
session.drop("note_on_finding")
if session.form_is_wanted("note_on_finding", is_pressed=is_asked):
    write_note(page, ())
problems.whatever_the_filters("This is about all customers", is_filtered=not page.selection.is_everyone)
left, right = st.columns(2, gap="medium")
with left:
    st.subheader("Odd groups", anchor=False)
    odd_groups(page)
    st.subheader("Moved more than usual", anchor=False)
    moved_more(page)
with right:
    st.subheader(f"Sure and wrong about {plain(outcome_title(page.outcome))}", anchor=False)
    controls.outcome(page.snapshot)
    sure_and_wrong(page)
