"""How many customers stay for how long: a segment beside everyone."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.theme import Ink, dressed, literal
from analytics.insights.columns import floats
from analytics.insights.wording import customers, interval, percent


def retention(here: pd.DataFrame, everyone: pd.DataFrame, *, ink: Ink, colour: str, name: str) -> Figure:
    """Draw the share that stays by months since joining, with its 90% interval as a band.

    Parameters
    ----------
    here, everyone : DataFrame
        ``period_index`` (months), ``share``, ``lower``, ``upper`` (0–1), ``n_at_risk``: the segment's curve and
        everyone's.
    ink : Ink
        The colours of the theme in force.
    colour : str
        The segment's colour.
    name : str
        What to call the segment in the legend.
    """
    figure = Figure([*_band(here, colour), _line(everyone, "All customers", ink.other, "dot"), _outline(here, ink)])
    figure.add_trace(_line(here, literal(name), colour, "solid"))
    dressed(figure, ink, height=300)
    figure.update_yaxes(title_text="Share still here", tickformat=".0%", range=[0, 1.03])
    figure.update_xaxes(title_text="Months since the month of joining", rangemode="tozero")
    figure.update_layout(margin_t=40)
    return figure


def retention_alt(here: pd.DataFrame, everyone: pd.DataFrame, *, name: str) -> str:
    """Return the last share that both curves have, in a sentence."""
    both = here.merge(everyone, on="period_index", suffixes=("", "_all"))
    if both.empty:
        return "No cohort is old enough to be seen staying or leaving."
    last = both.iloc[[-1]]
    share, lower, upper, of_all, months = (
        floats(last, column)[0] for column in ("share", "lower", "upper", "share_all", "period_index")
    )
    return (
        f"{months:.0f} months after joining {percent(share)} of {name} are still here "
        f"(90% interval {interval(lower, upper)}); of all customers {percent(of_all)}."
    )


def _line(table: pd.DataFrame, name: str, colour: str, dash: str) -> Scatter:
    return Scatter(
        x=table["period_index"],
        y=table["share"],
        mode="lines",
        name=name,
        line={"color": colour, "width": 2.4, "dash": dash, "shape": "hv"},
        customdata=[
            f"{percent(share)} ({interval(lower, upper)}), from {customers(number)}"
            for share, lower, upper, number in zip(
                *(floats(table, column) for column in ("share", "lower", "upper", "n_at_risk")), strict=True
            )
        ],
        hovertemplate="After %{x} months: %{customdata}<extra></extra>",
    )


def _band(table: pd.DataFrame, colour: str) -> list[Scatter]:
    """The interval as two edges with the colour between them, in the same steps as the line."""
    quiet = {"x": table["period_index"], "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    edge = {"color": colour, "width": 0, "shape": "hv"}
    return [
        Scatter(y=table["upper"], line=edge, **quiet),
        Scatter(y=table["lower"], line=edge, fill="tonexty", fillcolor=_faint(colour), **quiet),
    ]


def _outline(table: pd.DataFrame, ink: Ink) -> Scatter:
    """A rim in the colour of letters, since a segment's shade may be near the page's in one of the themes."""
    return Scatter(
        x=table["period_index"],
        y=table["share"],
        mode="lines",
        line={"color": ink.text, "width": 4.6, "shape": "hv"},
        hoverinfo="skip",
        showlegend=False,
    )


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.3)"
