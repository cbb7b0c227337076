"""How many customers each segment has, and its mean risk beside the bank's."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from plotly.graph_objects import Bar, Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.laying import annotate, lay, rule_off
from analytics.charts.theme import COUNT, Ink, labelled_rows, literal
from analytics.insights.columns import floats, place_of_largest, texts
from analytics.insights.wording import count, customers, interval, percent

_SIDE_BY_SIDE = {
    "xaxis": {"anchor": "y", "domain": [0.0, 0.47]},
    "xaxis2": {"anchor": "y2", "domain": [0.53, 1.0]},
    "yaxis": {"anchor": "x", "domain": [0.0, 1.0]},
    "yaxis2": {"anchor": "x2", "domain": [0.0, 1.0], "matches": "y", "showticklabels": False},
}
"""Two panels with the same rows."""


@drawn_once
def segment_sizes(table: pd.DataFrame, *, ink: Ink, colours: Mapping[str, str]) -> Figure:
    """Draw a bar of customers for each segment.

    Parameters
    ----------
    table : DataFrame
        A row a segment: ``segment_id``, ``segment_key``, ``label``, ``n_customers``; drawn in this order. The key is
        the second part of a mark's custom data, for a click.
    ink : Ink
        The colours of the theme in force.
    colours : mapping
        A segment's colour by its id; the same on every screen.
    """
    figure = Figure(_size_bars(table, ink, colours))
    labelled_rows(figure, texts(table, "label"), ink)
    figure.update_xaxes(
        title_text="Customers", tickformat=COUNT, rangemode="tozero", range=[0, _room(table["n_customers"])]
    )
    figure.update_layout(showlegend=False)
    return figure


@drawn_once
def segment_risk(table: pd.DataFrame, *, ink: Ink, colours: Mapping[str, str], overall: float) -> Figure:
    """Draw customers and mean risk side by side, a row a segment, with the bank's mean risk as a line.

    Parameters
    ----------
    table : DataFrame
        As for `segment_sizes`, with ``mean_risk``, ``lower``, ``upper`` (0–1; missing where nobody is scored).
    ink : Ink
        The colours of the theme in force.
    colours : mapping
        A segment's colour by its id.
    overall : float
        The mean risk of all customers (0–1).
    """
    rows = list(range(len(table)))
    figure = Figure(
        [
            _size_bars(table, ink, colours),
            Scatter(
                xaxis="x2",
                yaxis="y2",
                x=table["mean_risk"],
                y=rows,
                mode="markers",
                marker={"size": 11, "color": _colours(table, ink, colours), "line": {"color": ink.page, "width": 1}},
                error_x={
                    "type": "data",
                    "symmetric": False,
                    "array": table["upper"] - table["mean_risk"],
                    "arrayminus": table["mean_risk"] - table["lower"],
                    "color": ink.other,
                    "thickness": 1.6,
                    "width": 4,
                },
                customdata=_risk_hover(table),
                hovertemplate="%{customdata[0]}<extra></extra>",
            ),
        ]
    )
    lay(figure, _SIDE_BY_SIDE)
    labelled_rows(figure, texts(table, "label"), ink, extra=96)
    there = {"x": overall, "xref": "x2", "y": 1, "yref": "y2 domain", "yanchor": "bottom", "xanchor": "center"}
    annotate(
        figure,
        [{"text": f"all {percent(overall)}", "font": {"color": ink.text, "size": 12}, "showarrow": False, **there}],
    )
    line = {"color": ink.other, "dash": "dot", "width": 1.4}
    rule_off(figure, line, x=overall, pair="2")
    lay(
        figure,
        {
            "xaxis": {
                "title": {"text": "Customers"},
                "tickformat": COUNT,
                "range": [0, _room(table["n_customers"])],
            },
            "xaxis2": {
                "title": {"text": "Mean risk, 90% interval"},
                "tickformat": ".0%",
                "range": [0, _room(table["upper"])],
                "nticks": 5,
            },
            "showlegend": False,
            "margin": {"t": 30},
        },
    )
    return figure


def segment_sizes_alt(table: pd.DataFrame) -> str:
    """Return the takeaway of either chart in a sentence or two."""
    if table.empty:
        return "No segment to show."
    labels, sizes = texts(table, "label"), floats(table, "n_customers")
    largest = place_of_largest(sizes) or 0
    how_many = f"{len(table)} segments. The largest is" if len(table) > 1 else "One segment:"
    said = f"{how_many} {labels[largest]} with {customers(sizes[largest])}."
    risks = floats(table, "mean_risk") if "mean_risk" in table else []
    riskiest = place_of_largest(risks)
    if riskiest is None:
        return said
    return f"{said} The highest mean risk is {percent(risks[riskiest])}, in {labels[riskiest]}."


def _size_bars(table: pd.DataFrame, ink: Ink, colours: Mapping[str, str]) -> Bar:
    return Bar(
        x=table["n_customers"],
        y=list(range(len(table))),
        orientation="h",
        width=0.36,
        marker={"color": _colours(table, ink, colours)},
        text=[count(number) for number in floats(table, "n_customers")],
        textposition="outside",
        textfont={"color": ink.text, "size": 12},
        cliponaxis=False,
        customdata=[
            [f"{literal(label)}<br>{customers(number)}", key]
            for label, number, key in zip(
                texts(table, "label"), floats(table, "n_customers"), texts(table, "segment_key"), strict=True
            )
        ],
        hovertemplate="%{customdata[0]}<extra></extra>",
    )


def _colours(table: pd.DataFrame, ink: Ink, colours: Mapping[str, str]) -> list[str]:
    return [colours.get(segment, ink.other) for segment in texts(table, "segment_id")]


def _risk_hover(table: pd.DataFrame) -> list[list[str]]:
    return [
        [f"{literal(label)}<br>Mean risk {percent(risk)} ({interval(lower, upper)})", key]
        for label, risk, lower, upper, key in zip(
            texts(table, "label"),
            floats(table, "mean_risk"),
            floats(table, "lower"),
            floats(table, "upper"),
            texts(table, "segment_key"),
            strict=True,
        )
    ]


def _room(values: pd.Series[float]) -> float:
    most = float(values.max())
    return 1.0 if not most > 0 else most * 1.22
