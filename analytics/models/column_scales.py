"""How one feature column becomes numbers of comparable spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TAIL_STARTS = 2.5
"""Beyond so many standard deviations a value counts by its logarithm: one gross value must not make a segment."""

RARE = 0.02
"""Values of a category with a smaller share than this are taken together."""

MOST_VALUES = 15
"""Most values of a category that get a column of their own."""

EVEN_ENOUGH = 0.25
"""Columns less lopsided than this stay as they are (0 is even, 1 all on one side)."""

MOST_WEIGHT = 1.25
"""Columns whose spread sits in a few customers' tails are not blown up beyond this."""

MOSTLY_ONE_VALUE = 0.5
MOSTLY_ONE_WEIGHT = 0.5
"""Where more than half have one value (no subscription at all), the rest are far from them whatever they are like:
at full weight such a column split planted segments of a demo bank in two (docs/segments.md)."""

BINARY_WEIGHT = 0.7
"""Spread of yes/no columns: a column with two values has no tails, and would pull segments apart by itself."""


@dataclass(frozen=True)
class ColumnScale:
    """A fitted column: what to do with its values.

    Attributes
    ----------
    name : str
        The feature.
    outputs : tuple of str
        The names of the numeric columns it becomes; none where it is constant or empty.
    """

    name: str
    outputs: tuple[str, ...]
    values: tuple[str, ...] = ()
    unit: float = 0.0
    middle: float = 0.0
    spread: float = 1.0
    weight: float = 1.0
    takes_logarithm: bool = False

    def columns(self, column: pd.Series) -> Floats:
        """The numeric columns of other values of this feature.

        Parameters
        ----------
        column : Series
            Values of the feature, NaN allowed.

        Returns
        -------
        ndarray, shape (len(column), len(outputs))
        """
        if self.values:
            text = _text(column).to_numpy()
            shares = [self._share(text == value) for value in self.values]
            return np.column_stack(shares)
        numbers = _numbers(column)
        missing = ~np.isfinite(numbers)
        scaled = _drawn_in((self._shaped(numbers) - self.middle) / self.spread) * self.weight
        scaled[missing] = np.nan
        return scaled[:, None]

    def _shaped(self, numbers: Floats) -> Floats:
        if not self.takes_logarithm:
            return numbers
        return np.asarray(np.sign(numbers) * np.log1p(np.abs(numbers) / self.unit))

    def _share(self, is_value: NDArray[np.bool_]) -> Floats:
        return np.asarray(is_value * self.weight, dtype=np.float64)


def column_scale(column: pd.Series) -> ColumnScale:
    """Measure a column: logarithm or not, middle, spread, frequent values.

    Parameters
    ----------
    column : Series
        One feature. Text and categories become yes/no columns of their frequent values; numbers become one
        column, in which what is missing stays missing.

    Returns
    -------
    ColumnScale
    """
    name = str(column.name)
    if not (pd.api.types.is_numeric_dtype(column.dtype) or pd.api.types.is_bool_dtype(column.dtype)):
        return _category_scale(name, _text(column))
    numbers = _numbers(column)
    finite = numbers[np.isfinite(numbers)]
    if len(finite) == 0 or np.ptp(finite) <= 1e-12 * max(np.abs(finite).max(), 1e-300):
        return ColumnScale(name, ())
    unit = float(np.median(np.abs(finite[finite != 0])))
    shaped = np.sign(finite) * np.log1p(np.abs(finite) / unit)
    skewness = _lopsided(finite)
    takes_logarithm = skewness > EVEN_ENOUGH and _lopsided(shaped) < skewness and len(np.unique(finite[:1000])) > 2
    chosen = shaped if takes_logarithm else finite
    middle = float(np.median(chosen))
    spread = _spread(chosen)
    drawn = _drawn_in((chosen - middle) / spread)
    weight = min(1 / max(float(drawn.std()), 1e-9), MOST_WEIGHT)
    values, counts = np.unique(finite, return_counts=True)
    if len(values) == 2:
        weight *= BINARY_WEIGHT
    elif counts.max() > MOSTLY_ONE_VALUE * len(finite):
        weight *= MOSTLY_ONE_WEIGHT
    return ColumnScale(
        name, (name,), unit=unit, middle=middle, spread=spread, weight=weight, takes_logarithm=takes_logarithm
    )


def _category_scale(name: str, text: pd.Series) -> ColumnScale:
    shares = text.value_counts(normalize=True)
    frequent = sorted(str(value) for value in shares.index[shares >= RARE][:MOST_VALUES])
    if len(frequent) == 0 or (len(frequent) == 1 and float(shares.max()) > 1 - RARE):
        return ColumnScale(name, ())
    outputs = tuple(f"{name} = {value}" for value in frequent)
    weight = float(BINARY_WEIGHT / np.sqrt(max((shares * (1 - shares)).sum(), 1e-9)) * np.sqrt(max(len(shares) - 1, 1)))
    return ColumnScale(name, outputs, values=tuple(frequent), weight=min(weight, 3.0))


def _lopsided(values: Floats) -> float:
    """Skewness by quantiles: 0 is even, 1 all on one side; tails are drawn in anyway, and do not count."""
    low, middle, high = np.quantile(values, [0.02, 0.5, 0.98])
    return abs(float(high + low - 2 * middle)) / max(float(high - low), 1e-12)


def _spread(values: Floats) -> float:
    """Half the span of the middle two thirds, or the standard deviation where most values are equal."""
    low, high = np.quantile(values, [1 / 6, 5 / 6])
    robust = float(high - low) / 2
    deviation = float(values.std())
    return robust if robust > 0.2 * deviation else deviation


def _drawn_in(scaled: Floats) -> Floats:
    beyond = np.maximum(np.abs(scaled) - TAIL_STARTS, 0)
    return np.asarray(np.sign(scaled) * (np.minimum(np.abs(scaled), TAIL_STARTS) + np.log1p(beyond)))


def _numbers(column: pd.Series) -> Floats:
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers


def _text(column: pd.Series) -> pd.Series:
    return column.astype(object).where(column.notna(), "(missing)").astype(str)
