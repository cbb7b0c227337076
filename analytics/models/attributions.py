"""What each feature adds to each customer's score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from analytics.models.boosting import contributions
from analytics.models.design import Design

if TYPE_CHECKING:
    from lightgbm import Booster

BASE = "(base)"
_SMALL, _LARGE = 1e-3, 1e9
"""Between these sizes Arrow writes a number as Python does."""


def attributions(booster: Booster, design: Design, features: pd.DataFrame, *, n_threads: int) -> pd.DataFrame:
    """Split every customer's margin into one number a feature.

    The numbers are exact tree SHAP values (the expectation over the trees' own training paths), in log-odds and
    before calibration. A customer's rows, ``(base)`` included, add up to the margin.

    Parameters
    ----------
    booster : Booster
        The model.
    design : Design
        Its columns.
    features : DataFrame
        ``customer_id`` and the features, one row a customer.
    n_threads : int
        Threads to use.

    Returns
    -------
    DataFrame
        ``customer_id``, ``feature``, ``feature_value`` (text, missing where the value is), ``contribution``;
        sorted by customer and feature.

    References
    ----------
    S. Lundberg et al., "From local explanations to global understanding with explainable AI for trees", 2020.
    """
    features = features.sort_values("customer_id", kind="stable")
    values = contributions(booster, design.matrix(features), n_threads=n_threads)
    names = np.array([*design.columns, BASE], dtype=object)
    texts: list[pd.Series] = [value_texts(features[column]) for column in design.columns]
    texts.append(pd.Series([None] * len(features), dtype="str"))
    order = np.argsort(names.astype(str), kind="stable")
    n_customers, n_names = len(features), len(names)
    place = (np.arange(n_names) * n_customers)[order][None, :] + np.arange(n_customers)[:, None]
    return pd.DataFrame(
        {
            "customer_id": features["customer_id"].repeat(n_names).to_numpy(),
            "feature": np.tile(names[order], n_customers),
            "feature_value": pd.concat(texts, ignore_index=True).take(place.ravel()).array,
            "contribution": values[:, order].ravel(),
        }
    )


def value_texts(values: pd.Series) -> pd.Series:
    """Write values in their shortest exact form; missing stays missing.

    Examples
    --------
    >>> value_texts(pd.Series([3.0, 0.1, None, 1e22])).tolist()
    ['3', '0.1', nan, '1e22']
    """
    codes, distinct = pd.factorize(values)
    is_number = distinct.dtype == np.float64
    written = _numbers_written(np.asarray(distinct)) if is_number else [_shortest(value) for value in distinct]
    return pd.Series([*written, None], dtype="str").take(codes).reset_index(drop=True)


def _numbers_written(numbers: np.ndarray) -> list[str]:
    """Write numbers in their shortest form; Arrow is several times quicker, but writes small and large ones else."""
    texts: list[str] = pa.array(numbers).cast(pa.string()).to_pylist()
    size = np.abs(numbers)
    for row in np.flatnonzero(~((size >= _SMALL) & (size < _LARGE)) & (size != 0)):
        texts[row] = _shortest(numbers[row])
    return texts


def _shortest(value: object) -> str:
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value)).lower()
    if isinstance(value, (float, np.floating)):
        return repr(float(value)).removesuffix(".0").replace("e+", "e")
    return str(value)
