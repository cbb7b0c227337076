"""What offers do: a dot a row with its interval; right of nought fewer leave with the offer."""

from __future__ import annotations

import math

import pandas as pd
from plotly.graph_objects import Figure

from analytics.charts.dots import dots_with_intervals
from analytics.charts.drawn_once import drawn_once
from analytics.charts.laying import rule_off
from analytics.charts.theme import Ink, labelled_rows, literal
from analytics.insights.columns import floats, texts
from analytics.insights.list_words import points_words


@drawn_once
def offer_effects_chart(table: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw the points kept, a row an offer or what else has an effect.

    Parameters
    ----------
    table : DataFrame
        ``title``, ``effect``, ``lower``, ``upper`` (shares; missing where unknown), ``verdict``; in this order.
    ink : Ink
        The colours of the theme in force.
    """
    effect, lower, upper = ([100 * each for each in floats(table, name)] for name in ("effect", "lower", "upper"))
    colours = {"lowers": ink.lower, "raises": ink.higher}
    figure = Figure(
        dots_with_intervals(
            effect,
            lower,
            upper,
            colours=[colours.get(verdict, ink.other) for verdict in texts(table, "verdict")],
            hover=[
                f"{literal(title)}<br>{points_words(value / 100)} points ({points_words(low / 100)} to"
                f" {points_words(high / 100)})"
                for title, value, low, high in zip(texts(table, "title"), effect, lower, upper, strict=True)
            ],
            ink=ink,
        )
    )
    labelled_rows(figure, texts(table, "title"), ink)
    rule_off(figure, {"width": 1.5, "color": ink.other}, x=0)
    figure.update_xaxes(title_text="← more leave · difference in percentage points · fewer leave →", tickformat=",.0f")
    figure.update_layout(showlegend=False)
    return figure


def offer_effects_alt(table: pd.DataFrame) -> str:
    """Return how many rows keep customers or drive them away, in a sentence."""
    verdicts = texts(table, "verdict")
    known = sum(not math.isnan(each) for each in floats(table, "effect"))
    return (
        f"Of {known} comparisons {verdicts.count('lowers')} show that customers are kept, {verdicts.count('raises')}"
        f" that they are driven away; {verdicts.count('unsure')} can't be told from no effect."
    )
