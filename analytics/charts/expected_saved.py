"""How many are expected to be saved by how many are contacted: by effect, by risk and at random."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.laying import rule_off
from analytics.charts.theme import COUNT, Ink, dressed
from analytics.insights.columns import floats
from analytics.number_marks import written

RANKINGS = {"uplift": "By effect", "random": "At random", "risk": "By risk"}
_DASHES = {"uplift": "solid", "random": "dot", "risk": "dash"}
_ROOM = 1.16


@drawn_once
def expected_saved_chart(table: pd.DataFrame, *, ink: Ink, capacity: int) -> Figure:
    """Draw a line a ranking, named at its end, and where the room ends.

    Parameters
    ----------
    table : DataFrame
        As `expected_saved` gives it.
    ink : Ink
        The colours of the theme in force.
    capacity : int
        How many can be contacted.
    """
    figure = Figure()
    colours = {"uplift": ink.mark, "risk": ink.higher, "random": ink.other}
    for name, words in RANKINGS.items():
        figure.add_trace(
            Scatter(
                x=table["n"],
                y=table[name],
                mode="lines",
                name=words,
                line={"color": colours[name], "width": 2.4, "dash": _DASHES[name]},
                hovertemplate=f"{words}: of %{{x:,d}} contacted %{{y:.1f}} saved<extra></extra>",
            )
        )
    dressed(figure, ink, height=300)
    most = max([1.0, *floats(table, "n")])
    if capacity <= most:
        rule_off(figure, {"width": 1.2, "dash": "dot", "color": ink.text}, x=capacity)
        figure.add_annotation(
            text="room", x=capacity, y=1, yref="paper", yanchor="bottom", showarrow=False, font={"color": ink.text}
        )
    rule_off(figure, {"width": 1, "color": ink.other}, y=0)
    figure.update_xaxes(title_text="Customers contacted", tickformat=COUNT, range=[0, most * 1.02])
    figure.update_yaxes(title_text="Customers expected to be saved", tickformat=COUNT)
    figure.update_layout(legend={"y": _ROOM - 0.06}, hovermode="x unified", margin={"t": 44})
    return figure


def expected_saved_alt(table: pd.DataFrame, *, capacity: int) -> str:
    """Return what each ranking is expected to save with the room there is, in a sentence."""
    within = table[table["n"] <= max(capacity, 1)].tail(1)
    if within.empty:
        return "Nobody can be contacted."
    n = floats(within, "n")[0]
    told = ", ".join(
        f"{words.lower()} {written(floats(within, name)[0], '.1f').replace('-', '−')}"
        for name, words in RANKINGS.items()
    )
    return f"Of {written(n, ',.0f')} contacted so many are expected to be saved: {told}."
