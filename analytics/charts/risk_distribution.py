"""How the risk is spread over customers: a segment or selection beside everyone."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Bar, Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed, literal
from analytics.insights.columns import floats, place_of_largest
from analytics.insights.wording import customers, percent
from analytics.number_marks import written


@drawn_once
def risk_distribution(table: pd.DataFrame, *, ink: Ink, colour: str, name: str) -> Figure:
    """Draw the share of customers in each range of risk.

    Parameters
    ----------
    table : DataFrame
        ``risk_from``, ``risk_to`` (0–1), ``n``, ``share`` of those chosen, ``all_n``, ``all_share`` of everyone.
    ink : Ink
        The colours of the theme in force.
    colour : str
        The colour of those chosen.
    name : str
        What to call those chosen.
    """
    ranges = _ranges(table)
    return _finished(Figure([_chosen(table, ranges, colour, name), _everyone(table, ranges, ink)]), ink)


@drawn_once
def risk_of_everyone(table: pd.DataFrame, *, ink: Ink, colour: str) -> Figure:
    """Draw the same where everyone is chosen: there is nothing to compare with, so one mark and no legend.

    Parameters
    ----------
    table : DataFrame
        As for `risk_distribution`.
    ink : Ink
        The colours of the theme in force.
    colour : str
        The colour of the bars.
    """
    figure = _finished(Figure([_chosen(table, _ranges(table), colour, "All customers")]), ink)
    return figure.update_layout(showlegend=False, margin_t=16)


def risk_distribution_alt(table: pd.DataFrame, *, name: str) -> str:
    """Return where most of those chosen lie."""
    shares = floats(table, "share")
    most = place_of_largest(shares)
    if most is None or shares[most] == 0:
        return "Nobody here has a risk."
    reach = f"{written(floats(table, 'risk_from')[most], '.0%')} to {written(floats(table, 'risk_to')[most], '.0%')}"
    everyone = percent(floats(table, "all_share")[most])
    return f"{percent(shares[most])} of {name} have a risk of {reach}; of all customers it is {everyone}."


def _chosen(table: pd.DataFrame, ranges: list[str], colour: str, name: str) -> Bar:
    return Bar(
        x=ranges,
        y=table["share"],
        name=literal(name),
        marker={"color": colour},
        customdata=[customers(number) for number in floats(table, "n")],
        hovertemplate="%{x}%: %{y:.1%} (%{customdata})<extra></extra>",
    )


def _everyone(table: pd.DataFrame, ranges: list[str], ink: Ink) -> Scatter:
    return Scatter(
        x=ranges,
        y=table["all_share"],
        name="All customers",
        mode="lines+markers",
        line={"color": ink.other, "dash": "dot"},
        marker={"symbol": "diamond-open", "size": 9, "color": ink.other},
        customdata=[customers(number) for number in floats(table, "all_n")],
        hovertemplate="All, %{x}%: %{y:.1%} (%{customdata})<extra></extra>",
    )


def _finished(figure: Figure, ink: Ink) -> Figure:
    dressed(figure, ink, height=300)
    figure.update_xaxes(
        title_text="Risk, in per cent", type="category", tickangle=0, tickfont={"size": 10, "color": ink.text}
    )
    figure.update_yaxes(title_text="Share of customers", tickformat=".0%", rangemode="tozero")
    figure.update_layout(margin_t=40)
    return figure


def _ranges(table: pd.DataFrame) -> list[str]:
    return [
        f"{start * 100:.0f}–{end * 100:.0f}"
        for start, end in zip(floats(table, "risk_from"), floats(table, "risk_to"), strict=True)
    ]
