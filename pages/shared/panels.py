"""The parts of a screen that show an answer.

panels.cards([panels.Card("Customers", "7,812", help="…"), …])
panels.numbers_behind(table, name="drivers", page=page, columns={"n": "Customers"})
panels.meaning("Customers who …", not_this="It does not say that … causes …")
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd
import pyarrow as pa
import streamlit as st

from analytics.knowledge.rights import Export
from analytics.store.export import csv_text
from pages.shared import table_view
from pages.shared.formats import day, plain, plural, whole
from pages.shared.frame import Frame
from pages.shared.offered import Parcel, offer
from pages.shared.readers import facts

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

MOST_ROWS_SHOWN = 1_000
FOLDS_START_OPEN = False
_LONGEST_NAME = 150


@dataclass(frozen=True)
class Card:
    """One number that matters.

    Attributes
    ----------
    label : str
        What it is.
    value : str
        The number, written by `formats`.
    definition : str
        How it is worked out, from what: shown as help.
    delta : str, optional
        The difference, written with its unit; a leading minus points down.
    compared_with : str
        What the difference is measured against.
    good : {'up', 'down', 'neither'}
        Which direction is good, for the colour.
    line : sequence of float
        A small line of how it came to be.
    """

    label: str
    value: str
    definition: str
    delta: str | None = None
    compared_with: str = ""
    good: Literal["up", "down", "neither"] = "neither"
    line: Sequence[float] = ()


_DELTA_COLOURS: Mapping[str, Literal["normal", "inverse", "off"]] = {
    "up": "normal",
    "down": "inverse",
    "neither": "off",
}


def cards(shown: Sequence[Card]) -> None:
    """Draw a row of number cards of equal size."""
    for column, card in zip(st.columns(len(shown), gap="small"), shown, strict=True):
        with column:
            st.metric(
                plain(card.label),
                plain(card.value),
                delta=None if card.delta is None else _signed(card.delta),
                delta_color=_DELTA_COLOURS[card.good],
                delta_description=plain(card.compared_with) or None,
                help=plain(card.definition),
                border=True,
                chart_data=list(card.line) or None,
                chart_type="line",
                height="stretch",
            )


def _signed(delta: str) -> str:
    """Keep a leading minus bare: Streamlit reads the direction from it."""
    return f"-{plain(delta[1:])}" if delta.startswith("-") else plain(delta)


def numbers_behind(
    table: pd.DataFrame,
    *,
    name: str,
    page: Frame,
    columns: Mapping[str, ColumnConfig | str | None] | None = None,
    label: str = "Show data",
) -> None:
    """Offer the table behind a chart, folded away, with its export.

    Parameters
    ----------
    table : DataFrame
        As the chart used it.
    name : str
        What the exported file is called, before the filter and the date.
    page : Frame
        For the file's name.
    columns : mapping, optional
        Streamlit column configurations by column name.
    label : str
        What the fold says.
    """
    fold = st.expander(
        label, icon=":material/table_rows:", expanded=FOLDS_START_OPEN, key=f"behind_{name}", on_change="rerun"
    )
    # A table costs more than the chart before it, and few are looked at: it is drawn when somebody opens its fold.
    if not fold.open:
        return
    with fold:
        table_view.show(
            table.head(MOST_ROWS_SHOWN), alt=table_view.heads(table, columns or {}), columns=columns, height="auto"
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            export_button(table, name=name, page=page)
            part = f"the first {whole(MOST_ROWS_SHOWN)} of " if len(table) > MOST_ROWS_SHOWN else ""
            st.caption(f"{part}{plural(len(table), 'row')} · data as of {plain(day(facts.as_of(page.snapshot)))}")


def export_button(table: pd.DataFrame, *, name: str, page: Frame, label: str = "Export CSV") -> None:
    """Offer a table as CSV in which a spreadsheet finds nothing to run; customers' ids make it a list of customers."""
    kind = Export.CUSTOMERS if "customer_id" in table.columns else Export.TABLE
    offer(
        label,
        Parcel(kind, name, file_name(name, page), "text/csv", len(table)),
        lambda: csv_text(pa.Table.from_pandas(table, preserve_index=False)).encode("utf-8"),
        key=f"export_{name}",
    )


def file_name(name: str, page: Frame) -> str:
    """Name an exported file after the screen's part, the filters and the data's date."""
    kept = "-".join(part for part in page.selection.filters())
    return file_named(name, kept or "everyone", facts.as_of(page.snapshot))


def file_named(*parts: str) -> str:
    """Name a CSV file after some words, whatever stands in them."""
    return (re.sub(r"[^a-z0-9_.-]+", "-", "_".join(parts).lower()).strip(".-")[:_LONGEST_NAME] or "file") + ".csv"


def meaning(this: str, *, not_this: str = "") -> None:
    """Say under a chart what it means and what it does not; text from data goes through `plain` first."""
    st.caption(f"**What it means.** {this}" + (f"  \n**What it does not mean.** {not_this}" if not_this else ""))
