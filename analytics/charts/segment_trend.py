"""How a segment's size moved over the dates at which customers were described."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed
from analytics.insights.columns import floats, texts
from analytics.insights.wording import customers, day, percent

_MOST_LABELS = 9
"""With more days than this only the first and the last are written out; the rest is at the pointer."""


@drawn_once
def segment_trend(table: pd.DataFrame, *, ink: Ink, colour: str) -> Figure:
    """Draw the segment's share of all customers over time.

    Parameters
    ----------
    table : DataFrame
        ``as_of``, ``n_customers``, ``share`` (0–1) of the customers described on that date.
    ink : Ink
        The colours of the theme in force.
    colour : str
        The segment's colour.
    """
    figure = Figure(
        Scatter(
            x=table["as_of"],
            y=table["share"],
            mode="lines+markers+text",
            line={"color": colour, "width": 2},
            marker={"size": 9 if len(table) <= _MOST_LABELS else 5, "color": colour},
            text=_labels(floats(table, "share")),
            textposition="top center",
            textfont={"color": ink.text, "size": 12},
            cliponaxis=False,
            customdata=[customers(number) for number in floats(table, "n_customers")],
            hovertemplate="%{y:.1%} of customers (%{customdata})<extra></extra>",
        )
    )
    dressed(figure, ink, height=260)
    most = float(table["share"].max()) if len(table) else 0.0
    figure.update_yaxes(title_text="Share of customers", tickformat=".0%", range=[0, max(most * 1.3, 0.01)])
    figure.update_xaxes(title_text="Described on", tickformat="%d %b %Y", tickvals=_ticks(table))
    return figure


def _labels(shares: list[float]) -> list[str]:
    ends = (0, len(shares) - 1)
    return [percent(share) if len(shares) <= _MOST_LABELS or at in ends else "" for at, share in enumerate(shares)]


def _ticks(table: pd.DataFrame) -> list[object]:
    """Every day, or every so many counted back from the last."""
    days = list(table["as_of"])
    step = -(-len(days) // _MOST_LABELS)
    return days[::-1][::step][::-1]


def segment_trend_alt(table: pd.DataFrame) -> str:
    """Return the first and the last share in a sentence."""
    if len(table) < 2:
        return "There is only one date."
    shares, dates = floats(table, "share"), texts(table, "as_of")
    return f"{percent(shares[0])} of customers on {day(dates[0])}, {percent(shares[-1])} on {day(dates[-1])}."
