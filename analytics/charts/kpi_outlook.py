"""A KPI month by month, as it was and as it is foreseen."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed
from analytics.insights.columns import floats, texts
from analytics.insights.kpi_words import kpi_value, period_words
from analytics.insights.outlook_words import WAYS


@drawn_once
def kpi_outlook(past: pd.DataFrame, forecast: pd.DataFrame, *, ink: Ink, title: str, unit: str) -> Figure:
    """Draw the past as a line, what is foreseen dashed with its 90% band, and the other way dotted.

    Parameters
    ----------
    past : DataFrame
        ``period`` (months, oldest first), ``value``.
    forecast : DataFrame
        Rows of ``kpi_forecast`` of one member and KPI, months only.
    ink : Ink
        The colours of the theme in force.
    title : str
        What is drawn.
    unit : str
        ``share``, or the store's currency.
    """
    chosen = forecast[forecast["is_preferred"].astype(bool)].sort_values("period")
    other = forecast[~forecast["is_preferred"].astype(bool)].sort_values("period")
    figure = Figure()
    edge = {"x": _months(chosen), "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    figure.add_trace(Scatter(y=chosen["upper"], **edge))
    figure.add_trace(Scatter(y=chosen["lower"], fill="tonexty", fillcolor=ink.grid, **edge))
    figure.add_trace(_line(past, "so far", unit, colour=ink.mark, dash="solid"))
    figure.add_trace(_line(chosen, WAYS[texts(chosen, "model")[0]], unit, colour=ink.mark, dash="dash"))
    figure.add_trace(_line(other, WAYS[texts(other, "model")[0]], unit, colour=ink.other, dash="dot"))
    dressed(figure, ink, height=320)
    figure.update_xaxes(tickformat="%b %Y", title_text=None)
    figure.update_yaxes(title_text=title, tickformat=".1%" if unit == "share" else ",", rangemode="tozero")
    figure.update_layout(legend={"orientation": "h", "y": 1.12, "x": 0})
    return figure


def kpi_outlook_alt(past: pd.DataFrame, forecast: pd.DataFrame, *, title: str, unit: str) -> str:
    """Return the last known month and the last foreseen one in a sentence."""
    chosen = forecast[forecast["is_preferred"].astype(bool)].sort_values("period")
    known, foreseen = (kpi_value(floats(each, "value")[-1], unit) for each in (past, chosen))
    then = period_words(texts(chosen, "period")[-1])
    return f"{title}: {known} in {period_words(texts(past, 'period')[-1])}, {foreseen} foreseen in {then}."


def _line(rows: pd.DataFrame, name: str, unit: str, *, colour: str, dash: str) -> Scatter:
    told = [
        f"{period_words(period)}: {kpi_value(value, unit)}"
        for period, value in zip(texts(rows, "period"), floats(rows, "value"), strict=True)
    ]
    return Scatter(
        x=_months(rows),
        y=rows["value"],
        mode="lines",
        name=name,
        line={"color": colour, "width": 2.4, "dash": dash},
        customdata=told,
        hovertemplate="%{customdata}<extra></extra>",
    )


def _months(rows: pd.DataFrame) -> list[str]:
    return [f"{period}-01" for period in texts(rows, "period")]
