"""A dot a row with its interval, for charts whose labels stand above the rows."""

from __future__ import annotations

from collections.abc import Sequence

from plotly.graph_objects import Scatter

from analytics.charts.theme import Ink


def dots_with_intervals(
    values: Sequence[float],
    lower: Sequence[float],
    upper: Sequence[float],
    *,
    colours: Sequence[str],
    hover: Sequence[str],
    ink: Ink,
) -> Scatter:
    """Draw a dot a row, at y = 0, 1, 2 …, with a bar from its lower to its upper end.

    Parameters
    ----------
    values, lower, upper : sequence of float
        NaN where a row has no mark.
    colours : sequence of str
        Of the dots.
    hover : sequence of str
        What is said at a dot; text from the data goes through `literal` first.
    ink : Ink
        The colours of the theme in force.
    """
    return Scatter(
        x=list(values),
        y=list(range(len(values))),
        mode="markers",
        cliponaxis=False,
        marker={"size": 10, "color": list(colours)},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [high - value for high, value in zip(upper, values, strict=True)],
            "arrayminus": [value - low for low, value in zip(lower, values, strict=True)],
            "color": ink.text,
            "thickness": 1.4,
            "width": 4,
        },
        customdata=list(hover),
        hovertemplate="%{customdata}<extra></extra>",
    )
