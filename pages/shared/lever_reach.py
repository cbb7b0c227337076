"""Which single lever would take most of the chosen customers below their band."""

from __future__ import annotations

import streamlit as st

from analytics.insights.columns import floats, texts
from pages.shared import panels, table_view, tables
from pages.shared.formats import plain, plural, whole
from pages.shared.frame import Frame
from pages.shared.readers import counterfactuals
from pages.shared.readers.segments import Segment

NOTHING = "these data have nothing that somebody could change"
_SHOWN = ["title", "n_enough", "share", "n_moved", "mean_drop"]


def which_lever(page: Frame, segment: Segment) -> None:
    """Say which lever alone is enough for most customers here, and list all levers."""
    if not counterfactuals.are_known(page.snapshot):
        st.caption("Build again on Data to see this.")
        return
    table = counterfactuals.lever_reach(page.snapshot, page.selection, page.outcome)
    if table.empty:
        why = (
            NOTHING
            if counterfactuals.nobody_can_act(page.snapshot)
            else f"nobody is at high or medium risk, or {NOTHING}"
        )
        st.caption(f"{plain(segment.label)}: {why}.")
        return
    n, n_enough = (int(floats(table, name)[0]) for name in ("n_searched", "n_enough"))
    if n_enough:
        first = texts(table, "title")[0]
        st.markdown(
            plain(f"{first}: enough alone for {whole(n_enough)} of {plural(n, 'customer')} at high or medium risk.")
        )
    else:
        st.markdown(f"No single lever is enough for any of {plural(n, 'customer')} at high or medium risk.")
    table_view.show(
        table[_SHOWN],
        columns=tables.LEVERS,
        alt=f"{plural(len(table), 'lever')}, with the customers for whom each alone would be enough.",
    )
    panels.meaning(
        "How the model answers when one lever is pulled as far as needed, near real customers, for each customer by"
        " itself. Enough: the risk falls below the customer's band. Moves: customers about whom it changes something;"
        " the mean fall is theirs.",
        not_this="That so many would stay: what goes with a risk need not cause it. It says where to try first.",
    )
