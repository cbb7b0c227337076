"""A feature's values in a few parts of about as many customers, and the parts in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.insights.wording import quantity

MISSING, OTHERS = "(missing)", "(any other)"


@dataclass(frozen=True)
class ValueBins:
    """Parts of a feature's values.

    Attributes
    ----------
    codes : ndarray of int64, shape (n,)
        The part of each value, from 0.
    table : DataFrame
        A row a part: ``bin``, ``from_value`` and ``to_value`` (of a number: above, and up to and including; equal where
        the part is one number, missing where it is open or of categories), ``text`` (of a category its name, of what is
        missing `MISSING`, else empty).
    """

    codes: NDArray[np.int64]
    table: pd.DataFrame


def value_bins(values: pd.Series, *, most: int) -> ValueBins:
    """Part values.

    Parameters
    ----------
    values : Series
        Numbers or categories.
    most : int
        The most parts, but for one more of what is missing.

    Returns
    -------
    ValueBins
        Numbers in parts of about as many customers, each distinct number by itself where there are few; categories the
        most frequent first, the rest together.
    """
    if not pd.api.types.is_numeric_dtype(values):
        return _of_categories(values, most)
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    known = np.isfinite(numbers)
    edges = _edges(numbers[known], most)
    codes = np.searchsorted(edges[1:-1], numbers, side="left")
    n_bins = max(len(edges) - 1, 0)
    distinct = np.unique(numbers[known])
    if len(distinct) <= most:
        rows = [(float(value), float(value), "") for value in distinct]
    else:
        ends = np.where(np.isfinite(edges), edges, np.nan)
        rows = [(float(ends[place]), float(ends[place + 1]), "") for place in range(n_bins)]
    if not known.all():
        codes[~known] = n_bins
        rows.append((math.nan, math.nan, MISSING))
    return ValueBins(codes.astype(np.int64), _table(rows))


def bin_words(from_value: float, to_value: float, text: str, unit: str) -> str:
    """Say a part in words.

    Examples
    --------
    >>> bin_words(2.0, 7.0, "", "count"), bin_words(math.nan, 7.0, "", "count"), bin_words(7.0, math.nan, "", "count")
    ('2 to 7', 'up to 7', 'above 7')
    >>> bin_words(math.nan, math.nan, "web", "category")
    'web'
    >>> bin_words(3.0, 3.0, "", "count")
    '3'
    """
    if text:
        return text
    if from_value == to_value:
        return quantity(to_value, unit)
    if math.isnan(from_value) and math.isnan(to_value):
        return "any value"
    if math.isnan(from_value):
        return f"up to {quantity(to_value, unit)}"
    if math.isnan(to_value):
        return f"above {quantity(from_value, unit)}"
    return f"{quantity(from_value, unit)} to {quantity(to_value, unit)}"


def _edges(numbers: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """Give the borders of the parts; few distinct numbers are parted halfway between."""
    if len(numbers) == 0:
        return np.zeros(0)
    distinct = np.unique(numbers)
    if len(distinct) <= most:
        inner = distinct[:-1]
    else:
        inner = np.unique(np.quantile(numbers, np.linspace(0, 1, most + 1)[1:-1], method="inverted_cdf"))
        inner = inner[inner < distinct[-1]]
    return np.asarray(np.r_[-np.inf, inner, np.inf], dtype=np.float64)


def _of_categories(values: pd.Series, most: int) -> ValueBins:
    texts = values.astype(object).where(values.notna(), None)
    counts = texts.dropna().astype(str).value_counts().rename_axis("name").reset_index(name="n")
    counts = counts.sort_values(["n", "name"], ascending=[False, True], kind="stable")
    names = counts["name"].tolist()
    kept = names if len(names) <= most else names[: most - 1]
    rows = [(math.nan, math.nan, name) for name in kept]
    codes = pd.Index(kept).get_indexer(pd.Index(texts.map(lambda one: None if one is None else str(one))))
    rest = (codes < 0) & texts.notna().to_numpy()
    if rest.any():
        codes = np.where(rest, len(rows), codes)
        rows.append((math.nan, math.nan, OTHERS))
    if texts.isna().any():
        codes = np.where(texts.isna().to_numpy(), len(rows), codes)
        rows.append((math.nan, math.nan, MISSING))
    return ValueBins(codes.astype(np.int64), _table(rows))


def _table(rows: list[tuple[float, float, str]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["from_value", "to_value", "text"])
    table = table.astype({"from_value": "float64", "to_value": "float64", "text": "str"})
    return table.assign(bin=np.arange(len(table)))[["bin", "from_value", "to_value", "text"]]
