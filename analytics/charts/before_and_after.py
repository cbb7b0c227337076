"""What came before and after an event: columns of parts that grow away from it, as tall as they have customers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from plotly.graph_objects import Bar, Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.palette import HUES, REST, legible_on
from analytics.charts.theme import Ink, dressed, literal, shortened
from analytics.insights.before_and_after import MOST_STEPS, NOTHING, OTHER
from analytics.insights.columns import floats
from analytics.insights.wording import customers, percent
from analytics.number_marks import written

_MOST_COLOURED = 7
"""So many events have a colour of their own, told apart by colour-blind people too; all have their words."""
_LONGEST = 20
_TALL_ENOUGH = 0.03
"""Parts of a smaller share have no room for their words; they stand in the hover and in the table."""
_HEIGHT = 560


@dataclass(frozen=True)
class Part:
    """One part of the drawing.

    Attributes
    ----------
    column : int
        Steps from the event: below 0 before it.
    base, share : float
        Where it begins and how tall it is, of all customers.
    symbol : int
        What happened, `NOTHING` or `OTHER`.
    path : tuple of int
        Its place in the tree of its side.
    words : str
        What it says.
    """

    column: int
    base: float
    share: float
    symbol: int
    path: tuple[int, ...]
    words: str


def parts_of(told: pd.DataFrame, way: int, names: Sequence[str]) -> list[Part]:
    """Place one side's tree: each part beside the one that it belongs to, the larger below.

    Parameters
    ----------
    told : DataFrame
        As from `analytics.insights.before_and_after.tree`.
    way : {-1, 1}
        Before or after.
    names : sequence of str
        The words of every symbol.
    """
    filled: dict[tuple[int, ...], float] = {(): 0.0}
    parts = []
    rows = zip(
        told["path"], floats(told, "share"), floats(told, "n_customers"), floats(told, "median_gap_days"), strict=True
    )
    for path, share, n, gap in rows:
        base = filled[path[:-1]]
        filled[path[:-1]], filled[path] = base + share, base
        words = _words(path, way, names, n=n, share=share, gap=gap)
        parts.append(Part(way * len(path), base, share, path[-1], path, words))
    return parts


@drawn_once
def before_and_after(
    parts: Sequence[Part], *, ink: Ink, names: Sequence[str], centre: str, keys: Mapping[tuple[int, ...], str]
) -> Figure:
    """Draw the event in the middle, what came before to the left and what came after to the right.

    Parameters
    ----------
    parts : sequence of Part
        Of both sides.
    ink : Ink
        The colours of the theme in force.
    names : sequence of str
        The words of every symbol.
    centre : str
        The words of the event.
    keys : mapping
        What a click on a part gives, by (way, *path); a part that is not there gives an empty text.
    """
    colours = _colours(parts)
    figure = Figure(
        Bar(
            x=[0, *(part.column for part in parts)],
            y=[1.0, *(part.share for part in parts)],
            base=[0.0, *(part.base for part in parts)],
            width=0.97,
            marker={
                "color": [ink.mark, *(_colour(part.symbol, colours) for part in parts)],
                "line": {"color": ink.page, "width": 1},
            },
            text=[literal(shortened(centre, longest=_LONGEST)), *(_label(part, names) for part in parts)],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            insidetextfont={
                "color": [legible_on(ink.mark), *(legible_on(_colour(part.symbol, colours)) for part in parts)],
                "size": 12,
            },
            constraintext="inside",
            customdata=[
                [literal(centre), ""],
                *([literal(part.words), keys.get((1 if part.column > 0 else -1, *part.path), "")] for part in parts),
            ],
            hovertemplate="%{customdata[0]}<extra></extra>",
            showlegend=False,
        )
    )
    for symbol, colour in colours.items():
        figure.add_trace(_named(symbol_words(symbol, names), colour))
    dressed(figure, ink, height=_HEIGHT)
    steps = range(-MOST_STEPS, MOST_STEPS + 1)
    figure.update_xaxes(
        tickvals=list(steps),
        ticktext=[_step(step) for step in steps],
        range=[-MOST_STEPS - 0.5, MOST_STEPS + 0.5],
        showgrid=False,
    )
    figure.update_yaxes(title_text="Share of the customers who had it", tickformat=".0%", range=[0, 1])
    figure.update_layout(bargap=0, margin_t=70, uniformtext={"minsize": 10, "mode": "hide"})
    return figure


def before_and_after_alt(before: Sequence[Part], after: Sequence[Part], *, centre: str, n_customers: int) -> str:
    """Return what most often came just before and just after, in words."""
    said = []
    for parts, where in ((before, "before"), (after, "after")):
        first = [part for part in parts if len(part.path) == 1 and part.symbol >= 0]
        said.append(f"Most often just {where}: {first[0].words}." if first else f"Nothing stands out {where}.")
    return f"{customers(n_customers)} with {centre}. {' '.join(said)}"


def symbol_words(symbol: int, names: Sequence[str]) -> str:
    """Return the words of a symbol, of nothing more, or of the rest."""
    return {NOTHING: "nothing more", OTHER: "anything rarer"}.get(symbol, names[symbol] if symbol >= 0 else "")


def path_words(path: Sequence[int], way: int, names: Sequence[str]) -> str:
    """Return a place in the tree as it was lived through, in order of time."""
    steps = [symbol_words(symbol, names) for symbol in path]
    return ", then ".join(steps if way > 0 else steps[::-1])


def _words(path: tuple[int, ...], way: int, names: Sequence[str], *, n: float, share: float, gap: float) -> str:
    apart = "" if math.isnan(gap) else f", {written(gap, ',.0f')} days from the step beside it (median)"
    return f"{path_words(path, way, names)}: {customers(n)} ({percent(share)}){apart}"


def _label(part: Part, names: Sequence[str]) -> str:
    if part.share < _TALL_ENOUGH:
        return ""
    return f"{literal(shortened(symbol_words(part.symbol, names), longest=_LONGEST))} {percent(part.share, decimals=0)}"


def _colours(parts: Sequence[Part]) -> dict[int, str]:
    """Give the most frequent events a colour each, the same on both sides."""
    shares: dict[int, float] = {}
    for part in parts:
        if part.symbol >= 0:
            shares[part.symbol] = shares.get(part.symbol, 0.0) + part.share
    first = sorted(shares, key=lambda symbol: (-shares[symbol], symbol))[:_MOST_COLOURED]
    return dict(zip(first, HUES, strict=False))


def _colour(symbol: int, colours: Mapping[int, str]) -> str:
    return REST if symbol < 0 else colours.get(symbol, HUES[-1])


def _named(words: str, colour: str) -> Scatter:
    """Say what a colour stands for, where parts are too small for their words."""
    return Scatter(
        x=[None],
        y=[None],
        mode="markers",
        marker={"symbol": "square", "size": 10, "color": colour},
        name=literal(shortened(words, longest=_LONGEST)),
        hoverinfo="skip",
    )


def _step(step: int) -> str:
    if step == 0:
        return "the event"
    return f"{abs(step)} before" if step < 0 else f"{step} after"
