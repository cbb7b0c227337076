"""What follows what: a heat map, a row an event and a column what came next."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from plotly.graph_objects import Figure, Heatmap

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed, literal, shortened
from analytics.insights.columns import floats, texts
from analytics.insights.wording import customers, percent
from analytics.number_marks import written

_ROW, _EXTRA, _LONGEST = 30, 190, 24
_SHOWN_FROM = 0.05


@drawn_once
def transition_map(table: pd.DataFrame, *, ink: Ink, order: Mapping[str, str]) -> Figure:
    """Draw the share of times that the row's event was followed by the column's.

    Parameters
    ----------
    table : DataFrame
        ``before_symbol``, ``after_symbol``, ``before_words``, ``after_words``, ``share`` (0–1),
        ``n_times``, ``n_customers``, ``median_gap_days``.
    ink : Ink
        The colours of the theme in force.
    order : mapping of str to str
        The symbols, in the order of rows and columns, and their words.
    """
    place = {symbol: at for at, symbol in enumerate(order)}
    shares = np.full((len(order), len(order)), np.nan)
    told = [["did not come next" for _ in order] for _ in order]
    for before, after, share, words in zip(
        texts(table, "before_symbol"), texts(table, "after_symbol"), floats(table, "share"), _words(table), strict=True
    ):
        shares[place[before], place[after]] = share
        told[place[before]][place[after]] = literal(words)
    names = [literal(shortened(words, longest=_LONGEST)) for words in order.values()]
    figure = Figure(
        Heatmap(
            z=shares,
            x=list(range(len(order))),
            y=list(range(len(order))),
            customdata=told,
            text=[[percent(each, decimals=0) if each >= _SHOWN_FROM else "" for each in row] for row in shares],
            texttemplate="%{text}",
            colorscale=[[0, "rgba(36,86,199,0.06)"], [1, ink.mark]],
            zmin=0,
            xgap=1,
            ygap=1,
            hovertemplate="%{customdata}<extra></extra>",
            showscale=False,
        )
    )
    dressed(figure, ink, height=_EXTRA + _ROW * len(order))
    ticks = list(range(len(order)))
    figure.update_xaxes(
        tickvals=ticks, ticktext=names, tickangle=-45, title_text="What came next", showgrid=False, zeroline=False
    )
    figure.update_yaxes(
        tickvals=ticks,
        ticktext=names,
        title_text="What happened",
        title_standoff=14,
        autorange="reversed",
        showgrid=False,
        zeroline=False,
    )
    return figure


def transition_map_alt(table: pd.DataFrame) -> str:
    """Return the largest share, in words."""
    if table.empty:
        return "No event was followed by another: 0 pairs."
    return f"{len(table)} pairs. The largest share: {_words(table.nlargest(1, 'share'))[0]}."


def _words(table: pd.DataFrame) -> list[str]:
    rows = zip(
        texts(table, "before_words"),
        texts(table, "after_words"),
        *(floats(table, name) for name in ("share", "n_times", "n_customers", "median_gap_days")),
        strict=True,
    )
    return [
        f"{before}, next {after}: {percent(share)} of the times ({written(n, ',.0f')} times, {customers(who)}),"
        f" after {written(gap, ',.0f')} days (median)"
        for before, after, share, n, who, gap in rows
    ]
