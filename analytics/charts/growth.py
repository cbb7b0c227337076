"""From the customers at a year's beginning to those at its end: who joined, who left."""

from __future__ import annotations

from plotly.graph_objects import Figure, Waterfall

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed
from analytics.insights.growth import Growth
from analytics.insights.wording import count


@drawn_once
def growth_waterfall(found: Growth, *, ink: Ink) -> Figure:
    """Draw the steps from the first count to the last; the axis begins where the steps can be seen.

    Parameters
    ----------
    found : Growth
        The counts.
    ink : Ink
        The colours of the theme in force.
    """
    values = [found.n_before, found.n_joined, -found.n_lost, found.n_now]
    names = ["At the beginning", "Joined", "Left", "At the end"]
    figure = Figure(
        Waterfall(
            x=names,
            y=values,
            measure=["absolute", "relative", "relative", "total"],
            text=[count(values[0]), f"+{count(values[1])}", f"−{count(found.n_lost)}", count(values[3])],
            textposition="outside",
            cliponaxis=False,
            increasing={"marker": {"color": ink.lower}},
            decreasing={"marker": {"color": ink.higher}},
            totals={"marker": {"color": ink.other}},
            connector={"line": {"color": ink.grid, "width": 1}},
            hovertemplate="%{x}: %{text}<extra></extra>",
        )
    )
    dressed(figure, ink, height=280)
    figure.update_yaxes(title_text="Customers", tickformat=",", rangemode="tozero")
    figure.update_xaxes(title_text=None)
    return figure


def growth_alt(found: Growth) -> str:
    """Return the four counts in a sentence."""
    return (
        f"{count(found.n_before)} customers at the beginning, {count(found.n_joined)} joined,"
        f" {count(found.n_lost)} left, {count(found.n_now)} at the end."
    )
