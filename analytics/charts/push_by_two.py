"""What two features add together, by the parts of both."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.push_intervals import AXIS
from analytics.charts.theme import Ink, labelled_rows, literal
from analytics.insights.columns import floats, texts
from analytics.number_marks import written

_SYMBOLS = ("circle", "diamond", "square", "x")


@drawn_once
def push_by_two(table: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw a row a part of the first feature, and in it a mark with interval a part of the second.

    Parameters
    ----------
    table : DataFrame
        ``title`` (part of the first), ``other_title`` (of the second), ``mean_push``, ``lower``, ``upper`` (log-odds),
        ``n_customers``; drawn in this order.
    ink : Ink
        The colours of the theme in force.
    """
    rows = list(dict.fromkeys(texts(table, "title")))
    others = list(dict.fromkeys(texts(table.sort_values("other_bin", kind="stable"), "other_title")))
    colours = (ink.lower, ink.other, ink.higher, ink.text)
    figure = Figure(
        [
            _marks(table[table["other_title"] == other], rows, at - (len(others) - 1) / 2, colours[at % 4], at)
            for at, other in enumerate(others)
        ]
    )
    labelled_rows(figure, rows, ink, extra=110)
    ends = [*floats(table, "lower"), *floats(table, "upper"), *floats(table, "mean_push"), 0.0]
    known = [end for end in ends if end == end]
    room = max((max(known) - min(known)) * 0.06, 0.02)
    figure.update_xaxes(
        title_text=AXIS, range=[min(known) - room, max(known) + room], zeroline=True, zerolinecolor=ink.other
    )
    figure.update_layout(margin_t=34, showlegend=True)
    return figure


def push_by_two_alt(table: pd.DataFrame, *, names: tuple[str, str]) -> str:
    """Return where the two raise the risk most together, and where they lower it most."""
    if table.empty:
        return "Nothing to show."
    ordered = table.sort_values("mean_push", kind="stable")
    low, high = ordered.head(1), ordered.tail(1)
    told = [
        f"{way} with {names[0]} {texts(one, 'title')[0]} and {names[1]} {texts(one, 'other_title')[0]}"
        f" ({_signed(floats(one, 'mean_push')[0])})"
        for way, one in (("raises most", high), ("lowers most", low))
    ]
    return f"What the two add together {'; it '.join(told)}."


def _marks(part: pd.DataFrame, rows: list[str], shift: float, colour: str, at: int) -> Scatter:
    name = literal(texts(part, "other_title")[0])
    middle = part["mean_push"]
    return Scatter(
        x=middle,
        y=[rows.index(title) + shift * 0.16 for title in texts(part, "title")],
        mode="markers",
        name=name,
        cliponaxis=False,
        marker={"size": 9, "color": colour, "symbol": _SYMBOLS[at % len(_SYMBOLS)]},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": (part["upper"] - middle).fillna(0.0),
            "arrayminus": (middle - part["lower"]).fillna(0.0),
            "color": colour,
            "thickness": 1.4,
            "width": 3,
        },
        customdata=[
            f"{literal(title)}<br>{name}: {_signed(push)}, {n:,.0f} customers"
            for title, push, n in zip(texts(part, "title"), floats(part, "mean_push"), part["n_customers"], strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _signed(value: float) -> str:
    return written(value, "+.2f").replace("-", "−")
