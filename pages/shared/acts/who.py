"""Who is affected by an act, before it happens: the customers by segment."""

from __future__ import annotations

import streamlit as st

from analytics.vocabulary import LEVEL_NAMES, LEVELS
from pages.shared import table_view
from pages.shared.acts.target import where_they_are
from pages.shared.formats import plural
from pages.shared.frame import Frame
from pages.shared.readers import population
from pages.shared.readers.population import Mask

MOST_ROWS_SEEN = 6


def selected_mask(page: Frame) -> Mask:
    """Say of every active customer whether they are selected."""
    return population.selected(page.snapshot, page.selection)


def who(page: Frame, mask: Mask, *, level: int = LEVELS[-1]) -> None:
    """List the customers who are affected by their segments of a level; nothing where nobody is."""
    table = where_they_are(page, mask, level)
    if table.empty:
        return
    rest = table.iloc[MOST_ROWS_SEEN:]
    table_view.show(
        table.head(MOST_ROWS_SEEN),
        columns={
            "label": st.column_config.TextColumn(f"Who: their {LEVEL_NAMES[level].lower()}", width="large"),
            "n_selected": st.column_config.NumberColumn("Customers", format="localized", width="small"),
        },
        alt=f"Those affected by segment; most are in {table['label'].iloc[0]}.",
    )
    if not rest.empty:
        st.caption(f"And {plural(int(rest['n_selected'].sum()), 'customer')} in {plural(len(rest), 'more segment')}.")
