"""How large edited segments were at earlier dates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.models.edited_segments import EffectiveSegments, ModelSegments


def edited_trend(trend: pd.DataFrame, model: ModelSegments, found: EffectiveSegments) -> pd.DataFrame:
    """Count the effective segments at earlier dates, from the counts of the model's own.

    Where an edit divided a segment of the model, its customers of an earlier date are divided as today's are: who was
    in it then and would be on which side is not known for those who have changed since.

    Parameters
    ----------
    trend : DataFrame
        `as_of`, `level`, `segment_id`, `n_customers` of the model's segments; only level 3 is read.
    model : ModelSegments
    found : EffectiveSegments

    Returns
    -------
    DataFrame
        The same columns. At each date the counts of a level add up to all customers of that date.
    """
    columns = ["as_of", "level", "segment_id", "n_customers"]
    own = model.segments[model.segments["level"] == 3].set_index("segment_key")["segment_id"]
    places = {str(own[key]): code for code, key in enumerate(model.lowest)}
    n_found = len(found.segments)
    cells = np.bincount(model.codes.astype(np.int64) * n_found + found.lowest, minlength=len(places) * n_found)
    shares = (
        cells.reshape(len(places), n_found) / np.maximum(np.bincount(model.codes, minlength=len(places)), 1)[:, None]
    )
    days = sorted(trend["as_of"].unique())
    counts = np.zeros((len(days), n_found), dtype=np.int64)
    for row, day in enumerate(days):
        rows = trend[(trend["level"] == 3) & (trend["as_of"] == day)]
        sizes = np.zeros(len(places))
        sizes[[places[str(name)] for name in rows["segment_id"]]] = rows["n_customers"].to_numpy(dtype=np.float64)
        counts[row] = _whole(sizes @ shares)
    table = found.segments[["level", "segment_id"]].loc[np.tile(np.arange(n_found), len(days))].reset_index(drop=True)
    dates = pd.Series(days, dtype=trend["as_of"].dtype).repeat(n_found).reset_index(drop=True)
    table = table.assign(as_of=dates, n_customers=_with_parents(found, counts).reshape(-1))
    return table.loc[table["n_customers"] > 0, columns].reset_index(drop=True)


def _with_parents(found: EffectiveSegments, counts: np.ndarray) -> np.ndarray:
    """Counts of families and broad groups, from those of the segments below; shape (days, segments)."""
    places = {str(key): row for row, key in enumerate(found.segments["segment_key"])}
    parents = found.segments["parent_key"].map(places).fillna(-1).to_numpy(dtype=np.int64)
    levels = found.segments["level"].to_numpy()
    for level in (3, 2):
        here = np.flatnonzero(levels == level)
        np.add.at(counts.T, parents[here], counts.T[here])
    return counts


def _whole(sizes: np.ndarray) -> np.ndarray:
    """Round to whole customers so that the sum stays (largest remainders)."""
    low = np.floor(sizes + 1e-9)
    missing = round(float(sizes.sum() - low.sum()))
    first = np.argsort(-(sizes - low), kind="stable")[:missing]
    low[first] += 1
    return low.astype(np.int64)
