"""Columns that go with those that somebody changes: a change that leaves them behind looks like nobody."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from analytics.models.named_rows import Floats, NamedRows
from analytics.models.plausibility import MOST_NEIGHBOURS, placed

CLOSE = 0.5
"""An association (0–1) from which a column goes with another."""

MOST_COMPANIONS = 5
FEWEST_KNOWN = 30


def goes_with(
    rows: NamedRows, columns: Sequence[str], categories: Collection[str], order: NDArray[np.uint64]
) -> tuple[str, ...]:
    """Name the columns that go most with some columns.

    Parameters
    ----------
    rows : NamedRows
        Customers as they are.
    columns : sequence of str
        Columns that somebody changes.
    categories : collection of str
        Columns whose numbers are codes.
    order : ndarray
        A number a customer; those with the smallest are looked at.

    Returns
    -------
    tuple of str
        At most five for each, those of the strongest association (0.5 at least) first: rank correlation of two
        numbers, correlation ratio of ranks and a category, Cramér's V of two categories.
    """
    some = rows.among(np.argsort(order, kind="stable")[:MOST_NEIGHBOURS])
    looked_at = {name: _places(some[name], is_code=name in categories) for name in rows.columns}
    found: dict[str, None] = {}
    for column in columns:
        strength = {
            name: _association(looked_at[column], values, column in categories, name in categories)
            for name, values in looked_at.items()
            if name != column
        }
        close = sorted((name for name in strength if strength[name] >= CLOSE), key=lambda name: (-strength[name], name))
        found |= dict.fromkeys(close[:MOST_COMPANIONS])
    return tuple(found)


def _places(values: Floats, *, is_code: bool) -> Floats:
    if is_code:
        return values
    return np.where(np.isnan(values), np.nan, placed(values, np.sort(values[~np.isnan(values)])))


def _association(one: Floats, other: Floats, one_is_code: bool, other_is_code: bool) -> float:
    known = ~np.isnan(one) & ~np.isnan(other)
    left, right = one[known], other[known]
    if known.sum() < FEWEST_KNOWN or left.std() == 0 or right.std() == 0:
        return 0.0
    if one_is_code and other_is_code:
        strength = _cramers_v(left, right)
    elif one_is_code or other_is_code:
        strength = _correlation_ratio(left, right) if one_is_code else _correlation_ratio(right, left)
    else:
        strength = abs(float(np.corrcoef(left, right)[0, 1]))
    return float(np.round(strength, 9))


def _correlation_ratio(codes: Floats, numbers: Floats) -> float:
    group = np.unique(codes, return_inverse=True)[1]
    means = np.bincount(group, numbers) / np.bincount(group)
    return float(np.sqrt(np.var(means[group]) / np.var(numbers)))


def _cramers_v(one: Floats, other: Floats) -> float:
    left, right = (np.unique(codes, return_inverse=True)[1] for codes in (one, other))
    table = np.zeros((left.max() + 1, right.max() + 1))
    np.add.at(table, (left, right), 1)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    return float(np.sqrt(((table - expected) ** 2 / expected).sum() / table.sum() / (min(table.shape) - 1)))
