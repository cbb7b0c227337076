"""Whether a risk of 20% comes true for about one in five."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed
from analytics.insights.columns import floats, place_of_largest
from analytics.insights.wording import customers, interval, percent


@drawn_once
def calibration(table: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw the share that did leave against the risk that was given, a dot a group of customers.

    Parameters
    ----------
    table : DataFrame
        ``mean_predicted``, ``observed``, ``lower``, ``upper`` (0–1), ``n``; a row a bin.
    ink : Ink
        The colours of the theme in force.
    """
    most = float(max(table["mean_predicted"].max(), table["upper"].max(), 0.05)) * 1.05
    figure = Figure(
        [
            Scatter(
                x=[0, most],
                y=[0, most],
                mode="lines",
                name="as foretold",
                line={"color": ink.other, "dash": "dot"},
                hoverinfo="skip",
            ),
            Scatter(
                x=table["mean_predicted"],
                y=table["observed"],
                mode="lines+markers",
                name="what happened",
                line={"color": ink.mark, "width": 1.4},
                marker={"color": ink.mark, "size": 9},
                error_y={
                    "type": "data",
                    "symmetric": False,
                    "array": table["upper"] - table["observed"],
                    "arrayminus": table["observed"] - table["lower"],
                    "color": ink.mark,
                    "thickness": 1.2,
                    "width": 4,
                },
                customdata=[
                    f"Foretold {percent(foretold)}, happened {percent(happened)} ({interval(lower, upper)})"
                    f"<br>{customers(number)}"
                    for foretold, happened, lower, upper, number in zip(
                        *(floats(table, name) for name in ("mean_predicted", "observed", "lower", "upper", "n")),
                        strict=True,
                    )
                ],
                hovertemplate="%{customdata}<extra></extra>",
            ),
        ]
    )
    dressed(figure, ink, height=340)
    figure.update_xaxes(title_text="Risk foretold (mean of the group)", tickformat=".0%", range=[0, most])
    figure.update_yaxes(title_text="Share it came true for", tickformat=".0%", range=[0, most])
    figure.update_layout(margin_t=40)
    return figure


def calibration_alt(table: pd.DataFrame) -> str:
    """Return the widest gap between what was foretold and what happened."""
    if table.empty:
        return "No group was large enough to compare."
    foretold, happened = floats(table, "mean_predicted"), floats(table, "observed")
    worst = place_of_largest([abs(a - b) for a, b in zip(foretold, happened, strict=True)]) or 0
    return (
        f"In {len(table)} groups by risk, the widest gap is {percent(foretold[worst])} foretold "
        f"against {percent(happened[worst])} that happened."
    )
