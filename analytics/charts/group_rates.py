"""A rate by group: a dot a group with its interval, beside everyone's."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure

from analytics.charts.dots import dots_with_intervals
from analytics.charts.drawn_once import drawn_once
from analytics.charts.laying import rule_off
from analytics.charts.theme import Ink, labelled_rows, literal
from analytics.charts.words_beside import words_beside
from analytics.insights.columns import floats, texts

_ROOM = 1.6


@drawn_once
def group_rates(table: pd.DataFrame, *, ink: Ink, axis: str, everyone: float) -> Figure:
    """Draw a dot a group; those that differ from the others beyond chance in another colour.

    Parameters
    ----------
    table : DataFrame
        ``label``, ``value``, ``lower``, ``upper`` (shares), ``is_flagged``, ``beside`` (words beside the mark); drawn
        in this order.
    ink : Ink
        The colours of the theme in force.
    axis : str
        What the rate is.
    everyone : float
        The rate of all customers, drawn as a line.
    """
    values, lower, upper = (floats(table, name) for name in ("value", "lower", "upper"))
    figure = Figure(
        dots_with_intervals(
            values,
            lower,
            upper,
            colours=[ink.higher if flag == 1 else ink.mark for flag in floats(table, "is_flagged")],
            hover=[
                f"{literal(label)}<br>{literal(beside)}"
                for label, beside in zip(texts(table, "label"), texts(table, "beside"), strict=True)
            ],
            ink=ink,
        )
    )
    figure.add_trace(words_beside(upper, [f" {literal(each)}" for each in texts(table, "beside")], ink=ink))
    labelled_rows(figure, texts(table, "label"), ink)
    rule_off(figure, {"width": 1.5, "color": ink.other, "dash": "dot"}, x=everyone)
    low, high = min([0.0, *lower]), max([everyone, *upper])
    figure.update_xaxes(
        title_text=f"{axis} (dotted: everyone)",
        tickformat=".0%" if high - low > 0.1 else ".1%",
        range=[low - (0.03 if low < 0 else 0.0) * (high - low), low + _ROOM * (high - low)],
        zeroline=True,
        zerolinewidth=1.5,
        zerolinecolor=ink.other,
    )
    figure.update_layout(showlegend=False)
    return figure


def group_rates_alt(table: pd.DataFrame, *, axis: str) -> str:
    """Return the lowest and highest rate and how many groups stand out, in words."""
    ordered = table.sort_values("value", kind="stable")
    low, high = ordered.iloc[[0]], ordered.iloc[[-1]]
    n_flagged = int((table["is_flagged"] == 1).sum())
    return (
        f"{axis} of {len(table)} groups: lowest {texts(low, 'label')[0]} ({texts(low, 'beside')[0]}), highest"
        f" {texts(high, 'label')[0]} ({texts(high, 'beside')[0]}); {n_flagged} differ from the others beyond chance."
    )
