"""One customer's largest pushes with intervals over models made again."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure

from analytics.charts.dots import dots_with_intervals
from analytics.charts.theme import Ink, labelled_rows, literal
from analytics.insights.columns import floats, texts
from analytics.number_marks import written


def push_intervals(table: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw a dot a push and the interval in which another model's would lie.

    Parameters
    ----------
    table : DataFrame
        ``title``, ``contribution``, ``lower``, ``upper`` (log-odds), ``is_sure``; drawn in this order.
    ink : Ink
        The colours of the theme in force.
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
        title_text="← lowers the risk · raises the risk → (log-odds)",
        range=[min(ends) - room, max(ends) + room],
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


def _hover(table: pd.DataFrame, values: list[float], lower: list[float], upper: list[float]) -> list[str]:
    return [
        f"{literal(title)}<br>{_signed(value)} ({_signed(low)} to {_signed(high)})"
        for title, value, low, high in zip(texts(table, "title"), values, lower, upper, strict=True)
    ]


def _signed(value: float) -> str:
    return written(value, "+.2f").replace("-", "−")
