"""How one customer's risk comes about, step by step from the average."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Bar, Figure

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, labelled_rows, literal
from analytics.insights.columns import floats, place_of_largest, texts
from analytics.number_marks import written


@drawn_once
def contributions(table: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw each feature's push as a step that starts where the one above ended.

    Parameters
    ----------
    table : DataFrame
        ``label``, ``contribution`` (log-odds), ``start``, ``end``; the first row is the average customer
        (start 0) and the last the customer's own sum.
    ink : Ink
        The colours of the theme in force.
    """
    totals = table["is_total"].astype(bool)
    pushes, labels = floats(table, "contribution"), texts(table, "label")
    colours = [
        ink.other if total else (ink.higher if push > 0 else ink.lower)
        for total, push in zip(totals, pushes, strict=True)
    ]
    figure = Figure(
        Bar(
            base=table["start"],
            x=table["end"] - table["start"],
            y=list(range(len(table))),
            orientation="h",
            width=0.36,
            marker={"color": colours},
            text=[written(push, "+.2f").replace("-", "−") for push in pushes],
            textposition="outside",
            textfont={"color": ink.text, "size": 12},
            cliponaxis=False,
            customdata=[
                f"{literal(label)}<br>{written(push, '+.3f')}" for label, push in zip(labels, pushes, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    labelled_rows(figure, labels, ink)
    ends = [*floats(table, "start"), *floats(table, "end")]
    room = max((max(ends) - min(ends)) * 0.14, 0.1)
    figure.update_xaxes(
        title_text="← lowers the risk · raises the risk → (log-odds)",
        range=[min(ends) - room, max(ends) + room],
        zeroline=True,
        zerolinecolor=ink.other,
    )
    figure.update_layout(showlegend=False)
    return figure


def contributions_alt(table: pd.DataFrame) -> str:
    """Return the largest push up and the largest push down."""
    steps = table[~table["is_total"].astype(bool)]
    labels, pushes = texts(steps, "label"), floats(steps, "contribution")
    up, down = place_of_largest(pushes), place_of_largest([-push for push in pushes])
    said = []
    if up is not None and pushes[up] > 0:
        said.append(f"What raises the risk most: {labels[up]}.")
    if down is not None and pushes[down] < 0:
        said.append(f"What lowers it most: {labels[down]}.")
    return " ".join(said) or "Nothing moves this customer's risk away from the average."
