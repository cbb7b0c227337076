"""What sets any selection of a million customers apart, at once: exactly for a few, from a random sample of many."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.insights.feature_sheet import MOST_COMPARED, FeatureSheet, Numbers
from analytics.insights.selection_profile import FEWEST, Moments, Row, compared, profile_table


def quick_profile(sheet: FeatureSheet, selected: npt.NDArray[np.bool_]) -> tuple[pd.DataFrame, int]:
    """Describe the selected customers, like `selection_profile`, from at most `MOST_COMPARED` of them.

    Parameters
    ----------
    sheet : FeatureSheet
        The features.
    selected : array of bool
        Who is selected, in the order of customers.

    Returns
    -------
    tuple of DataFrame and int
        The table that `selection_profile` describes, and of how many of the selected it tells. Where these are all of
        them it is the same table to four digits; else means and intervals are those of a random sample.
    """
    n_selected = int(selected.sum())
    if n_selected < FEWEST or n_selected == len(selected):
        return profile_table([]), n_selected
    here = np.flatnonzero(selected[sheet.customers])[:MOST_COMPARED]
    values = sheet.values[here].astype(np.float64)
    n_known, means, squares = _summed(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        spreads = np.sqrt(squares / (n_known - 1))
    rows: list[Row] = []
    for place, ((name, category), everyone) in enumerate(zip(sheet.columns, sheet.everyone, strict=True)):
        if everyone is not None and n_known[place] >= FEWEST:
            mean = float(means[place] + sheet.origin[place])
            rows.append(compared(name, category, everyone, Moments(mean, float(spreads[place]), int(n_known[place]))))
    return profile_table(rows), len(here)


def _summed(values: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Known values, their mean (0 where none is known), and the sum of squares about it, a column each."""
    unknown = np.isnan(values)
    n_known = len(values) - unknown.sum(axis=0).astype(np.float64)
    values[unknown] = 0
    means = values.sum(axis=0) / np.maximum(n_known, 1)
    values -= means
    values[unknown] = 0
    return n_known, means, np.einsum("ij,ij->j", values, values)
