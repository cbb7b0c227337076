"""Showing a chart: in the theme's ink, with its alternative text, without instruments of its own.

figures.show(drivers_chart.drivers(table, ink=figures.ink()), alt=drivers_chart.drivers_alt(table), key="drivers")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

import streamlit as st
from plotly.graph_objects import Figure

from analytics.charts import theme
from analytics.charts.drawn_once import told
from analytics.charts.theme import Ink
from analytics.knowledge.rights import Export
from pages.shared.pictures.charted import Chart, drawn

FEWEST_CORNERS = 3
_CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


def ink() -> Ink:
    """Give the ink of the theme in force."""
    return theme.ink("dark" if st.context.theme.type == "dark" else "light")


def show(figure: Figure, *, alt: str, key: str) -> None:
    """Draw a figure.

    Parameters
    ----------
    figure : Figure
        From `analytics.charts`.
    alt : str
        Its takeaway in words, from the function beside it.
    key : str
        Unique on the page.
    """
    drawn(Chart(key))
    st.plotly_chart(told(figure), theme=None, alt=alt, key=key, config=_CONFIG)


def show_of_one(figure: Figure, *, alt: str, key: str) -> None:
    """Like `show`, of a figure about one customer: who takes it along needs the right to explanations."""
    drawn(Chart(key, Export.EXPLANATION))
    st.plotly_chart(figure, theme=None, alt=alt, key=key, config=_CONFIG)


def pick(figure: Figure, *, alt: str, key: str) -> str | None:
    """Draw a figure whose marks can be clicked; gives the second part of the clicked mark's custom data.

    Parameters
    ----------
    figure : Figure
        From `analytics.charts`.
    alt : str
        Its takeaway in words.
    key : str
        Unique on the page, and another one as soon as the click was answered, or it would be answered again.

    Returns
    -------
    str or None
        None where nothing is clicked.
    """
    drawn(Chart(key))
    sent = told(figure, clickmode="event+select")
    state = st.plotly_chart(
        sent, theme=None, alt=alt, key=key, config=_CONFIG, on_select="rerun", selection_mode="points"
    )
    chosen = state.get("selection", {}).get("points", []) if isinstance(state, Mapping) else []
    custom = chosen[0].get("customdata") if chosen else None
    return str(custom[1]) if isinstance(custom, Sequence) and not isinstance(custom, str) and len(custom) > 1 else None


def drawn_around(figure: Figure, *, alt: str, key: str) -> tuple[tuple[float, float], ...] | None:
    """Draw a figure in which the person can draw around a part; gives the corners of what was drawn.

    Parameters
    ----------
    figure : Figure
        From `analytics.charts`; its `dragmode` is `lasso`.
    alt : str
        Its takeaway in words.
    key : str
        Unique on the page, and another one as soon as the drawing was answered, or it would be answered again.

    Returns
    -------
    tuple of (float, float) or None
        In the units of the figure's axes; None where nothing is drawn.
    """
    drawn(Chart(key))
    state = st.plotly_chart(
        figure, theme=None, alt=alt, key=key, config=_CONFIG, on_select="rerun", selection_mode="lasso"
    )
    return corners_of(state)


def corners_of(state: object) -> tuple[tuple[float, float], ...] | None:
    """Read the corners of the first lasso that the browser sent; None where it is not one."""
    chosen = state.get("selection") if isinstance(state, Mapping) else None
    drawn = chosen.get("lasso") if isinstance(chosen, Mapping) else None
    first = drawn[0] if isinstance(drawn, Sequence) and drawn else None
    across, upwards = (first.get("x"), first.get("y")) if isinstance(first, Mapping) else (None, None)
    if not (isinstance(across, Sequence) and isinstance(upwards, Sequence)) or len(across) != len(upwards):
        return None
    numbers = [*across, *upwards]
    if len(across) < FEWEST_CORNERS or not all(isinstance(one, int | float) and isfinite(one) for one in numbers):
        return None
    return tuple((float(x), float(y)) for x, y in zip(across, upwards, strict=True))
