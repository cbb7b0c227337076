"""What happened to one customer, in order, with the sequences that are known to go before an outcome marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.palette import HUES
from analytics.charts.theme import Ink, dressed, literal, shortened
from analytics.insights.columns import texts
from analytics.insights.wording import day

_ROW, _EXTRA = 26, 90
_DASHES = ("solid", "dash", "dot", "dashdot")
MOST_MARKED = len(_DASHES)
"""So many sequences are told apart by colour and dashes; more would be a tangle."""


@dataclass(frozen=True)
class Marked:
    """A sequence that the customer has.

    Attributes
    ----------
    words : str
        What it is called.
    symbols : tuple of str
        Its events.
    days : tuple of int
        When they happened (days since 1970-01-01).
    """

    words: str
    symbols: tuple[str, ...]
    days: tuple[int, ...]


@drawn_once
def customer_sequence(happened: pd.DataFrame, marked: Sequence[Marked], *, ink: Ink) -> Figure:
    """Draw a row an event with a mark each time, and a line through each sequence.

    Parameters
    ----------
    happened : DataFrame
        ``happened_at``, ``symbol``, ``words``, in order of time.
    marked : sequence of Marked
        At most `MOST_MARKED` are drawn, the first ones.
    ink : Ink
        The colours of the theme in force.
    """
    symbols = list(dict.fromkeys(texts(happened, "symbol")))
    words = dict(zip(texts(happened, "symbol"), texts(happened, "words"), strict=True))
    figure = Figure(
        Scatter(
            x=happened["happened_at"],
            y=[symbols.index(symbol) for symbol in texts(happened, "symbol")],
            mode="markers",
            name="What happened",
            marker={"size": 9, "color": ink.mark},
            customdata=[literal(each) for each in texts(happened, "words")],
            hovertemplate="%{x|%d %b %Y}: %{customdata}<extra></extra>",
        )
    )
    for place, each in enumerate(marked[:MOST_MARKED]):
        figure.add_trace(_line(each, symbols, place))
    dressed(figure, ink, height=_EXTRA + _ROW * (len(symbols) + min(len(marked), MOST_MARKED)))
    figure.update_yaxes(
        tickvals=list(range(len(symbols))),
        ticktext=[literal(shortened(words[symbol], longest=28)) for symbol in symbols],
        range=[len(symbols) - 0.5, -0.5],
    )
    figure.update_xaxes(tickformat="%b %Y", title_text="When")
    figure.update_layout(margin_t=40 + 20 * min(len(marked), MOST_MARKED))
    return figure


def customer_sequence_alt(happened: pd.DataFrame, marked: Sequence[Marked]) -> str:
    """Return what happened last, and which sequences are marked, in words."""
    if happened.empty:
        return "Nothing is known to have happened to this customer in the last year: 0 events."
    last, when = texts(happened, "words")[-1], texts(happened, "happened_at")[-1]
    text = f"{len(happened)} things that happened in the last year; the last, on {day(when)}: {last}."
    if not marked:
        return f"{text} No sequence that is known to go before the outcome is among them."
    return f"{text} Marked: {'; '.join(each.words for each in marked[:MOST_MARKED])}."


def _line(each: Marked, symbols: list[str], place: int) -> Scatter:
    colour = HUES[(place * 2 + 4) % len(HUES)]
    return Scatter(
        x=[pd.Timestamp(number, unit="D") + pd.Timedelta(hours=12) for number in each.days],
        y=[symbols.index(symbol) for symbol in each.symbols],
        mode="lines+markers",
        name=literal(shortened(each.words)),
        line={"color": colour, "width": 2, "dash": _DASHES[place]},
        marker={"size": 15, "color": "rgba(0,0,0,0)", "line": {"color": colour, "width": 2}},
        hovertemplate=f"{literal(each.words)}<extra></extra>",
    )
