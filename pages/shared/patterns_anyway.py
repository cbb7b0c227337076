"""What customers do, whatever follows: the frequent sequences of the last year."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping

import pandas as pd
import streamlit as st

from analytics.stages.patterns import HABIT_DAYS
from pages.shared import panels, problems, sequence_tables, session
from pages.shared.formats import plural
from pages.shared.frame import Frame
from pages.shared.pattern_row import heading, not_found
from pages.shared.pattern_view import pattern_view
from pages.shared.readers import patterns
from pages.shared.readers.pattern_sayings import with_names

AT_ONCE = 8


def show_anyway(page: Frame, table: pd.DataFrame) -> None:
    """Show what customers do, whatever follows."""
    st.caption(
        f"What at least half a per cent of the customers who are here did within the {HABIT_DAYS} days up to the data's"
        " date, by how many did. Nothing was tested: what is frequent is not remarkable by that."
    )
    if not patterns.outcomes(page.snapshot):
        st.caption(":material/info: No outcome followed often enough for sequences to be looked for before it.")
    pattern_id = session.free_choice("pattern")
    if pattern_id and pattern_id not in set(table["pattern_id"]):
        pattern_view(page, "", pattern_id)
    if table.empty:
        problems.nothing_to_show("No sequence holds what you chose.", try_this="Choose another event.")
    else:
        n_pages = math.ceil(len(table) / AT_ONCE)
        listed = st.container()
        at = st.pagination(n_pages, key=f"anyway_pages_{page.snapshot.id}_{len(table)}") if n_pages > 1 else 1
        with listed:
            st.caption(f"{plural(len(table), 'sequence')}, most customers first.")
            for row in table.iloc[(at - 1) * AT_ONCE : at * AT_ONCE].to_dict("records"):
                one_anyway(page, row)
                if row["pattern_id"] == pattern_id:
                    pattern_view(page, "", pattern_id)
        behind = with_names(table)[[*sequence_tables.ANYWAY]]
        panels.numbers_behind(behind, name="patterns", page=page, columns=sequence_tables.ANYWAY)
    not_found(page, "", patterns.outcomes(page.snapshot))


def one_anyway(page: Frame, row: Mapping[Hashable, object]) -> None:
    """Show one thing that customers do, whatever follows."""
    n = patterns.n_now(page.snapshot, str(row["pattern"]), page.selection)
    among = "" if page.selection.is_everyone else " of the selected"
    with st.container(border=True, key=f"pattern_{row['pattern_id']}", gap="xxsmall"):
        heading(str(row["pattern_id"]), str(row["sentence"]))
        st.caption(f"{plural(n, 'customer')}{among} {'has' if n == 1 else 'have'} it now.")
