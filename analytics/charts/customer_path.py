"""One customer's path over the map, month by month."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.point_cloud import point_cloud
from analytics.charts.theme import Ink, dressed, literal
from analytics.insights.columns import floats, texts
from analytics.insights.wording import day, percent

_LEAST_HALF, _ROOM = 0.2, 0.65


@drawn_once
def customer_path(around: pd.DataFrame, path: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw a sample of customers in grey, and over it where one customer was at the end of each month.

    The first dot of each stay in a segment bears the number that the stay has in the words beside.

    Parameters
    ----------
    around : DataFrame
        ``x``, ``y`` of a sample of all customers; at most a few thousand rows.
    path : DataFrame
        ``as_of``, ``name`` and ``colour`` of the segment, ``strength`` (0–1), ``x``, ``y``; oldest first, at least one.
    ink : Ink
        The colours of the theme in force.
    """
    figure = Figure(
        [
            point_cloud(around, name="Other customers", colour=ink.other),
            Scatter(
                x=path["x"],
                y=path["y"],
                mode="lines",
                line={"color": ink.other, "width": 1},
                hoverinfo="skip",
                showlegend=False,
            ),
            _months(path, ink),
            _end(path.head(1), ink, "circle-open", f"First: {day(texts(path, 'as_of')[0])}"),
            _end(path.tail(1), ink, "star", f"Now: {day(texts(path, 'as_of')[-1])}"),
        ]
    )
    dressed(figure, ink, height=360)
    figure.update_xaxes(visible=False, range=_near(floats(path, "x")))
    figure.update_yaxes(visible=False, scaleanchor="x", range=_near(floats(path, "y")))
    figure.update_layout(margin_t=60, legend_itemsizing="constant")
    return figure


def _months(path: pd.DataFrame, ink: Ink) -> Scatter:
    """A dot a month in its segment's colour; the first of each stay bears the stay's number."""
    begins = (path["name"] != path["name"].shift()).to_numpy()
    numbers = begins.cumsum()
    rows = zip(texts(path, "as_of"), texts(path, "name"), floats(path, "strength"), strict=True)
    return Scatter(
        x=path["x"],
        y=path["y"],
        mode="markers+text",
        showlegend=False,
        marker={"size": 10, "color": texts(path, "colour"), "line": {"color": ink.page, "width": 1}},
        text=[f"{number}" if begin else "" for number, begin in zip(numbers, begins, strict=True)],
        textposition="top right",
        textfont={"color": ink.text, "size": 13},
        customdata=[f"{day(on)}<br>{literal(name)}<br>{percent(strength)} sure" for on, name, strength in rows],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _near(values: list[float]) -> list[float]:
    """A range around the path, so that its steps can be told apart, and wide enough to see where on the map it is."""
    low, high = min(values), max(values)
    half = max(_LEAST_HALF, (high - low) * _ROOM)
    return [(low + high) / 2 - half, (low + high) / 2 + half]


def _end(row: pd.DataFrame, ink: Ink, symbol: str, words: str) -> Scatter:
    size = 18 if symbol == "star" else 16
    line = {"color": ink.page if symbol == "star" else ink.text, "width": 1.5}
    return Scatter(
        x=row["x"],
        y=row["y"],
        mode="markers",
        name=words,
        marker={"symbol": symbol, "size": size, "color": ink.higher if symbol == "star" else ink.text, "line": line},
        hovertemplate="%{fullData.name}<extra></extra>",
    )
