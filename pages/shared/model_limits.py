"""What a model can't tell: what it leaves open, and groups of customers in whom it is wrong."""

from __future__ import annotations

import streamlit as st

from analytics.insights.coverage import coverage_sentences
from analytics.insights.slice_words import slice_sentence, slices_verdict
from pages.shared import controls, panels, tables
from pages.shared.formats import plain
from pages.shared.frame import Frame
from pages.shared.readers import churn

FAMILIES = 2
MOST_SLICES = 8


def what_is_ruled_out(page: Frame) -> None:
    """Say how often prediction sets held what happened, in all and by segment."""
    table = churn.coverage(page.snapshot, page.outcome, FAMILIES)
    if table.empty:
        st.caption("How often the sets hold is not worked out yet.")
        return
    for sentence in coverage_sentences(table):
        st.markdown(plain(sentence))
    panels.meaning(
        "Each customer has a set of what can't be ruled out: that it happens, that it doesn't, or both. Borders were"
        " set so that the sets hold what happens nine times in ten, of those with the outcome and of those without;"
        " measured on customers who neither taught the model nor set the borders.",
        not_this="A set with both says that the model can't tell, not that the risk is one half.",
    )
    panels.numbers_behind(table, name="coverage", page=page, columns=tables.COVERAGE)


def where_it_is_wrong(page: Frame) -> None:
    """List groups of customers in whom the model is wrong beyond chance, each a click from its customers."""
    table = churn.error_slices(page.snapshot, page.outcome)
    if table is None:
        st.caption("Where the model is wrong is not worked out yet.")
        return
    st.markdown(plain(slices_verdict(table)))
    found = table[table["is_found"] == 1].head(MOST_SLICES)
    for place in found.index:
        row = found.loc[place]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(row['words'])}**: {plain(slice_sentence(row))}.")
            controls.link("pages/explore/customers.py", "See these customers", rule=str(row["rule"]))
    panels.meaning(
        "Groups of one or two conditions, overlapping ones too, searched on one half of those whom the model didn't"
        " learn from and measured on the other. Of the groups said to be wrong about one in twenty is not (Benjamini"
        " and Hochberg). Customers who judge notes are never looked at here.",
        not_this="Why the model is wrong there: somebody who knows these customers may, and can write it down.",
    )
    if not table.empty:
        panels.numbers_behind(table.drop(columns="is_found"), name="slices", page=page, columns=tables.SLICES)
