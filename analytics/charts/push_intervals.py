"""Pushes with intervals, a row each: of one customer, of the parts of a feature's values, of pairs of features."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure

from analytics.charts.dots import dots_with_intervals
from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, labelled_rows, literal
from analytics.insights.columns import floats, texts
from analytics.number_marks import written

AXIS = "← lowers the risk · raises the risk → (log-odds)"


@drawn_once
def push_intervals(table: pd.DataFrame, *, ink: Ink, axis: str = AXIS) -> Figure:
    """Draw a dot a push and its interval.

    Parameters
    ----------
    table : DataFrame
        ``title``, ``contribution``, ``lower``, ``upper`` (log-odds), ``is_sure`` (false: grey, with a question mark);
        drawn in this order.
    ink : Ink
        The colours of the theme in force.
    axis : str
        The axis' title.
    """
    values, lower, upper = (floats(table, name) for name in ("contribution", "lower", "upper"))
    sure = table["is_sure"].astype(bool).tolist()
    colours = [
        (ink.higher if value > 0 else ink.lower) if is_sure else ink.other
        for value, is_sure in zip(values, sure, strict=True)
    ]
    figure = Figure(
        dots_with_intervals(values, lower, upper, colours=colours, hover=_hover(table, values, lower, upper), ink=ink)
    )
    marked = [title if ok else f"? {title}" for title, ok in zip(texts(table, "title"), sure, strict=True)]
    labelled_rows(figure, marked, ink)
    ends = [*values, *lower, *upper, 0.0]
    room = max((max(ends) - min(ends)) * 0.06, 0.05)
    figure.update_xaxes(
        title_text=axis,
        range=[min(ends) - room if min(ends) < 0 else 0.0, max(ends) + room],
        zeroline=True,
        zerolinecolor=ink.other,
    )
    figure.update_layout(showlegend=False)
    return figure


def push_intervals_alt(table: pd.DataFrame) -> str:
    """Return how many of the pushes are sure, and the largest with its interval."""
    if table.empty:
        return "No pushes to show."
    n_sure = int(table["is_sure"].astype(bool).sum())
    first = table.head(1)
    low, high = (_signed(floats(first, name)[0]) for name in ("lower", "upper"))
    return f"{n_sure} of {len(table)} pushes come back. The largest: {texts(first, 'title')[0]}, {low} to {high}."


def shape_alt(table: pd.DataFrame, *, name: str) -> str:
    """Return the parts of a feature's values in which it raises the risk most and lowers it most."""
    if table.empty:
        return "Nothing to show."
    ordered = table.sort_values("contribution", kind="stable")
    told = [
        f"{texts(one, 'title')[0]} ({_signed(floats(one, 'contribution')[0])})"
        for one in (ordered.tail(1), ordered.head(1))
    ]
    return f"{name}: the push is highest at {told[0]} and lowest at {told[1]}."


def strength_alt(table: pd.DataFrame, *, name: str) -> str:
    """Return in which group a driver is strongest and in which weakest."""
    if table.empty:
        return "Nothing to show."
    ordered = table.sort_values("contribution", kind="stable")
    told = [
        f"{texts(one, 'title')[0]} ({written(floats(one, 'contribution')[0], '.2f')})"
        for one in (ordered.tail(1), ordered.head(1))
    ]
    return f"{name} is strongest in {told[0]} and weakest in {told[1]}."


def _hover(table: pd.DataFrame, values: list[float], lower: list[float], upper: list[float]) -> list[str]:
    return [
        f"{literal(title)}<br>{_signed(value)} ({_signed(low)} to {_signed(high)})"
        for title, value, low, high in zip(texts(table, "title"), values, lower, upper, strict=True)
    ]


def _signed(value: float) -> str:
    return written(value, "+.2f").replace("-", "−")
