"""How well each model ranks customers, on customers it never saw and on a later date, and month by month."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter
from plotly.subplots import make_subplots

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed, labelled_rows, literal
from analytics.insights.columns import floats, texts
from analytics.number_marks import written

SPLIT_TITLES = {"customers": "On customers it never saw", "time": "On a later date"}
SYMBOLS = ("circle", "diamond-open", "square-open", "triangle-up-open")
DASHES = ("solid", "dash", "dot", "dashdot")


@drawn_once
def model_quality(table: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw a metric of each model with its interval, a panel a split.

    Parameters
    ----------
    table : DataFrame
        ``split``, ``title`` (of the model), ``value``, ``lower``, ``upper`` of the AUC; models in this order.
    ink : Ink
        The colours of the theme in force.
    """
    splits = [split for split in SPLIT_TITLES if split in set(table["split"])]
    titles = list(dict.fromkeys(texts(table, "title")))
    figure = make_subplots(
        cols=max(len(splits), 1),
        shared_yaxes=True,
        horizontal_spacing=0.06,
        subplot_titles=[SPLIT_TITLES[split] for split in splits],
    )
    for column, split in enumerate(splits, start=1):
        part = table[table["split"] == split]
        figure.add_trace(_dots(part, [titles.index(title) for title in texts(part, "title")], ink), row=1, col=column)
    lowest = min([0.5, *floats(table.dropna(subset=["lower"]), "lower")])
    labelled_rows(figure, titles, ink, extra=100)
    figure.update_annotations(selector={"yref": "paper"}, font={"size": 13, "color": ink.text}, yshift=8)
    figure.update_xaxes(title_text="AUC, 90% interval", range=[lowest - 0.02, 1.01], nticks=5)
    figure.update_layout(showlegend=False, margin_t=44)
    return figure


def model_quality_alt(table: pd.DataFrame) -> str:
    """Return each model's AUC in a sentence a split."""
    said = []
    for split, title in SPLIT_TITLES.items():
        part = table[table["split"] == split]
        if not part.empty:
            values = ", ".join(
                f"{model} {written(value, '.3f')}"
                for model, value in zip(texts(part, "title"), floats(part, "value"), strict=True)
            )
            said.append(f"{title}, AUC: {values}.")
    return " ".join(said) or "No model was evaluated."


@drawn_once
def quality_by_month(table: pd.DataFrame, *, ink: Ink) -> Figure:
    """Draw the AUC over the dates on which it was measured, a line a model.

    Parameters
    ----------
    table : DataFrame
        ``title`` (of the model), ``as_of``, ``value``, ``lower``, ``upper``, ``n``.
    ink : Ink
        The colours of the theme in force.
    """
    figure = Figure()
    for place, (title, part) in enumerate(table.groupby("title", sort=False)):
        part = part.sort_values("as_of")
        colour = ink.mark if place == 0 else ink.other
        figure.add_trace(
            Scatter(
                x=part["as_of"],
                y=part["value"],
                mode="lines+markers",
                name=literal(str(title)),
                line={"color": colour, "dash": DASHES[place % len(DASHES)], "width": 2},
                marker={"symbol": SYMBOLS[place % len(SYMBOLS)], "size": 9, "color": colour},
                error_y={
                    "type": "data",
                    "symmetric": False,
                    "array": part["upper"] - part["value"],
                    "arrayminus": part["value"] - part["lower"],
                    "color": colour,
                    "thickness": 1.2,
                    "width": 4,
                },
                customdata=part["n"],
                hovertemplate="AUC %{y:.3f} (%{customdata:,} customers)",
            )
        )
    dressed(figure, ink, height=320)
    figure.update_yaxes(title_text="AUC, 90% interval")
    figure.update_xaxes(title_text="Customers described on", tickformat="%b %Y", type="date", tickvals=_dates(table))
    figure.update_layout(margin_t=40)
    return figure


def quality_by_month_alt(table: pd.DataFrame) -> str:
    """Return how the first model's quality moved, in a sentence."""
    if table.empty:
        return "Quality was not measured by month."
    model = texts(table, "title")[0]
    values = floats(table[table["title"] == model].sort_values("as_of"), "value")
    first, last = (written(value, ".3f") for value in (values[0], values[-1]))
    return f"AUC of {model} on {len(values)} dates: {first} on the first, {last} on the last."


def _dots(part: pd.DataFrame, rows: list[int], ink: Ink) -> Scatter:
    return Scatter(
        x=part["value"],
        y=rows,
        mode="markers",
        marker={
            "size": 11,
            "color": [ink.mark if row == 0 else ink.other for row in rows],
            "symbol": [SYMBOLS[row % len(SYMBOLS)] for row in rows],
            "line": {"width": 1.6, "color": [ink.mark if row == 0 else ink.other for row in rows]},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": part["upper"] - part["value"],
            "arrayminus": part["value"] - part["lower"],
            "color": ink.other,
            "thickness": 1.4,
            "width": 4,
        },
        customdata=[
            f"{literal(title)}<br>AUC {written(value, '.3f')} ({written(lower, '.3f')} to {written(upper, '.3f')})"
            for title, value, lower, upper in zip(
                texts(part, "title"), floats(part, "value"), floats(part, "lower"), floats(part, "upper"), strict=True
            )
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _dates(table: pd.DataFrame) -> list[object] | None:
    dates = sorted(set(table["as_of"]))
    return list(dates) if len(dates) <= 6 else None
