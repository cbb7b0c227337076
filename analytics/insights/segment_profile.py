"""What sets a segment apart: each feature's mean in it, against everyone's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FREQUENT = 0.02
"""Values of a category with a smaller share than this have no row of their own."""

MOST_VALUES = 12


def segment_profile(features: pd.DataFrame, membership: pd.DataFrame) -> pd.DataFrame:
    """Compare each segment with all customers, feature by feature.

    Parameters
    ----------
    features : DataFrame
        Indexed by customer_id; numeric and category columns. Missing values are left out of the means.
    membership : DataFrame
        `customer_id`, `level`, `segment_id`.

    Returns
    -------
    DataFrame
        `segment_id`, `feature`, `segment_mean`, `overall_mean`, `effect`, one row a segment and feature. A category
        has a row for each frequent value, named `column = value`, whose means are shares (0-1). `effect` is (segment
        mean - overall mean) / overall standard deviation: 0 is like everyone, 1 one standard deviation above; 0 where
        the column does not vary, NaN where nobody in the segment has a value.
    """
    table = numeric_columns(features)
    values = table.to_numpy(dtype=np.float64)
    known = np.isfinite(values)
    filled = np.where(known, values, 0.0)
    overall, deviation = _means_and_deviations(values)
    rows = pd.Index(table.index.astype(str))
    profiles = []
    pairs = membership.drop_duplicates(["segment_id", "customer_id"])
    for segment_id, members in pairs.groupby("segment_id", sort=True)["customer_id"]:
        places = rows.get_indexer(pd.Index(members.astype(str)))
        places = places[places >= 0]
        counts = known[places].sum(axis=0)
        means = np.divide(filled[places].sum(axis=0), counts, out=np.full(len(counts), np.nan), where=counts > 0)
        effect = np.where(deviation > 0, (means - overall) / np.where(deviation > 0, deviation, 1.0), means * 0.0)
        profiles.append(
            pd.DataFrame(
                {
                    "segment_id": str(segment_id),
                    "feature": list(table.columns),
                    "segment_mean": means,
                    "overall_mean": overall,
                    "effect": effect,
                }
            )
        )
    columns = ["segment_id", "feature", "segment_mean", "overall_mean", "effect"]
    return pd.concat(profiles, ignore_index=True) if profiles else pd.DataFrame(columns=columns)


def numeric_columns(features: pd.DataFrame) -> pd.DataFrame:
    """The features as numbers: a category becomes one 0/1 column a frequent value, named `column = value`.

    Parameters
    ----------
    features : DataFrame

    Returns
    -------
    DataFrame
        Of float64, same index.
    """
    columns: dict[str, Sequence[float] | Floats] = {}
    for name in features.columns:
        column = features[name]
        if pd.api.types.is_numeric_dtype(column.dtype) or pd.api.types.is_bool_dtype(column.dtype):
            columns[str(name)] = column.to_numpy(dtype=np.float64, na_value=np.nan)
        else:
            columns |= _value_columns(str(name), column)
    return pd.DataFrame(columns, index=features.index)


def _value_columns(name: str, column: pd.Series) -> dict[str, Floats]:
    text = column.astype(object).where(column.notna(), None)
    shares = text.value_counts(normalize=True)
    frequent = sorted(shares.index[shares >= FREQUENT][:MOST_VALUES], key=str)
    missing = column.isna().to_numpy()
    found = {}
    for value in frequent:
        has = (text == value).to_numpy(dtype=np.float64)
        has[missing] = np.nan
        found[f"{name} = {value}"] = has
    return found


def _means_and_deviations(values: Floats) -> tuple[Floats, Floats]:
    known = np.isfinite(values)
    counts = np.maximum(known.sum(axis=0), 1)
    empty = known.sum(axis=0) == 0
    means = np.where(known, values, 0.0).sum(axis=0) / counts
    squares = np.where(known, values - means, 0.0) ** 2
    deviations = np.sqrt(squares.sum(axis=0) / counts)
    deviations[deviations < 1e-12 * np.maximum(np.abs(means), 1e-300)] = 0.0
    return np.where(empty, np.nan, means), deviations
