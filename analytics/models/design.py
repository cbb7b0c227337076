"""Features as the numbers that a model reads, always in the same columns and codes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

KEYS = ("customer_id", "as_of")
MOST_LEVELS = 100
"""Levels of a category that keep a code of their own; rarer ones share one, so that a column cannot grow at will."""
FEWEST_MISSING = 20
"""With fewer missing values than this to learn from, nothing is known about what missing goes with. LightGBM would
then read a missing balance as a balance of 0, and give people without any history a risk of 59 % where the bank had
8 % (Berka's loans); they are read as the median instead."""


@dataclass(frozen=True)
class Design:
    """The columns that a model reads, and the codes of their categories.

    Attributes
    ----------
    columns : tuple of str
        Feature names, in the model's order.
    levels : mapping of str to tuple of str
        For each category column, its levels in the order of their codes (0, 1, …). A level that was not seen
        when the design was made gets the code after the last.
    typical : mapping of str to float
        For each number that was (almost) never missing when the design was made, its median: what a missing value is
        read as later.
    """

    columns: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]]
    typical: Mapping[str, float]

    @property
    def categorical(self) -> list[int]:
        """Positions of the category columns."""
        return [place for place, column in enumerate(self.columns) if column in self.levels]

    def matrix(self, features: pd.DataFrame) -> np.ndarray:
        """Turn features into numbers: missing stays NaN or becomes typical, a category becomes its code.

        Parameters
        ----------
        features : DataFrame
            One row a customer (and date); other columns are left aside, a column that is not there is missing.

        Returns
        -------
        ndarray of float64
            One row a row of `features`, one column a feature.
        """
        out = np.full((len(features), len(self.columns)), np.nan)
        for place, column in enumerate(self.columns):
            if column in features:
                values = features[column]
                out[:, place] = self._codes(column, values) if column in self.levels else _numbers(values)
            if column in self.typical:
                out[np.isnan(out[:, place]), place] = self.typical[column]
        return out

    def _codes(self, column: str, values: pd.Series) -> np.ndarray:
        known = pd.Index(self.levels[column])
        codes = known.get_indexer(pd.Index(_texts(values))).astype(float)
        codes[codes < 0] = len(known)
        codes[values.isna().to_numpy()] = np.nan
        return codes

    def as_text(self) -> str:
        """Write the design down as JSON."""
        told = {"columns": self.columns, "levels": dict(self.levels), "typical": dict(self.typical)}
        return json.dumps(told, ensure_ascii=False)

    @staticmethod
    def from_text(text: str) -> Design:
        """Read a design that `as_text` wrote."""
        read = json.loads(text)
        levels = {name: tuple(levels) for name, levels in read["levels"].items()}
        return Design(tuple(read["columns"]), levels, read.get("typical", {}))


def feature_columns(features: pd.DataFrame) -> list[str]:
    """Name the columns of a feature table that are features: all but the keys."""
    return [column for column in features.columns if column not in KEYS]


def design_of(features: pd.DataFrame, columns: Sequence[str] | None = None) -> Design:
    """Fix columns and codes from the rows that a model learns from.

    Parameters
    ----------
    features : DataFrame
        Training rows. Numbers and booleans are read as numbers, everything else as categories.
    columns : sequence of str, optional
        The columns to read; all features when left out.

    Returns
    -------
    Design
        Levels are ordered by frequency, then by name.
    """
    columns = feature_columns(features) if columns is None else list(columns)
    levels = {}
    for column in columns:
        if not pd.api.types.is_numeric_dtype(features[column]):
            counts = pd.Series(_texts(features[column].dropna())).value_counts().rename_axis("level").reset_index()
            counts = counts.sort_values(["count", "level"], ascending=[False, True], kind="stable")
            levels[column] = tuple(counts["level"].head(MOST_LEVELS))
    numbers = {column: _numbers(features[column]) for column in columns if column not in levels}
    typical = {column: _typical(values) for column, values in numbers.items() if _is_seldom_missing(values)}
    return Design(tuple(columns), levels, typical)


def _is_seldom_missing(numbers: np.ndarray) -> bool:
    n_missing = int(np.isnan(numbers).sum())
    return n_missing < min(FEWEST_MISSING, len(numbers))


def _typical(numbers: np.ndarray) -> float:
    return float(np.nanmedian(numbers))


def _texts(values: pd.Series) -> np.ndarray:
    return values.astype(object).map(str).to_numpy(dtype=object)


def _numbers(values: pd.Series) -> np.ndarray:
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(numbers), numbers, np.nan)
