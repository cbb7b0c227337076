"""The difference of two cohort triangles: coloured and numbered where it is surer than chance, else marked unsure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd
from plotly.graph_objects import Figure

from analytics.charts.cohort_cells import UNSURE, cohort_cells
from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, literal
from analytics.insights.wording import customers


@drawn_once
def cohort_difference(cells: pd.DataFrame, *, ink: Ink, first: str, second: str) -> Figure:
    """Draw the difference.

    Parameters
    ----------
    cells : DataFrame
        As `analytics.insights.cohort_comparison.compared` gives them; at least one row.
    ink : Ink
        The colours of the theme in force.
    first, second : str
        What the two sides are called; shown as they are.
    """
    drawn = cells.assign(
        difference=np.where(cells["is_apart"], cells["difference"], 0.0),
        said=[_said(row, literal(first), literal(second)) for row in cells.to_dict("records")],
    )
    figure = cohort_cells(drawn, ink=ink, shown="difference")
    figure.update_xaxes(title_text=f"Months since joining (points; {UNSURE} unsure)")
    return figure


def cohort_difference_alt(cells: pd.DataFrame, *, first: str, second: str) -> str:
    """Return how many cells are apart, and to which side, in a sentence."""
    apart = cells[cells["is_apart"]]
    more = int((apart["difference"] > 0).sum())
    return (
        f"Difference of the cohorts of {first} and {second} in {len(cells)} cells: in {more} more of the first stayed,"
        f" in {len(apart) - more} more of the second; the others can't be told apart."
    )


def _said(row: Mapping[Hashable, object], first: str, second: str) -> str:
    at = f"Joined in {row['cohort']}, {row['period_index']} months later: "
    shares = " and ".join(
        f"{100 * float(str(row[f'share_{side}'])):.1f}% of {customers(float(str(row[f'n_start_{side}'])))} of {name}"
        for side, name in (("first", first), ("second", second))
    )
    ends = [f"{100 * float(str(row[name])):+.1f}".replace("-", "−") for name in ("difference", "lower", "upper")]
    unsure = "" if row["is_apart"] else "; can't be told apart"
    return f"{at}{shares}<br>{ends[0]} points (90% interval {ends[1]} to {ends[2]}){unsure}"
