"""What the bank had done for those with a sequence, beside what followed."""

from __future__ import annotations

import streamlit as st

from analytics.insights.what_was_done import HELD_BACK, NOTHING
from analytics.stages.patterns import WINDOW_DAYS
from pages.shared import panels, sequence_tables, table_view
from pages.shared.formats import percent, plain, plural, whole
from pages.shared.frame import Frame
from pages.shared.readers import offers, patterns

NOT_DONE = (NOTHING, HELD_BACK)


def what_was_done(page: Frame, before: str, pattern: str) -> None:
    """Show what the bank had done for those with the sequence, and how often the outcome followed."""
    st.markdown("**What was done**")
    if offers.offers(page.snapshot).empty:
        st.caption("This source says of no offer that was made, so what was done for these customers is not known.")
        return
    table = offers.done_with(page.snapshot, pattern, before, page.selection)
    if table.empty:
        st.caption("No rows of the selected customers.")
        return
    n, n_done = int(table["n_rows"].sum()), int(table.loc[~table["done"].isin(NOT_DONE), "n_rows"].sum())
    st.markdown(
        f"In {whole(n_done)} of the {whole(n)} rows with it ({percent(n_done / n)}) the bank had made an offer in the"
        f" {WINDOW_DAYS} days up to that day. How often customers then went on to"
        f" {plain(patterns.follows(page.snapshot, before))}, by the last offer:"
    )
    table_view.show(
        table[[*sequence_tables.DONE]],
        columns=sequence_tables.DONE,
        alt=f"{plural(len(table), 'kind')} of things done; most often: {table['title'].iloc[0]}.",
    )
    panels.export_button(table[[*sequence_tables.DONE]], name="pattern-done", page=page)
    panels.meaning(
        "Offers count up to the day on which nobody knows yet whether the outcome follows, so that none is made because"
        " of what came after.",
        not_this="This is what was observed: whoever is made an offer was chosen for it, and customers with different"
        " offers differ in much else. It does not say what an offer does.",
    )
