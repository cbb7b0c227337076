"""Where some customers were on the map before, with arrows to where they are."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.point_cloud import point_cloud
from analytics.charts.theme import Ink, dressed, literal
from analytics.insights.columns import floats

_THIN, _THICK = 1.0, 2.5
_ENDS = (0.03, 0.97)
_ROOM = 0.15


@drawn_once
def then_and_now(around: pd.DataFrame, then: pd.DataFrame, ways: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw a sample of all customers in grey, some customers at their earlier places, and arrows along their ways.

    Parameters
    ----------
    around : DataFrame
        ``x``, ``y`` of a sample of all customers today.
    then : DataFrame
        ``name`` and ``colour`` of the segment they were in, ``x``, ``y``.
    ways : DataFrame
        From `analytics.insights.then_and_now.ways`: an arrow each, the thicker the more customers, numbered in order.
    ink : Ink
        The colours of the theme in force.
    """
    figure = Figure(
        [
            point_cloud(around, name="All customers today", colour=ink.other),
            *(
                Scatter(
                    x=rows["x"],
                    y=rows["y"],
                    mode="markers",
                    name=literal(str(name)),
                    marker={"size": 5, "color": str(rows["colour"].iloc[0]), "opacity": 0.8},
                    hovertemplate="Then: %{fullData.name}<extra></extra>",
                )
                for name, rows in then.dropna(subset=["x"]).groupby("name", sort=False)
            ),
        ]
    )
    dressed(figure, ink, height=460)
    figure.update_xaxes(visible=False, range=_most_of(then["x"]))
    figure.update_yaxes(visible=False, scaleanchor="x", range=_most_of(then["y"]))
    figure.update_layout(margin_t=20, showlegend=False)
    _arrows(figure, ways, ink)
    return figure


def _most_of(values: pd.Series) -> list[float]:
    """A range that holds nearly all of them: a few far away would make the rest small."""
    low, high = (float(values.quantile(end)) for end in _ENDS)
    room = max(_ROOM, (high - low) * _ROOM)
    return [low - room, high + room]


def _arrows(figure: Figure, ways: pd.DataFrame, ink: Ink) -> None:
    numbers = floats(ways, "n_customers")
    most = max(numbers, default=1.0)
    ends = [floats(ways, name) for name in ("x_now", "y_now", "x_then", "y_then")]
    for number, (n, x_now, y_now, x_then, y_then) in enumerate(zip(numbers, *ends, strict=True), start=1):
        figure.add_annotation(
            x=x_then,
            y=y_then,
            text=f"{number}",
            showarrow=False,
            xshift=12,
            font={"color": ink.text, "size": 14},
        )
        figure.add_annotation(
            x=x_now,
            y=y_now,
            ax=x_then,
            ay=y_then,
            xref="x",
            yref="y",
            axref="x",
            ayref="y",
            text="",
            showarrow=True,
            arrowhead=2,
            arrowsize=1,
            arrowwidth=_THIN + (_THICK - _THIN) * n / most,
            arrowcolor=ink.text,
            opacity=0.9,
        )
