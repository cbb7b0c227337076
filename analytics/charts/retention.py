"""How many customers stay for how long: a segment beside everyone."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.stepped import stepped_band, stepped_line
from analytics.charts.theme import Ink, dressed, literal
from analytics.insights.columns import floats
from analytics.insights.wording import customers, interval, percent


@drawn_once
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
    figure = Figure(
        [
            *stepped_band(here["period_index"], here, colour),
            _line(everyone, "All customers", ink.other, "dot"),
            _outline(here, ink),
        ]
    )
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
    rows = zip(
        *(floats(table, column) for column in ("period_index", "share", "lower", "upper", "n_at_risk")), strict=True
    )
    hover = [
        f"After {month:.0f} months: {percent(share)} ({interval(lower, upper)}), from {customers(number)}"
        for month, share, lower, upper, number in rows
    ]
    return stepped_line(
        table["period_index"], table["share"], colour=colour, width=2.4, dash=dash, name=name, hover=hover
    )


def _outline(table: pd.DataFrame, ink: Ink) -> Scatter:
    """A rim in the colour of letters, since a segment's shade may be near the page's in one of the themes."""
    return stepped_line(table["period_index"], table["share"], colour=ink.text, width=4.6)
