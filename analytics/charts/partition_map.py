"""The map of the customers, coloured by one way to divide them; two of these stand side by side."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed, literal
from analytics.insights.wording import customers, percent

_PIXELS = 420
_REST_OPACITY, _KEPT_OPACITY = 0.22, 0.85
_UNITS = 65_535


@drawn_once
def partition_map(table: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw a point a customer; those who are not selected are grey, and beneath.

    Parameters
    ----------
    table : DataFrame
        ``x``, ``y`` (0 to 65,535, the map's own units), ``segment`` (its name), ``colour``, ``is_selected``.
    ink : Ink
        The colours of the theme in force.
    """
    kept, rest = table[table["is_selected"]], table[~table["is_selected"]]
    by_colour = [_points(part, str(colour), _KEPT_OPACITY, 5) for colour, part in kept.groupby("colour", sort=False)]
    figure = Figure([_points(rest, ink.other, _REST_OPACITY, 4), *by_colour])
    dressed(figure, ink, height=_PIXELS)
    figure.update_layout(showlegend=False, dragmode="lasso", margin={"l": 0, "r": 0, "t": 0, "b": 0})
    margin = _UNITS * 0.03
    figure.update_xaxes(visible=False, range=[-margin, _UNITS + margin])
    figure.update_yaxes(visible=False, range=[-margin, _UNITS + margin], scaleanchor="x")
    return figure


def partition_map_alt(table: pd.DataFrame, name: str) -> str:
    """Return which way to divide is drawn, and where most of the selected are."""
    kept = table.loc[table["is_selected"], "segment"]
    text = f"Map of {customers(len(table))} by {name}."
    if kept.empty:
        return f"{text} None of them is selected."
    largest = kept.value_counts()
    share = percent(float(largest.iloc[0]) / len(kept))
    return f"{text} {customers(len(kept))} of them are selected; most, {share}, are in {largest.index[0]}."


def _points(table: pd.DataFrame, colour: str, opacity: float, size: int) -> Scatter:
    # One colour a trace, and arrays: of lists Plotly looks at every single value, a second for 10,000 customers.
    names = {str(name): literal(str(name)) for name in table["segment"].unique()}
    return Scatter(
        x=table["x"].to_numpy(),
        y=table["y"].to_numpy(),
        mode="markers",
        marker={"color": colour, "size": size, "opacity": opacity, "line": {"width": 0}},
        # What Plotly itself would fade after a lasso stays as it is: the page greys both maps alike.
        selected={"marker": {"opacity": opacity}},
        unselected={"marker": {"opacity": opacity}},
        customdata=table["segment"].astype("str").map(names).to_numpy(dtype=object),
        hovertemplate="%{customdata}<extra></extra>",
    )
