"""How many times as often something follows: a dot a row with its interval, on a scale of ratios."""

from __future__ import annotations

import math

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.dots import dots_with_intervals
from analytics.charts.drawn_once import drawn_once
from analytics.charts.laying import rule_off
from analytics.charts.theme import Ink, labelled_rows, literal
from analytics.insights.columns import floats, texts
from analytics.number_marks import written

_TICKS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)
_ROOM = 2.5


@drawn_once
def pattern_fares(table: pd.DataFrame, *, ink: Ink, axis: str) -> Figure:
    """Draw a dot a row: right of 1 where it follows more often, left where less; none where there are too few.

    Parameters
    ----------
    table : DataFrame
        ``title``, ``times``, ``times_lower``, ``times_upper`` (ratios; missing where not known), ``verdict`` (as in
        `analytics.insights.pattern_fares`), ``beside`` (words written beside the mark); drawn in this order.
    ink : Ink
        The colours of the theme in force.
    axis : str
        What the ratio is.
    """
    times = [math.nan if verdict == "few" else each for each, verdict in _with_verdict(table, "times")]
    lower = [math.nan if verdict == "few" else each for each, verdict in _with_verdict(table, "times_lower")]
    upper = [math.nan if verdict == "few" else each for each, verdict in _with_verdict(table, "times_upper")]
    figure = Figure(
        dots_with_intervals(
            times,
            lower,
            upper,
            colours=[_colour(verdict, ink) for verdict in texts(table, "verdict")],
            hover=[
                f"{literal(title)}<br>{literal(beside)}"
                for title, beside in zip(texts(table, "title"), texts(table, "beside"), strict=True)
            ],
            ink=ink,
        )
    )
    ends = [max(1.0, high) if math.isfinite(high) else 1.0 for high in upper]
    figure.add_trace(_beside(ends, texts(table, "beside"), ink))
    labelled_rows(figure, texts(table, "title"), ink)
    rule_off(figure, {"width": 1.5, "color": ink.other}, x=1)
    known = [each for each in (*lower, *upper) if math.isfinite(each) and each > 0]
    low, high = math.log10(min([0.5, *known])), math.log10(max([2.0, *known]))
    figure.update_xaxes(
        title_text=f"← less often · {axis} · more often →",
        type="log",
        range=[low - 0.1, high + (high - low) * (_ROOM - 1)],
        tickvals=list(_TICKS),
        ticktext=[written(tick, ",g") for tick in _TICKS],
    )
    figure.update_layout(showlegend=False)
    return figure


def pattern_fares_alt(table: pd.DataFrame) -> str:
    """Return in how many rows something follows more or less often, and the strongest, in words."""
    verdicts = texts(table, "verdict")
    n = {name: verdicts.count(name) for name in ("more", "less", "unclear", "few")}
    text = (
        f"Of {len(table)} rows, {n['more']} show it more often, {n['less']} less often, {n['unclear']} cannot be told"
        f" from no difference, and {n['few']} have too few customers to say."
    )
    told = table[table["verdict"].isin(["more", "less"])]
    if told.empty:
        return text
    first = told.iloc[[0]]
    return f"{text} First of those that hold: {texts(first, 'title')[0]}, {texts(first, 'beside')[0]}."


def times_words(times: float, lower: float, upper: float) -> str:
    """Return a ratio with its interval.

    Examples
    --------
    >>> times_words(2.25, 1.8, 2.81)
    '2.2 times (1.8 to 2.8)'
    """
    if math.isnan(times):
        return "no ratio"
    return f"{written(times, ',.1f')} times ({written(lower, ',.1f')} to {written(upper, ',.1f')})"


def _with_verdict(table: pd.DataFrame, column: str) -> list[tuple[float, str]]:
    return list(zip(floats(table, column), texts(table, "verdict"), strict=True))


def _colour(verdict: str, ink: Ink) -> str:
    return {"more": ink.higher, "less": ink.lower}.get(verdict, ink.other)


def _beside(ends: list[float], words: list[str], ink: Ink) -> Scatter:
    return Scatter(
        x=ends,
        y=list(range(len(words))),
        mode="text",
        text=[f"  {literal(each)}" for each in words],
        textposition="middle right",
        textfont={"color": ink.text, "size": 12},
        cliponaxis=False,
        hoverinfo="skip",
    )
