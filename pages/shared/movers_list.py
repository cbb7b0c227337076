"""A list of customers who moved, or would: the first to be opened by a click, all of them to be exported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from pages.shared import customer_view
from pages.shared.formats import plural
from pages.shared.frame import Frame
from pages.shared.list_export import export_buttons

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

MOST_LISTED = 100


def movers_list(
    page: Frame, table: pd.DataFrame, *, who: str, name: str, key: str, columns: Mapping[str, ColumnConfig | str | None]
) -> None:
    """Draw the list.

    Parameters
    ----------
    page : Frame
    table : DataFrame
        `customer_id`, `now`, `then`, `probability`, those at most risk first.
    who : str
        What all of them have in common, after their number: "who moved".
    name : str
        What an exported file is called.
    key : str
        Of this list: another comparison is another list.
    columns : mapping
        How the columns are headed.
    """
    n = plural(len(table), "customer")
    more = f" The {MOST_LISTED} at most risk are listed; the export has all." if len(table) > MOST_LISTED else ""
    st.caption(f"{n} {who}.{more} Tick a row to open the customer.")
    customer_view.rows_to_open(
        table.head(MOST_LISTED),
        key=f"{key}_{page.snapshot.id}_{len(table)}",
        columns=columns,
        alt=f"{n} {who}, with their segments.",
        height="auto",
    )
    export_buttons(lambda: table, name=name, page=page, n_rows=len(table))
    clicked = customer_view.opened()
    if clicked is not None:
        customer_view.open_drawer(page.snapshot, clicked, page.outcome)
