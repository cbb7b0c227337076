"""What sets edited segments apart, from sums over the model's segments and few customers' features.

A million customers' features need not be read again because five hundred of them moved: sums of whole segments are
known, and of a segment that is now in several, all but the largest part are read and the rest is what remains.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.insights.segment_profile import numeric_columns
from analytics.models.edited_segments import EffectiveSegments, ModelSegments
from analytics.vocabulary import LEVELS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FeaturesOf = Callable[[Ints], pd.DataFrame]
"""Reads the features of customers by their place, in that order."""


def profile_sums(features: pd.DataFrame, codes: NDArray[np.int32], segment_ids: list[str]) -> pd.DataFrame:
    """Sum each feature over each of the model's lowest segments.

    Parameters
    ----------
    features : DataFrame
        A row a customer; numbers and categories.
    codes : ndarray of int, shape (n,)
        The segment of each, as a place in `segment_ids`.
    segment_ids : list of str

    Returns
    -------
    DataFrame
        `segment_id`, `feature` (of a category one row a frequent value, named `column = value`), `n_known`, `total`,
        and the same for all segments `overall_mean`, `overall_deviation` (0 where it does not vary).
    """
    table = numeric_columns(features)
    values = table.to_numpy(dtype=np.float64)
    counts, totals = _summed(values, codes.astype(np.int64), len(segment_ids))
    mean, deviation = _mean_and_deviation(values)
    n_features = values.shape[1]
    return pd.DataFrame(
        {
            "segment_id": np.repeat(np.array(segment_ids, dtype=object), n_features),
            "feature": np.tile(np.array(table.columns, dtype=object), len(segment_ids)),
            "n_known": counts.reshape(-1).astype(np.int64),
            "total": totals.reshape(-1),
            "overall_mean": np.tile(mean, len(segment_ids)),
            "overall_deviation": np.tile(deviation, len(segment_ids)),
        }
    )


def edited_profile(
    sums: pd.DataFrame, model: ModelSegments, found: EffectiveSegments, features_of: FeaturesOf
) -> pd.DataFrame:
    """Compare each effective segment with all customers, feature by feature.

    Parameters
    ----------
    sums : DataFrame
        From `profile_sums`, the model's lowest segments in the order of `model.lowest`.
    model : ModelSegments
    found : EffectiveSegments
    features_of : callable
        Called once, and only where a segment of the model is now in several.

    Returns
    -------
    DataFrame
        As `segment_profile`: `segment_id`, `feature`, `segment_mean`, `overall_mean`, `effect`.
    """
    names = list(dict.fromkeys(sums["feature"].astype(str)))
    n_model, n_found = len(model.lowest), len(found.segments)
    known = sums["n_known"].to_numpy(dtype=np.float64).reshape(n_model, len(names))
    totals = sums["total"].to_numpy(dtype=np.float64).reshape(n_model, len(names))
    cells = np.bincount(model.codes.astype(np.int64) * n_found + found.lowest, minlength=n_model * n_found)
    cells = cells.reshape(n_model, n_found)
    main = cells.argmax(axis=1)
    counts, sums_found = np.zeros((n_found, len(names))), np.zeros((n_found, len(names)))
    np.add.at(counts, main, known)
    np.add.at(sums_found, main, totals)
    strays = np.flatnonzero(found.lowest != main[model.codes])
    if len(strays):
        values = _named_columns(features_of(strays), names)
        for owners, sign in ((found.lowest[strays], 1.0), (main[model.codes[strays]], -1.0)):
            part_counts, part_totals = _summed(values, owners.astype(np.int64), n_found)
            counts += sign * part_counts
            sums_found += sign * part_totals
    overall = sums.iloc[: len(names)]
    return _table(found.segments, names, _with_parents(found, counts), _with_parents(found, sums_found), overall)


def _with_parents(found: EffectiveSegments, lowest: Floats) -> Floats:
    """Sums of families and broad groups, from those of the segments below."""
    places = {str(key): row for row, key in enumerate(found.segments["segment_key"])}
    parents = found.segments["parent_key"].map(places).fillna(-1).to_numpy(dtype=np.int64)
    levels = found.segments["level"].to_numpy()
    sums = lowest.copy()
    for level in sorted(LEVELS, reverse=True)[:-1]:
        here = np.flatnonzero(levels == level)
        np.add.at(sums, parents[here], sums[here])
    return sums


def _table(
    segments: pd.DataFrame, names: list[str], counts: Floats, totals: Floats, overall: pd.DataFrame
) -> pd.DataFrame:
    # Where there is no structure the one segment "all" stands at every level, with the same customers.
    kept = np.flatnonzero(~segments["segment_id"].duplicated().to_numpy())
    counts, totals = counts[kept], totals[kept]
    means = np.divide(totals, counts, out=np.full(counts.shape, np.nan), where=counts > 0.5)
    mean, deviation = (overall[name].to_numpy(dtype=np.float64) for name in ("overall_mean", "overall_deviation"))
    effect = np.where(deviation > 0, (means - mean) / np.where(deviation > 0, deviation, 1.0), means * 0.0)
    n = len(kept)
    table = pd.DataFrame(
        {
            "segment_id": np.repeat(segments["segment_id"].to_numpy(dtype=object)[kept], len(names)),
            "feature": np.tile(np.array(names, dtype=object), n),
            "segment_mean": means.reshape(-1),
            "overall_mean": np.tile(mean, n),
            "effect": effect.reshape(-1),
        }
    )
    return table.sort_values(["segment_id", "feature"], ignore_index=True, kind="stable")


def _named_columns(features: pd.DataFrame, names: list[str]) -> Floats:
    """Numbers by the names that the sums have; a category's values as 0 and 1, missing where it is missing."""
    columns = []
    for name in names:
        if name in features.columns:
            columns.append(features[name].to_numpy(dtype=np.float64, na_value=np.nan))
            continue
        column, _, value = name.partition(" = ")
        text = features[column].astype(object)
        columns.append(np.where(text.isna(), np.nan, (text.astype(str) == value).astype(np.float64)))
    return np.column_stack(columns) if columns else np.zeros((len(features), 0))


def _summed(values: Floats, owners: Ints, n: int) -> tuple[Floats, Floats]:
    """Known values and their sums by owner, shapes (n, features)."""
    known = np.isfinite(values)
    filled = np.where(known, values, 0.0)
    counts, totals = np.zeros((n, values.shape[1])), np.zeros((n, values.shape[1]))
    for owner in np.unique(owners):
        rows = owners == owner
        counts[owner], totals[owner] = known[rows].sum(axis=0), filled[rows].sum(axis=0)
    return counts, totals


def _mean_and_deviation(values: Floats) -> tuple[Floats, Floats]:
    known = np.isfinite(values)
    counts = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, values, 0.0).sum(axis=0) / counts
    deviation = np.sqrt((np.where(known, values - mean, 0.0) ** 2).sum(axis=0) / counts)
    deviation[deviation < 1e-12 * np.maximum(np.abs(mean), 1e-300)] = 0.0
    return np.where(known.any(axis=0), mean, np.nan), deviation
