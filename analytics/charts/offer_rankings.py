"""Who to offer: what rankings keep over as many at random, budget by budget, on customers that no model saw."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.laying import rule_off
from analytics.charts.theme import Ink, dressed
from analytics.insights.columns import floats
from analytics.insights.list_words import points_words

RANKINGS = {"effect": "By effect", "risk": "By risk"}


@drawn_once
def offer_rankings_chart(curve: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw the gain over random of each ranking with its interval; 0 is as good as drawing lots.

    Parameters
    ----------
    curve : DataFrame
        ``uplift_curve``: ``ranking``, ``budget`` (0-1), ``gain``, ``lower``, ``upper`` (shares of those offered).
    ink : Ink
        The colours of the theme in force.
    """
    figure = Figure()
    looks = {"effect": (ink.mark, "solid", "circle", -0.6), "risk": (ink.higher, "dash", "diamond", 0.6)}
    for ranking, words in RANKINGS.items():
        own = curve[curve["ranking"] == ranking]
        colour, dash, symbol, aside = looks[ranking]
        value, low, high = ([100 * each for each in floats(own, name)] for name in ("gain", "lower", "upper"))
        figure.add_trace(
            Scatter(
                x=[100 * each + aside for each in floats(own, "budget")],
                y=value,
                mode="lines+markers",
                name=words,
                line={"color": colour, "width": 2.2, "dash": dash},
                marker={"size": 8, "symbol": symbol},
                error_y={
                    "type": "data",
                    "symmetric": False,
                    "array": [top - each for top, each in zip(high, value, strict=True)],
                    "arrayminus": [each - bottom for bottom, each in zip(low, value, strict=True)],
                    "thickness": 1.2,
                    "width": 3,
                    "color": colour,
                },
                hovertemplate=f"{words}, %{{x:.0f}}% offered: %{{y:+.1f}} points<extra></extra>",
            )
        )
    dressed(figure, ink, height=320)
    rule_off(figure, {"width": 1.5, "color": ink.other}, y=0)
    figure.update_xaxes(title_text="Offered to the first … % of customers", ticksuffix="%", dtick=20, range=[5, 104])
    figure.update_yaxes(title_text="Points kept, over random", tickformat=",.0f")
    return figure


def offer_rankings_alt(curve: pd.DataFrame, *, budget: float = 0.3) -> str:
    """Return the gain of each ranking at one budget, in a sentence."""
    at = curve[(curve["budget"] - budget).abs() < 1e-9]
    told = [
        f"{words.lower()} {points_words(floats(own, 'gain')[0])} ({points_words(floats(own, 'lower')[0])} to"
        f" {points_words(floats(own, 'upper')[0])})"
        for ranking, words in RANKINGS.items()
        if len(own := at[at["ranking"] == ranking])
    ]
    return f"Offered to the first {budget:.0%}, points kept over random: {', '.join(told)}."
