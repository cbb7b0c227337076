"""A KPI's months beside the range that was to be expected of them."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed
from analytics.insights.columns import floats, texts
from analytics.insights.kpi_words import kpi_value, period_words


@drawn_once
def kpi_range(judged: pd.DataFrame, *, ink: Ink, title: str, unit: str) -> Figure:
    """Draw a line within its expected range; months outside it are marked by a cross.

    Parameters
    ----------
    judged : DataFrame
        Rows of ``kpi_watch`` of one member and KPI, oldest first.
    ink : Ink
        The colours of the theme in force.
    title : str
        The KPI's title.
    unit : str
        Its unit.
    """
    months = [f"{period}-01" for period in texts(judged, "period")]
    edge = {"x": months, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    figure = Figure()
    figure.add_trace(Scatter(y=judged["upper"], showlegend=False, **edge))
    figure.add_trace(Scatter(y=judged["lower"], fill="tonexty", fillcolor=ink.grid, name="expected range", **edge))
    is_alarm = judged["is_alarm"].astype(bool).tolist()
    figure.add_trace(
        Scatter(
            x=months,
            y=judged["value"],
            mode="lines+markers",
            name=title.lower(),
            line={"color": ink.mark, "width": 2.4},
            marker={
                "size": [12 if each else 6 for each in is_alarm],
                "symbol": ["x" if each else "circle" for each in is_alarm],
                "color": [ink.higher if each else ink.mark for each in is_alarm],
            },
            customdata=_hover(judged, unit),
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    dressed(figure, ink, height=300)
    figure.update_xaxes(tickformat="%b %Y", dtick="M1", title_text=None)
    figure.update_yaxes(title_text=title, tickformat=".1%" if unit in ("share", "points") else ",")
    figure.update_layout(legend={"orientation": "h", "y": 1.12, "x": 0})
    return figure


def kpi_range_alt(judged: pd.DataFrame, *, title: str, unit: str) -> str:
    """Return how many months lay outside, and the last, in a sentence."""
    n_outside = int(judged["is_alarm"].astype(bool).sum())
    last = judged.iloc[-1]
    ends = f"{kpi_value(float(last['lower']), unit)} to {kpi_value(float(last['upper']), unit)}"
    return (
        f"{title}: {n_outside} of the last {len(judged)} months outside the expected range; in"
        f" {period_words(str(last['period']))} {kpi_value(float(last['value']), unit)}, expected {ends}."
    )


def _hover(judged: pd.DataFrame, unit: str) -> list[str]:
    rows = zip(texts(judged, "period"), *(floats(judged, name) for name in ("value", "lower", "upper")), strict=True)
    return [
        f"{period_words(period)}: {kpi_value(value, unit)}"
        f" (expected {kpi_value(lower, unit)} to {kpi_value(upper, unit)})"
        for period, value, lower, upper in rows
    ]
