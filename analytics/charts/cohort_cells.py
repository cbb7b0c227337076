"""The cohort triangle: a row a cohort, a column a number of months since joining, cells that are not over in grey."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from plotly.graph_objects import Figure, Heatmap, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.palette import mixed
from analytics.charts.theme import Ink, dressed, literal, shortened
from analytics.insights.wording import customers, interval, percent, points

PEN = "✎"
UNSURE = "≈"
"""Of a cell in which two groups can't be told apart."""
_LONGEST_NOTE = 120
_MOST_WITH_TEXT = 13
_ROW = 30
_UNITS = {"share": "per cent still here", "difference": "points less all customers"}
_STRONGEST = 0.5
"""Of a colour in the darkest cell: letters stay readable on it in both themes."""


@drawn_once
def cohort_cells(cells: pd.DataFrame, *, ink: Ink, shown: str, least: float | None = None) -> Figure:
    """Draw the triangle.

    Parameters
    ----------
    cells : DataFrame
        As `cohort_triangle` gives them (with ``difference`` where that is shown); at least one row. Where there are
        ``notes``, what people wrote on a cell: it is marked with a pen, and said under the pointer.
    ink : Ink
        The colours of the theme in force.
    shown : {'share', 'difference'}
        What a cell's colour and text say. A difference of cells that are not ``is_apart``, where there is such a
        column, is marked as unsure; ``said``, where there is such a column, takes the place of a cell's own words.
    least : float, optional
        The smallest share of the scale, where several triangles have one; else that of these cells.

    Returns
    -------
    Figure
        A mark a cell can be clicked: its custom data are words, then ``cohort|months``.
    """
    wide = cells.pivot_table(index="cohort", columns="period_index", values=shown)
    x, y = [str(each) for each in wide.columns], [str(each) for each in wide.index]
    z = wide.to_numpy("float64")
    not_over = np.where(np.isnan(z), 1.0, np.nan)
    figure = Figure(
        [
            Heatmap(
                x=x,
                y=y,
                z=not_over,
                colorscale=[[0, ink.grid], [1, ink.grid]],
                showscale=False,
                hoverinfo="skip",
                xgap=2,
                ygap=2,
            ),
            Heatmap(
                x=x,
                y=y,
                z=z,
                showscale=False,
                hoverinfo="skip",
                xgap=2,
                ygap=2,
                **_scale(z, ink, shown, least),
                **_text(wide, _unsure(cells), ink, shown),
            ),
            _marks(cells, shown),
            *_noted(cells, ink),
        ]
    )
    dressed(figure, ink, height=_ROW * len(y) + 90)
    figure.update_xaxes(
        title_text=f"Months since joining ({_UNITS[shown]})", type="category", showgrid=False, side="top"
    )
    figure.update_yaxes(title_text="Joined in", type="category", showgrid=False, autorange="reversed")
    return figure


def _unsure(cells: pd.DataFrame) -> frozenset[tuple[str, int]]:
    unsure = cells[~cells["is_apart"]] if "is_apart" in cells else cells.head(0)
    return frozenset(zip(unsure["cohort"], unsure["period_index"], strict=True))


def _scale(z: NDArray[np.float64], ink: Ink, shown: str, least: float | None) -> dict[str, object]:
    low, high = mixed(ink.higher, ink.page, _STRONGEST), mixed(ink.mark, ink.page, _STRONGEST)
    if shown == "share":
        low_end = float(np.nanmin(z)) if least is None else least
        return {"colorscale": [[0, low], [1, ink.page]], "zmin": low_end - 1e-9, "zmax": 1.0}
    far = max(float(np.nanmax(np.abs(z))), 1e-9)
    return {"colorscale": [[0, low], [0.5, ink.page], [1, high]], "zmin": -far, "zmax": far}


def _text(wide: pd.DataFrame, unsure: frozenset[tuple[str, int]], ink: Ink, shown: str) -> dict[str, object]:
    if len(wide.columns) > _MOST_WITH_TEXT and not unsure:
        return {}
    is_small = len(wide.columns) > _MOST_WITH_TEXT

    def written(value: float) -> str:
        return "" if is_small or value != value else _cell_words(value, shown)

    words = [
        [
            UNSURE if (str(cohort), int(str(months))) in unsure else written(float(each))
            for months, each in zip(wide.columns, row, strict=True)
        ]
        for cohort, row in zip(wide.index, wide.to_numpy("float64"), strict=True)
    ]
    return {"text": words, "texttemplate": "%{text}", "textfont": {"size": 11, "color": ink.text}}


def _cell_words(value: float, shown: str) -> str:
    return f"{100 * value:.0f}" if shown == "share" else f"{100 * value:+.1f}".replace("-", "−")


def _marks(cells: pd.DataFrame, shown: str) -> Scatter:
    """Unseen marks on the cells: a heat map itself can't be clicked."""
    rows = list(cells.itertuples(index=False))
    words = list(cells["said"]) if "said" in cells else _words(cells, shown)
    return Scatter(
        x=[str(row.period_index) for row in rows],
        y=[str(row.cohort) for row in rows],
        mode="markers",
        marker={"size": 24, "symbol": "square", "opacity": 0.0},
        selected={"marker": {"opacity": 0.25}},
        customdata=[[said, f"{row.cohort}|{row.period_index}"] for said, row in zip(words, rows, strict=True)],
        hovertemplate="%{customdata[0]}<extra></extra>",
        showlegend=False,
    )


def _words(cells: pd.DataFrame, shown: str) -> list[str]:
    rows = list(cells.itertuples(index=False))
    return [
        f"Joined in {row.cohort}, {row.period_index} months later: {percent(float(str(row.share)))} still here"
        f" ({interval(float(str(row.lower)), float(str(row.upper)))}), of {customers(float(str(row.n_start)))}"
        + (f"; {points(float(str(row.difference)))} against all" if shown == "difference" else "")
        + (f"<br>{PEN} {literal(shortened(note, longest=_LONGEST_NOTE))}" if note else "")
        for row, note in zip(rows, _notes(cells), strict=True)
    ]


def _noted(cells: pd.DataFrame, ink: Ink) -> list[Scatter]:
    """A pen in the corner of each cell on which somebody wrote."""
    noted = cells[[bool(note) for note in _notes(cells)]]
    if noted.empty:
        return []
    return [
        Scatter(
            x=[str(each) for each in noted["period_index"]],
            y=[str(each) for each in noted["cohort"]],
            mode="text",
            text=[f"\u2006{PEN}"] * len(noted),
            textposition="top right",
            textfont={"size": 12, "color": ink.text},
            hoverinfo="skip",
            showlegend=False,
        )
    ]


def _notes(cells: pd.DataFrame) -> list[str]:
    return [str(each) for each in cells["notes"]] if "notes" in cells else [""] * len(cells)


def cohort_cells_alt(cells: pd.DataFrame) -> str:
    """Return how many cohorts there are and how the oldest one stands, in a sentence."""
    first = cells[cells["cohort"] == cells["cohort"].min()]
    last = first.loc[first["period_index"].idxmax()]
    n_noted = sum(map(bool, _notes(cells)))
    noted = f" People wrote notes on {n_noted} of the cells." if n_noted else ""
    return (
        f"{cells['cohort'].nunique()} cohorts. Of those who joined in {last['cohort']}, {percent(float(last['share']))}"
        f" were still here {int(last['period_index'])} months later.{noted}"
    )
