"""How two groups of customers differ, feature by feature, with intervals and a correction for many comparisons."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import stdtr, stdtrit

FEWEST = 5
"""A group with fewer customers with a value than this is not compared on that feature."""
MOST_CATEGORIES = 12
FALSE_DISCOVERY_SHARE = 0.05
_COLUMNS = (
    "feature",
    "category",
    "mean_a",
    "mean_b",
    "effect",
    "lower",
    "upper",
    "p_adjusted",
    "differs",
    "n_a",
    "n_b",
)
Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def comparison(features: pd.DataFrame, group_a: Mask, group_b: Mask) -> pd.DataFrame:
    """Compare the averages of two groups.

    Who belongs to both groups is counted in neither. The interval and the p-value are Welch's, which allow the groups
    to spread differently; p-values are adjusted after Benjamini and Hochberg (1995) over all rows, so that of the
    differences called real about 5 % are not. Groups that were drawn by looking at the same features differ by how
    they were drawn: the comparison describes them.

    Parameters
    ----------
    features : DataFrame
        A row a customer, a column a feature: numbers, or text for categories; missing allowed.
    group_a, group_b : array of bool
        Who is in each group, in the order of the rows.

    Returns
    -------
    DataFrame
        ``feature``, ``category`` (missing for numbers, else one row a frequent value), ``mean_a``, ``mean_b`` (in the
        feature's unit; shares for categories), ``effect`` ((a − b) / standard deviation over both groups; 0 is no
        difference), ``lower``, ``upper`` (95 % interval of the effect), ``p_adjusted``, ``differs`` (whether
        p_adjusted is at most 0.05), ``n_a``, ``n_b`` (with a value). Largest effects first. Empty where a group is too
        small.

    Examples
    --------
    >>> table = pd.DataFrame({"visits": [1.0, 2, 1, 2, 1, 5, 6, 5, 6, 5]})
    >>> first = np.arange(10) < 5
    >>> found = comparison(table, first, ~first)
    >>> bool(found.loc[0, "differs"]), float(found.loc[0, "mean_b"])
    (True, 5.4)
    """
    from scipy.stats import false_discovery_control

    both = group_a & group_b
    in_a, in_b = group_a & ~both, group_b & ~both
    compared = [
        row
        for name in features.columns
        for category, values in _as_numbers(features[name])
        if (row := _compared(str(name), category, values, in_a, in_b)) is not None
    ]
    if not compared:
        return pd.DataFrame({name: pd.Series(dtype=_dtype(name)) for name in _COLUMNS})
    adjusted = false_discovery_control([row.p for row in compared])
    table = pd.DataFrame(
        {
            "feature": [row.feature for row in compared],
            "category": pd.Series([row.category for row in compared], dtype="str"),
            "mean_a": [row.mean_a for row in compared],
            "mean_b": [row.mean_b for row in compared],
            "effect": [row.effect for row in compared],
            "lower": [row.effect - row.margin for row in compared],
            "upper": [row.effect + row.margin for row in compared],
            "p_adjusted": adjusted,
            "differs": adjusted <= FALSE_DISCOVERY_SHARE,
            "n_a": [row.n_a for row in compared],
            "n_b": [row.n_b for row in compared],
        }
    )
    order = table["effect"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


@dataclass(frozen=True)
class _Row:
    feature: str
    category: str | None
    mean_a: float
    mean_b: float
    effect: float
    margin: float
    p: float
    n_a: int
    n_b: int


def _as_numbers(column: pd.Series) -> list[tuple[str | None, Floats]]:
    """A number as it is; a category as one column of 0 and 1 a frequent value."""
    if pd.api.types.is_numeric_dtype(column.dtype):
        return [(None, column.to_numpy(dtype=np.float64, na_value=np.nan))]
    codes, categories = pd.factorize(column)
    counts = np.bincount(codes[codes >= 0], minlength=len(categories))
    most_frequent = np.argsort(-counts, kind="stable")[:MOST_CATEGORIES]
    return [(str(categories[code]), np.where(codes < 0, np.nan, codes == code)) for code in most_frequent.tolist()]


def _compared(feature: str, category: str | None, values: Floats, in_a: Mask, in_b: Mask) -> _Row | None:
    known = np.isfinite(values)
    a, b = values[in_a & known], values[in_b & known]
    if min(len(a), len(b)) < FEWEST:
        return None
    together = np.concatenate([a, b])
    spread = float(together.std())
    if spread <= 1e-12 * max(1.0, float(np.abs(together).max())):
        return None
    difference = float(a.mean() - b.mean())
    half_width, p = _welch(a, b, difference)
    means = (float(a.mean()), float(b.mean()))
    return _Row(feature, category, *means, difference / spread, half_width / spread, p, len(a), len(b))


def _welch(a: Floats, b: Floats, difference: float) -> tuple[float, float]:
    """Half-width of the 95 % interval of the difference, and its two-sided p-value."""
    variance_a, variance_b = float(a.var(ddof=1)) / len(a), float(b.var(ddof=1)) / len(b)
    error = math.sqrt(variance_a + variance_b)
    if error == 0:
        return 0.0, 0.0
    freedom = error**4 / (variance_a**2 / (len(a) - 1) + variance_b**2 / (len(b) - 1))
    return float(stdtrit(freedom, 0.975)) * error, float(2 * stdtr(freedom, -abs(difference) / error))


def _dtype(name: str) -> str:
    kinds = {"feature": "str", "category": "str", "n_a": "int64", "n_b": "int64", "differs": "bool"}
    return kinds.get(name, "float64")
