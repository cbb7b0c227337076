"""How many of a rule's alarms were right, quarter by quarter, beside as many random ones."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed
from analytics.insights.columns import floats, texts
from analytics.insights.wording import count, interval, percent


@drawn_once
def rule_backtest(table: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw the share of right alarms with its interval, and the share of random ones, a place a quarter.

    Parameters
    ----------
    table : DataFrame
        ``period`` (such as ``2026Q1``), ``n_alarms``, ``n_right``, ``share``, ``lower``, ``upper``, ``random_share``
        (0–1; missing where there was no alarm); in order of time.
    ink : Ink
        The colours of the theme in force.
    """
    places, share = [_title(each) for each in texts(table, "period")], floats(table, "share")
    figure = Figure(
        Scatter(
            x=places,
            y=share,
            mode="markers",
            name="Alarms that were right",
            marker={"size": 10, "color": ink.mark},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [high - each for high, each in zip(floats(table, "upper"), share, strict=True)],
                "arrayminus": [each - low for low, each in zip(floats(table, "lower"), share, strict=True)],
                "color": ink.mark,
                "thickness": 1.4,
                "width": 4,
            },
            customdata=_told(table),
            hovertemplate="%{x}: %{customdata}<extra></extra>",
        )
    )
    figure.add_trace(
        Scatter(
            x=places,
            y=floats(table, "random_share"),
            mode="markers",
            name="As many random alarms",
            marker={"size": 12, "symbol": "line-ew", "line": {"width": 3, "color": ink.other}},
            customdata=[percent(each) for each in floats(table, "random_share")],
            hovertemplate="%{x}: %{customdata} of random alarms<extra></extra>",
        )
    )
    dressed(figure, ink, height=260)
    figure.update_yaxes(title_text="Share that was right", tickformat=".0%", rangemode="tozero")
    figure.update_xaxes(title_text="Quarter of the alarm", type="category")
    figure.update_layout(margin_t=40)
    return figure


def rule_backtest_alt(table: pd.DataFrame) -> str:
    """Return in how many quarters alarms did better than random ones, in a sentence."""
    known = table[table["n_alarms"] > 0]
    if known.empty:
        return "In no quarter is it known whether alarms were right."
    n_better = int((known["lower"] > known["random_share"]).sum())
    last = known.iloc[[-1]]
    return (
        f"Over {len(known)} quarters, alarms were surely right more often than random ones in {n_better}. Last,"
        f" {_title(texts(last, 'period')[0])}: {_told(last)[0]}; random {percent(floats(last, 'random_share')[0])}."
    )


def _told(table: pd.DataFrame) -> list[str]:
    columns = (floats(table, name) for name in ("n_right", "n_alarms", "share", "lower", "upper"))
    return [
        f"{count(right)} of {count(n)} right, {percent(share)} (90% interval {interval(lower, upper)})"
        for right, n, share, lower, upper in zip(*columns, strict=True)
    ]


def _title(period: str) -> str:
    return f"{period[:4]}, Q{period[5:]}"
