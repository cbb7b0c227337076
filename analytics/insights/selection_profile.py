"""What sets the selected customers apart from everyone, feature by feature, with how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

FEWEST = 5
"""Fewer selected customers than this, and nothing is said about what sets them apart."""
MOST_CATEGORIES = 12
_Z_95 = 1.959964
Row = tuple[str, str | None, float, float, float, float, float, int]
_COLUMNS = ("feature", "category", "segment_mean", "overall_mean", "effect", "lower", "upper", "n_known")


def selection_profile(features: pd.DataFrame, selected: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Compare the selected customers' average of each feature with everyone's.

    A category feature is compared value by value, each by its share (the `MOST_CATEGORIES` most frequent ones). The
    interval treats the selected as drawn from everyone, with the correction for a finite number of customers: it
    narrows to nothing as the selection approaches everyone. Because customers were often selected by looking at the
    map, which was made from the same features, a difference describes them; it is not a test of a hypothesis.

    Parameters
    ----------
    features : DataFrame
        A row a customer, a column a feature: numbers, or text for categories; missing allowed.
    selected : array of bool
        Who is selected, in the order of the rows.

    Returns
    -------
    DataFrame
        ``feature``, ``category`` (missing for numbers), ``segment_mean`` and ``overall_mean`` (in the feature's unit;
        for a category its share, 0 to 1), ``effect`` ((selected − overall) / overall standard deviation; 0 is no
        difference, 1 is one standard deviation), ``lower``, ``upper`` (95 % interval of the effect) and ``n_known``
        (selected customers with a value). Largest effects first; a feature's categories stand as rows of their own.
        Empty with fewer than `FEWEST` selected, or where everyone is selected.

    Examples
    --------
    >>> table = pd.DataFrame({"visits": [1.0, 1, 1, 1, 1, 3, 3, 3, 3, 3]})
    >>> found = selection_profile(table, table["visits"].to_numpy() == 3)
    >>> float(found.loc[0, "effect"])
    1.0
    """
    n_selected = int(selected.sum())
    if n_selected < FEWEST or n_selected == len(selected):
        return profile_table([])
    rows: list[Row] = []
    for name in features.columns:
        column = features[name]
        if pd.api.types.is_numeric_dtype(column.dtype):
            numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
            rows += _column(str(name), None, numbers, selected)
        else:
            texts = column.astype("string")
            unknown = texts.isna().to_numpy(dtype=np.bool_)
            for category in texts.value_counts().index[:MOST_CATEGORIES]:
                is_it = (texts == category).fillna(False).to_numpy(dtype=np.float64)
                is_it[unknown] = np.nan
                rows += _column(str(name), str(category), is_it, selected)
    return profile_table(rows)


@dataclass(frozen=True)
class Moments:
    """What is known of some customers' values of a feature.

    Attributes
    ----------
    mean, spread : float
        Mean and standard deviation, in the feature's unit.
    n : int
        Customers with a value.
    """

    mean: float
    spread: float
    n: int


def compared(name: str, category: str | None, everyone: Moments, chosen: Moments) -> Row:
    """Compare the chosen customers with everyone in one feature.

    Parameters
    ----------
    name : str
        The feature.
    category : str or None
        The value whose share is compared; None for numbers.
    everyone : Moments
        All customers; the spread is that of all of them.
    chosen : Moments
        The selected, or a random sample of them; the spread is the sample's, with n − 1.

    Returns
    -------
    tuple
        A row of `selection_profile`.
    """
    effect = (chosen.mean - everyone.mean) / everyone.spread
    finite = math.sqrt(max(0.0, 1 - chosen.n / everyone.n))
    margin = _Z_95 * chosen.spread / everyone.spread / math.sqrt(chosen.n) * finite
    return (name, category, chosen.mean, everyone.mean, effect, effect - margin, effect + margin, chosen.n)


def profile_table(rows: Sequence[Row]) -> pd.DataFrame:
    """Put rows of `compared` into the table that `selection_profile` describes.

    Parameters
    ----------
    rows : sequence of tuple
        In any order.

    Returns
    -------
    DataFrame
        Largest effects first.
    """
    if not rows:
        return pd.DataFrame({name: pd.Series(dtype=_dtype(name)) for name in _COLUMNS})
    table = pd.DataFrame(list(rows), columns=list(_COLUMNS))
    order = table["effect"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def is_spread(spread: float, largest: float) -> bool:
    """Say whether a feature differs among customers at all, beyond rounding.

    Parameters
    ----------
    spread : float
        Its standard deviation.
    largest : float
        Its largest absolute value.

    Returns
    -------
    bool
        False where everyone has the same value.
    """
    return spread > 1e-12 * max(1.0, largest)


def _column(
    name: str, category: str | None, values: npt.NDArray[np.float64], selected: npt.NDArray[np.bool_]
) -> list[Row]:
    known = np.isfinite(values)
    everyone, chosen = values[known], values[known & selected]
    if len(chosen) < FEWEST:
        return []
    spread = float(everyone.std())
    if not is_spread(spread, float(np.abs(everyone).max())):
        return []
    whole = Moments(float(everyone.mean()), spread, len(everyone))
    return [compared(name, category, whole, Moments(float(chosen.mean()), float(chosen.std(ddof=1)), len(chosen)))]


def _dtype(name: str) -> str:
    return {"feature": "str", "category": "str", "n_known": "int64"}.get(name, "float64")
