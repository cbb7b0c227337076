"""Columns of a table as plain typed lists, where words or marks are made of them one by one."""

from __future__ import annotations

import math

import pandas as pd


def floats(table: pd.DataFrame, column: str) -> list[float]:
    """Return a column as numbers; missing is NaN.

    Examples
    --------
    >>> floats(pd.DataFrame({"n": [1, 2]}), "n")
    [1.0, 2.0]
    """
    return [float(value) for value in pd.to_numeric(table[column]).astype("float64")]


def texts(table: pd.DataFrame, column: str) -> list[str]:
    """Return a column as texts; missing is an empty text.

    Examples
    --------
    >>> texts(pd.DataFrame({"name": ["a", None]}), "name")
    ['a', '']
    """
    return ["" if missing else str(value) for value, missing in zip(table[column], table[column].isna(), strict=True)]


def place_of_largest(values: list[float]) -> int | None:
    """Return the position of the largest number, the first of equals; None where there is none.

    Examples
    --------
    >>> place_of_largest([1.0, 3.0, float("nan")]), place_of_largest([])
    (1, None)
    """
    known = [place for place, value in enumerate(values) if not math.isnan(value)]
    return max(known, key=lambda place: values[place], default=None)
