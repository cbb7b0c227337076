"""Levers of a customer table: columns of which whoever loaded the table said that somebody can change them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from analytics.models.lever import Lever
from analytics.models.named_rows import Floats, NamedRows

CHANGE = "change "
"""How the name of such a lever begins."""

COLUMN = "column"
"""What the catalogue calls it."""

STEPS = (1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 48)
"""So many of the smallest step; those that lead past the least or the most of real customers are left out."""

PARTS_OF_SPREAD = 20
"""Where nobody said a smallest step, it is a round number near this part of what lies between the 5 % and the 95 %
quantile."""


def number_lever(rows: NamedRows, column: str, direction: str, step: float | None) -> Lever:
    """Make a lever of a column of numbers.

    Parameters
    ----------
    rows : NamedRows
        Customers as they are.
    column : str
        The column.
    direction : str
        ``up``, ``down`` or ``either``.
    step : float or None
        The smallest step; None takes it from the data.

    Returns
    -------
    Lever
        Its sizes are signed; the smallest come first.
    """
    size = smallest_step(rows[column]) if step is None else step
    ways = {"up": (1.0,), "down": (-1.0,), "either": (-1.0, 1.0)}[direction]
    sizes = tuple(way * times * size for times in STEPS for way in ways)
    return Lever(f"{CHANGE}{column}", (column,), (), sizes, partial(_shifted, column=column))


def category_lever(column: str, codes: tuple[int, ...]) -> Lever:
    """Make a lever of a column of categories, with the codes of the values that are allowed as its sizes."""
    sizes = tuple(float(code) for code in codes)
    return Lever(f"{CHANGE}{column}", (column,), (), sizes, partial(_set, column=column))


def smallest_step(values: Floats) -> float:
    """Give a round step (1, 2 or 5 times a power of ten) that suits a column; at least 1 where all are whole.

    Examples
    --------
    >>> smallest_step(np.arange(101.0)), smallest_step(np.linspace(0, 1, 101))
    (5.0, 0.05)
    """
    known = values[~np.isnan(values)]
    low, high = np.quantile(known, [0.05, 0.95]) if len(known) else (0.0, 0.0)
    spread = float(high - low) or float(known.max() - known.min() if len(known) else 0.0) or 1.0
    power = 10.0 ** np.floor(np.log10(spread / PARTS_OF_SPREAD))
    part = next(times for times in (1.0, 2.0, 5.0, 10.0) if times * power >= spread / PARTS_OF_SPREAD * (1 - 1e-9))
    step = float(round(part * power, 12))
    return max(step, 1.0) if bool((known % 1 == 0).all()) else step


def _shifted(rows: NamedRows, size: float, *, column: str) -> Mapping[str, Floats]:
    return {column: np.round(rows[column] + size, 10)}


def _set(rows: NamedRows, size: float, *, column: str) -> Mapping[str, Floats]:
    return {column: np.where(np.isnan(rows[column]), np.nan, size)}
