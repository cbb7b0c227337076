"""Showing a table: numbers in the marks in force, a dash where there is none, and words for who cannot see it.

table_view.show(table, columns=driver_tables.DRIVERS, alt="Seven drivers; the strongest is the balance.")

Streamlit itself writes numbers as the browser's language does, whatever `TANDEM_LOCALE` says. So a column's `format` is
not handed on: the cells get their text from here, and stay numbers, by which the browser sorts them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

import pandas as pd
import streamlit as st
from pandas.api.types import is_bool_dtype, is_float_dtype, is_integer_dtype

from analytics.number_marks import in_force
from pages.shared.cell_forms import WHOLE, decimals_of, written_as
from pages.shared.formats import MISSING, plural, words
from pages.shared.tables import in_percent
from pages.shared.written_cells import written

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler
    from streamlit.elements.lib.column_types import ColumnConfig

Columns = Mapping[str, "ColumnConfig | str | None"]
Height = int | Literal["auto", "stretch", "content"]
FIGURES = "%.4g"
"""For numbers of a column that nobody gave a form: four figures."""


def show(table: pd.DataFrame, *, alt: str, columns: Columns | None = None, height: Height = "content") -> None:
    """Draw a table.

    Parameters
    ----------
    table : DataFrame
        What to show; shares from 0 to 1.
    alt : str
        In words, what the table holds.
    columns : mapping, optional
        Heads and forms of the columns, from `tables`.
    height : int or {'content', 'auto', 'stretch'}
        As for `st.dataframe`.
    """
    st.dataframe(
        cells(table, columns or {}),
        hide_index=True,
        column_config=_without_forms(columns or {}),
        height=height,
        placeholder=MISSING,
        alt=alt,
    )


def show_rows_to_tick(
    table: pd.DataFrame, *, alt: str, columns: Columns, key: str, on_tick: Callable[[], None], height: Height = "auto"
) -> None:
    """Draw a table of which one row can be ticked; `session.ticked_rows(key)` says which."""
    st.dataframe(
        cells(table, columns),
        key=key,
        hide_index=True,
        on_select=on_tick,
        selection_mode="single-row",
        column_config=_without_forms(columns),
        height=height,
        placeholder=MISSING,
        alt=alt,
    )


def heads(table: pd.DataFrame, columns: Columns) -> str:
    """Say in words how many rows a table has and what stands in them."""
    configs = {str(name): columns.get(str(name), "") for name in table.columns}
    shown = [_head(name, config) for name, config in configs.items() if config is not None]
    return f"{plural(len(table), 'row')}: {', '.join(shown)}."


def _head(name: str, config: ColumnConfig | str | None) -> str:
    label = config.get("label") if isinstance(config, dict) else config
    return str(label or words(name))


def cells(table: pd.DataFrame, columns: Columns) -> Styler:
    """Give the table with the text of each cell beside its value; shares are multiplied by a hundred.

    The values are rounded to what the texts show: a screen reader reads the values, and would read sixteen digits.
    """
    shown = in_percent(table, columns).reset_index(drop=True)
    writers: dict[str, Callable[[object], str]] = {}
    for name in shown.columns:
        if _is_number(shown[name]):
            form = _form(columns.get(str(name))) or _usual(shown[name])
            writers[str(name)] = written_as(form)
            decimals = decimals_of(form)
            if decimals is not None and is_float_dtype(shown[name]):
                shown[name] = shown[name].round(decimals)
    return written(shown, writers)


def _is_number(values: pd.Series[float]) -> bool:
    return (is_integer_dtype(values) or is_float_dtype(values)) and not is_bool_dtype(values)


def _usual(values: pd.Series[float]) -> str:
    return WHOLE if is_integer_dtype(values) else FIGURES


def _form(config: ColumnConfig | str | None) -> str | None:
    settings = config.get("type_config") if isinstance(config, dict) else None
    found = settings.get("format") if isinstance(settings, dict) else None
    return str(found) if found else None


def _without_forms(columns: Columns) -> dict[str, ColumnConfig | str | None]:
    """Take the forms of numbers away: a column with a form would not show the cells' texts."""
    return {name: _without_form(config) for name, config in columns.items()}


def _without_form(config: ColumnConfig | str | None) -> ColumnConfig | str | None:
    if not isinstance(config, dict):
        return config
    settings = config.get("type_config")
    kind = settings.get("type") if isinstance(settings, dict) else None
    # A bar shows the text of its form alone, with a point before decimals: elsewhere the number stands without a bar.
    if kind == "number" or (kind == "progress" and in_force().decimal != "."):
        return {**config, "type_config": {"type": "number"}}
    return config
