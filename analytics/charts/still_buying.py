"""How many customers have which chance of still buying."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Bar, Figure

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed
from analytics.insights.wording import count


@drawn_once
def still_buying(chances: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw a bar a tenth of the chance.

    Parameters
    ----------
    chances : DataFrame
        ``tenth`` (1-10), ``n_customers``, ``value_ahead``.
    ink : Ink
        The colours of the theme in force.
    """
    tenths = [int(each) for each in chances["tenth"]]
    names = [f"{10 * (tenth - 1)}–{10 * tenth}%" for tenth in tenths]
    figure = Figure(
        Bar(
            x=names,
            y=chances["n_customers"],
            marker={"color": ink.mark},
            customdata=[
                f"{count(n)} customers, {count(value)} expected from them in a year"
                for n, value in zip(chances["n_customers"], chances["value_ahead"], strict=True)
            ],
            hovertemplate="%{x}: %{customdata}<extra></extra>",
        )
    )
    dressed(figure, ink, height=260)
    figure.update_xaxes(title_text="Chance of still buying")
    figure.update_yaxes(title_text="Customers", tickformat=",", rangemode="tozero")
    return figure


def still_buying_alt(chances: pd.DataFrame) -> str:
    """Return how many are likely to buy no more, and how many surely do, in a sentence."""
    gone = int(chances.loc[chances["tenth"] <= 5, "n_customers"].sum())
    sure = int(chances.loc[chances["tenth"] == 10, "n_customers"].sum())
    return f"{count(gone)} customers are more likely gone than not; {count(sure)} still buy with at least 90%."
