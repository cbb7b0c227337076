"""Risks within several horizons: the selected beside all customers."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed
from analytics.insights.columns import floats
from analytics.insights.wording import interval, percent

_HEADROOM = 1.25


@drawn_once
def horizons(here: pd.DataFrame, everyone: pd.DataFrame | None, *, ink: Ink) -> Figure:
    """Draw the mean risk within each horizon as a dot with its interval.

    Parameters
    ----------
    here, everyone : DataFrame
        ``horizon_days``, ``mean_risk``, ``lower``, ``upper`` (0-1) of the selected and of all customers; no second one
        where everyone is selected.
    ink : Ink
        The colours of the theme in force.
    """
    figure = Figure()
    if everyone is not None:
        figure.add_trace(_dots(everyone, "All customers", ink.other, ink, side="left"))
    figure.add_trace(_dots(here, "Selected" if everyone is not None else "All customers", ink.mark, ink, side="right"))
    dressed(figure, ink, height=280)
    highest = max([*here["upper"], *(everyone["upper"] if everyone is not None else [])], default=0.01)
    figure.update_yaxes(title_text="Mean risk of leaving", tickformat=".0%", range=[0, highest * _HEADROOM])
    figure.update_xaxes(type="category", title_text="Within so many days")
    figure.update_layout(scattermode="group", scattergap=0.75, showlegend=everyone is not None)
    return figure


def horizons_alt(here: pd.DataFrame) -> str:
    """Return each horizon's mean risk in a sentence."""
    rows = zip(*(floats(here, name) for name in ("horizon_days", "mean_risk", "lower", "upper")), strict=True)
    said = [f"{percent(risk)} within {days:.0f} days ({interval(low, high)})" for days, risk, low, high in rows]
    return f"Mean risk of leaving: {'; '.join(said)}."


def _dots(table: pd.DataFrame, name: str, colour: str, ink: Ink, *, side: str) -> Scatter:
    """Write numbers to one side of their dots, so that those of two groups do not meet."""
    risk, lower, upper = (floats(table, column) for column in ("mean_risk", "lower", "upper"))
    return Scatter(
        x=[f"{days:.0f}" for days in floats(table, "horizon_days")],
        y=risk,
        name=name,
        mode="markers+text",
        text=[percent(each) for each in risk],
        textposition=f"middle {side}",
        textfont={"color": ink.text, "size": 12},
        marker={
            "size": 11,
            "color": colour,
            "symbol": "circle" if side == "right" else "circle-open",
            "line": {"width": 2},
        },
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [high - each for high, each in zip(upper, risk, strict=True)],
            "arrayminus": [each - low for low, each in zip(lower, risk, strict=True)],
            "color": ink.text,
            "thickness": 1.4,
            "width": 4,
        },
        customdata=[f"{name}: {percent(r)} ({interval(a, b)})" for r, a, b in zip(risk, lower, upper, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )
