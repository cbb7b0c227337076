"""A KPI over its periods, with its interval."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed, literal
from analytics.insights.columns import floats, texts
from analytics.insights.kpi_words import kpi_value, period_words


@drawn_once
def kpi_line(series: pd.DataFrame, *, ink: Ink, title: str, done: pd.DataFrame | None = None) -> Figure:
    """Draw a KPI period by period, its 90% interval as a band.

    Parameters
    ----------
    series : DataFrame
        ``period`` (all of one kind, oldest first), ``value``, ``lower``, ``upper`` (NaN where there is none), ``unit``.
    ink : Ink
        The colours of the theme in force.
    title : str
        The KPI's title.
    done : DataFrame, optional
        ``period`` (months) and ``words``: what people did, marked along the time axis; the axis reaches to the last.
    """
    unit = texts(series, "unit")[-1]
    ends = [period.split("/")[-1] + "-01" for period in texts(series, "period")]
    figure = Figure()
    if series["lower"].notna().all():
        edge = {"x": ends, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
        figure.add_trace(Scatter(y=series["upper"], **edge))
        figure.add_trace(Scatter(y=series["lower"], fill="tonexty", fillcolor=ink.grid, **edge))
    figure.add_trace(
        Scatter(
            x=ends,
            y=series["value"],
            mode="lines+markers",
            line={"color": ink.mark, "width": 2.4},
            marker={"size": 6},
            showlegend=False,
            customdata=_hover(series, unit),
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    dressed(figure, ink, height=280)
    figure.update_xaxes(tickformat="%b %Y", title_text=None)
    figure.update_yaxes(title_text=title, tickformat=".1%" if unit in ("share", "points") else ",")
    if done is not None and len(done):
        _mark(figure, done, ink)
    return figure


def _mark(figure: Figure, done: pd.DataFrame, ink: Ink) -> None:
    """Put a triangle at each month in which something was done, on an axis of its own along the bottom."""
    periods = texts(done, "period")
    figure.add_trace(
        Scatter(
            x=[f"{period}-01" for period in periods],
            y=[0.0] * len(periods),
            yaxis="y2",
            mode="markers",
            marker={"symbol": "triangle-up", "size": 11, "color": ink.other},
            showlegend=False,
            customdata=[
                f"{period_words(period)}: {literal(words)}"
                for period, words in zip(periods, texts(done, "words"), strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
            cliponaxis=False,
        )
    )
    figure.update_layout(yaxis2={"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True})


def _hover(series: pd.DataFrame, unit: str) -> list[str]:
    rows = zip(texts(series, "period"), *(floats(series, name) for name in ("value", "lower", "upper")), strict=True)
    return [
        f"{period_words(period)}: {kpi_value(value, unit)}"
        + (f" ({kpi_value(lower, unit)} to {kpi_value(upper, unit)})" if lower == lower else "")
        for period, value, lower, upper in rows
    ]


def kpi_line_alt(series: pd.DataFrame, *, title: str) -> str:
    """Return the first and the last value in a sentence."""
    unit, periods, values = texts(series, "unit")[-1], texts(series, "period"), floats(series, "value")
    first, last = (f"{kpi_value(values[place], unit)} in {period_words(periods[place])}" for place in (0, -1))
    return f"{title}: {first}, {last}." if len(values) > 1 else f"{title}: {last}."
