"""How many are still here, day by day: segments beside all customers, and what is foretold for those here today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.stepped import stepped_band, stepped_line
from analytics.charts.theme import Ink, dressed, literal, shortened
from analytics.insights.columns import floats
from analytics.insights.wording import customers, interval, percent

_BAND = 0.16
_ROOM = 0.03
_LEGEND_ROW = 16
"""Pixels: on a telephone each name has a row of its own."""
_LONGEST = 44
"""Letters of a name in the legend of a telephone; the table below has it whole."""


class Drawn(Protocol):
    """A curve: its name, colour, steps and what is foretold."""

    @property
    def label(self) -> str:
        """In words."""

    @property
    def colour(self) -> str:
        """As ``#rrggbb``."""

    @property
    def table(self) -> pd.DataFrame:
        """Steps, as `analytics.insights.survival.survival_curve` gives them."""

    @property
    def foretold(self) -> pd.DataFrame:
        """Risks of those here today: ``horizon_days``, ``mean_risk``, ``lower``, ``upper``."""


@drawn_once
def survival(curves: Sequence[Drawn], everyone: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw the share still here by days, with 90% bands, and diamonds where the model sees those of today.

    Parameters
    ----------
    curves : sequence of Drawn
        At most eight.
    everyone : DataFrame
        The curve of all who are followed.
    ink : Ink
        The colours of the theme in force.
    """
    figure = Figure(
        [
            trace
            for curve in curves
            for trace in stepped_band(curve.table["day"], curve.table, curve.colour, opacity=_BAND)
        ]
    )
    figure.add_trace(_line(everyone, "All customers", ink.other, "dot"))
    for curve in curves:
        figure.add_trace(stepped_line(curve.table["day"], curve.table["share"], colour=ink.text, width=3.6))
        figure.add_trace(_line(curve.table, literal(shortened(curve.label, longest=_LONGEST)), curve.colour, "solid"))
    for curve in curves:
        figure.add_trace(_diamonds(curve, ink))
    dressed(figure, ink, height=400 + _LEGEND_ROW * len(curves))
    lowest = min([*everyone["lower"], *(low for curve in curves for low in curve.table["lower"])], default=0.0)
    figure.update_yaxes(title_text="Share still here", tickformat=".0%", range=[max(0.0, lowest - _ROOM), 1.01])
    figure.update_xaxes(title_text="Days since the first day", rangemode="tozero", dtick=90)
    figure.update_layout(margin_t=_LEGEND_ROW * (len(curves) + 2))
    return figure


def survival_alt(curves: Sequence[Drawn], everyone: pd.DataFrame) -> str:
    """Return where each curve ends, in sentences."""
    if everyone.empty:
        return "Nobody is followed."
    ends = [f"All customers: {_end(everyone)}.", *(f"{curve.label}: {_end(curve.table)}." for curve in curves)]
    return f"Share still here after {everyone['day'].iloc[-1]:.0f} days. {' '.join(ends)}"


def _end(table: pd.DataFrame) -> str:
    share, lower, upper, number = (floats(table, name)[-1] for name in ("share", "lower", "upper", "n_at_risk"))
    return f"{percent(share)} (90% interval {interval(lower, upper)}), {customers(number)} seen to the end"


def _line(table: pd.DataFrame, name: str, colour: str, dash: str) -> Scatter:
    rows = zip(*(floats(table, column) for column in ("day", "share", "lower", "upper", "n_at_risk")), strict=True)
    hover = [
        f"{name}, after {day:.0f} days: {percent(share)} ({interval(lower, upper)}), of {customers(number)} at risk"
        for day, share, lower, upper, number in rows
    ]
    return stepped_line(table["day"], table["share"], colour=colour, width=2.2, dash=dash, name=name, hover=hover)


def _diamonds(curve: Drawn, ink: Ink) -> Scatter:
    """What is foretold for those who are in the segment today."""
    ahead = curve.foretold
    rows = zip(*(floats(ahead, name) for name in ("horizon_days", "mean_risk", "lower", "upper")), strict=True)
    name = literal(shortened(curve.label, longest=_LONGEST))
    hover = [
        f"{name}, foretold for those here today: {percent(1 - risk)} stay {days:.0f} days"
        f" ({interval(1 - upper, 1 - lower)})"
        for days, risk, lower, upper in rows
    ]
    return Scatter(
        x=floats(ahead, "horizon_days"),
        y=[1 - risk for risk in floats(ahead, "mean_risk")],
        mode="markers",
        marker={"symbol": "diamond", "size": 11, "color": curve.colour, "line": {"color": ink.text, "width": 1.4}},
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )
