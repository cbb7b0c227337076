"""Which columns of a customer table somebody could change: who, which way, in which steps."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.insights.feature_words import as_number
from analytics.sources.preview import TablePreview
from analytics.sources.table_levers import ACTORS, DIRECTIONS, NOT_ASKED, TableLever, Way, name_words
from pages.shared.formats import plain

_WHO = {"bank": "The bank", "customer": "The customer"}
_WAYS = {"up": "Only up", "down": "Only down", "either": "Either way"}


def levers_chosen(table: TablePreview, columns: Sequence[str]) -> tuple[str, ...]:
    """Let the person name columns that somebody could change; gives them as `ingest --lever` takes them."""
    with st.expander("What could somebody change?", icon=":material/tune:"):
        st.caption(
            "Changes that would bring a risk down are looked for among these columns only. Leave it empty if you are"
            " not sure: nothing is proposed then."
        )
        free = [name for name in columns if not name_words(name) & NOT_ASKED]
        named = st.multiselect("Columns that somebody could change", free, key="bring_levers")
        return tuple(_lever(table, column) for column in named)


def _lever(table: TablePreview, column: str) -> str:
    is_number = _looks_like_numbers(table, column)
    who, way, step = st.columns(3, vertical_alignment="bottom")
    with who:
        actor = st.selectbox(
            f"{plain(column)}: who?", ACTORS, format_func=_WHO.__getitem__, key=f"bring_lever_who_{column}"
        )
    with way:
        ways: tuple[Way, ...] = DIRECTIONS if is_number else ("either",)
        direction = st.selectbox(
            f"{plain(column)}: which way?", ways, format_func=_WAYS.__getitem__, key=f"bring_lever_way_{column}"
        )
    with step:
        size = st.text_input(
            f"{plain(column)}: smallest step" if is_number else f"{plain(column)}: allowed values",
            key=f"bring_lever_step_{column}",
            placeholder="from the data" if is_number else "all, or such as: One year|Two year",
            max_chars=200,
        ).strip()
    return TableLever(column, actor, direction, size or None).text()


def _looks_like_numbers(table: TablePreview, column: str) -> bool:
    place = [name.strip() for name in table.columns].index(column)
    values = [row[place].strip() for row in table.rows if place < len(row) and row[place].strip()]
    return bool(values) and all(as_number(value) is not None for value in values)
