"""What goes with a risk most, with intervals: for everyone, and a segment beside everyone."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Bar, Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, labelled_rows, literal
from analytics.insights.columns import floats, texts
from analytics.number_marks import written

AXIS = "Average push on the risk, up or down (log-odds)"


@drawn_once
def drivers(table: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw a bar a feature with its interval; the words beside the label say which way it goes.

    Parameters
    ----------
    table : DataFrame
        ``title``, ``direction_words``, ``rises`` (whether higher values go with a higher risk; missing where
        neither way), ``mean_abs_contribution``, ``lower``, ``upper``; drawn in this order.
    ink : Ink
        The colours of the theme in force.
    """
    figure = Figure()
    legend = {True: ("▲ higher value, higher risk", ink.higher), False: ("▼ higher value, lower risk", ink.lower)}
    rises = table["rises"].astype("boolean")
    for name, colour, chosen in (
        *((name, colour, rises.eq(way).fillna(False)) for way, (name, colour) in legend.items()),
        ("◆ neither way throughout", ink.other, rises.isna()),
    ):
        part = table[chosen.to_numpy(dtype=bool)]
        if not part.empty:
            figure.add_trace(_bars(part, [table.index.get_loc(i) for i in part.index], name, colour, ink))
    labelled_rows(figure, _marked(table), ink, extra=100)
    figure.update_xaxes(title_text=AXIS, rangemode="tozero")
    figure.update_layout(barmode="overlay", margin_t=34)
    return figure


@drawn_once
def drivers_beside_all(table: pd.DataFrame, *, ink: Ink, colour: str, name: str) -> Figure:
    """Draw a dot a feature for the segment and one for all customers, with intervals.

    Parameters
    ----------
    table : DataFrame
        ``title``, ``direction_words``, ``mean_abs_contribution``, ``lower``, ``upper`` and the same three with
        ``all_`` in front.
    ink : Ink
        The colours of the theme in force.
    colour : str
        The segment's colour.
    name : str
        What to call the segment in the legend.
    """
    figure = Figure(
        [
            _dots(table, "all_", "All customers", ink.other, "diamond-open"),
            _dots(table, "", literal(name), colour, "circle"),
        ]
    )
    labelled_rows(figure, _marked(table), ink, extra=100)
    figure.update_xaxes(title_text=AXIS, rangemode="tozero")
    figure.update_layout(margin_t=34)
    return figure


def drivers_alt(table: pd.DataFrame) -> str:
    """Return the strongest three drivers in a sentence."""
    if table.empty:
        return "No drivers to show."
    return "Strongest first: " + "; ".join(_labels(table.head(3))) + "."


def _marked(table: pd.DataFrame) -> list[str]:
    """Put the direction's sign, as in the legend, before the title, so that it does not hang on the colour."""
    signs = ["◆" if unknown else "▲" if rises else "▼" for rises, unknown in _ways(table)]
    return [f"{sign} {title}" for sign, title in zip(signs, texts(table, "title"), strict=True)]


def _ways(table: pd.DataFrame) -> list[tuple[bool, bool]]:
    rises = table["rises"].astype("boolean")
    return list(zip(rises.fillna(value=False).astype(bool), rises.isna(), strict=True))


def _labels(table: pd.DataFrame) -> list[str]:
    return [
        f"{title}: {words}" for title, words in zip(texts(table, "title"), texts(table, "direction_words"), strict=True)
    ]


def _bars(part: pd.DataFrame, rows: list[object], name: str, colour: str, ink: Ink) -> Bar:
    return Bar(
        x=part["mean_abs_contribution"],
        y=rows,
        orientation="h",
        width=0.36,
        name=name,
        marker={"color": colour},
        error_x=_interval(part, "", ink.text),
        customdata=_hover(part, ""),
        hovertemplate="%{customdata}<extra></extra>",
    )


def _dots(table: pd.DataFrame, prefix: str, name: str, colour: str, symbol: str) -> Scatter:
    shift = -0.1 if prefix else 0.1
    return Scatter(
        x=table[f"{prefix}mean_abs_contribution"],
        y=[row + shift for row in range(len(table))],
        mode="markers",
        name=name,
        marker={"size": 10, "color": colour, "symbol": symbol, "line": {"width": 1.6, "color": colour}},
        error_x=_interval(table, prefix, colour),
        customdata=_hover(table, prefix),
        hovertemplate="%{customdata}<extra></extra>",
    )


def _interval(table: pd.DataFrame, prefix: str, colour: str) -> dict[str, object]:
    middle = table[f"{prefix}mean_abs_contribution"]
    return {
        "type": "data",
        "symmetric": False,
        "array": table[f"{prefix}upper"] - middle,
        "arrayminus": middle - table[f"{prefix}lower"],
        "color": colour,
        "thickness": 1.4,
        "width": 4,
    }


def _hover(table: pd.DataFrame, prefix: str) -> list[str]:
    return [
        f"{literal(title)}<br>{written(middle, '.3f')} ({written(lower, '.3f')} to {written(upper, '.3f')})"
        for title, middle, lower, upper in zip(
            texts(table, "title"),
            floats(table, f"{prefix}mean_abs_contribution"),
            floats(table, f"{prefix}lower"),
            floats(table, f"{prefix}upper"),
            strict=True,
        )
    ]
