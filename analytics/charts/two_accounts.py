"""Two explanations of one risk, feature by feature."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, labelled_rows, literal
from analytics.insights.columns import floats, texts
from analytics.number_marks import written

_FIRST, _SECOND = "Pushes as shown (SHAP)", "Straight line (LIME)"


@drawn_once
def two_accounts(table: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw a dot a feature for each of two accounts.

    Parameters
    ----------
    table : DataFrame
        ``title``, ``contribution``, ``weight`` (log-odds); drawn in this order.
    ink : Ink
        The colours of the theme in force.
    """
    figure = Figure(
        [
            _dots(table, "contribution", _FIRST, ink.mark, "circle", -0.1),
            _dots(table, "weight", _SECOND, ink.higher, "diamond-open", 0.1),
        ]
    )
    labelled_rows(figure, texts(table, "title"), ink, extra=100)
    ends = [*floats(table, "contribution"), *floats(table, "weight"), 0.0]
    room = max((max(ends) - min(ends)) * 0.08, 0.05)
    figure.update_xaxes(
        title_text="← lowers the risk · raises the risk → (log-odds)",
        range=[min(ends) - room, max(ends) + room],
        zeroline=True,
        zerolinecolor=ink.other,
    )
    figure.update_layout(margin_t=34)
    return figure


def two_accounts_alt(table: pd.DataFrame) -> str:
    """Return what both name first."""
    titles, pushes, weights = texts(table, "title"), floats(table, "contribution"), floats(table, "weight")
    told = [f"{title} {_signed(p)} and {_signed(w)}" for title, p, w in zip(titles, pushes, weights, strict=True)]
    return "Push by SHAP and by the straight line: " + "; ".join(told[:3]) + "." if told else "Nothing to compare."


def _dots(table: pd.DataFrame, column: str, name: str, colour: str, symbol: str, shift: float) -> Scatter:
    return Scatter(
        x=table[column],
        y=[row + shift for row in range(len(table))],
        mode="markers",
        name=name,
        marker={"size": 10, "color": colour, "symbol": symbol, "line": {"width": 1.6, "color": colour}},
        customdata=[
            f"{literal(title)}<br>{name}: {_signed(push)}"
            for title, push in zip(texts(table, "title"), floats(table, column), strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _signed(value: float) -> str:
    return written(value, "+.2f").replace("-", "−")
