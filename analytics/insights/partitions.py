"""Two divisions of the same customers beside each other: which segments correspond, and who would move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.insights.protected_overlap import MOST_CUSTOMERS, attribute_groups
from analytics.models.stability import agreement, contingency

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

MOSTLY = 0.7
"""The share of a segment's customers that its name must account for."""

MOST_NAMED = 2


@dataclass(frozen=True)
class Beside:
    """Two divisions compared.

    Attributes
    ----------
    agreement : float
        Adjusted Rand index over all customers: 1 the same division, 0 what chance gives.
    counterpart : dict of int to int
        By a segment of the second division, the one of the first that it corresponds to; without those that have none.
    moved : ndarray of bool, shape (n,)
        Customers whose segment in the second does not correspond to the one they are in now.
    """

    agreement: float
    counterpart: dict[int, int]
    moved: Mask


def beside(first: Ints, second: Ints) -> Beside:
    """Say which segments of two divisions correspond and who moves between those that don't.

    Segments are paired one to one so that as few customers as possible move (Kuhn 1955).

    Parameters
    ----------
    first, second : ndarray of int, shape (n,)
        Segments from 0 of the same customers.

    Returns
    -------
    Beside

    Examples
    --------
    >>> found = beside(np.array([0, 0, 0, 1, 1, 1]), np.array([1, 1, 0, 0, 0, 2]))
    >>> found.counterpart, found.moved.tolist()
    ({0: 1, 1: 0}, [False, False, True, False, False, True])
    """
    from scipy.optimize import linear_sum_assignment

    counts = contingency(first, second)
    rows, columns = linear_sum_assignment(counts, maximize=True)
    pairs = sorted((int(j), int(i)) for i, j in zip(rows, columns, strict=True) if counts[i, j] > 0)
    counterpart = dict(pairs)
    expected = np.full(counts.shape[1], -1, dtype=np.int64)
    expected[list(counterpart)] = list(counterpart.values())
    return Beside(agreement(first, second), counterpart, expected[second] != first)


def protected_agreement(
    segments: Ints, customers: pd.DataFrame, *, protected: tuple[str, ...], as_of: date, seed: int
) -> dict[str, float]:
    """Adjusted mutual information of a division with each protected attribute.

    Parameters
    ----------
    segments : ndarray of int, shape (n,)
    customers : DataFrame
        The same customers; columns that are not there are left out.
    protected : tuple of str
    as_of : date
        The day of ages.
    seed : int
        Of the sample of 20,000 where there are more.

    Returns
    -------
    dict of str to float
        0 what chance gives, 1 the same division; only for attributes with more than one group.
    """
    from sklearn.metrics import adjusted_mutual_info_score

    sample = np.sort(np.random.default_rng([seed, 823]).permutation(len(segments))[:MOST_CUSTOMERS])
    found = {}
    for attribute in [name for name in protected if name in customers.columns]:
        group = pd.factorize(attribute_groups(customers[attribute].iloc[sample], as_of=as_of), sort=True)[0]
        if group.max(initial=0) > 0:
            found[attribute] = float(adjusted_mutual_info_score(group, segments[sample]))
    return found


def composed_names(first: Ints, second: Ints, names: tuple[str, ...]) -> tuple[str, ...]:
    """Name the segments of a division by the segments of another that their customers are in.

    Parameters
    ----------
    first, second : ndarray of int, shape (n,)
        Segments from 0 of the same customers.
    names : tuple of str
        Of the segments of `first`.

    Returns
    -------
    tuple of str
        For each segment of `second`: the one that holds at least 70 % of its customers, or those that together do, the
        largest first, at most two, each by the words before its first comma. Those that are named alike are numbered.

    Examples
    --------
    >>> first, second = np.array([0, 0, 1, 1, 1, 1, 1]), np.array([0, 0, 0, 0, 1, 1, 2])
    >>> composed_names(first, second, ("savers", "travellers"))
    ('savers + travellers', '1 of 2: travellers', '2 of 2: travellers')
    """
    counts = contingency(first, second, len(names))
    told = [_composed(counts[:, segment], names) for segment in range(counts.shape[1])]
    seen: dict[str, int] = {}
    named = []
    for name in told:
        seen[name] = seen.get(name, 0) + 1
        named.append(f"{seen[name]} of {told.count(name)}: {name}" if told.count(name) > 1 else name)
    return tuple(named)


def _composed(counts: Floats, names: tuple[str, ...]) -> str:
    order = np.argsort(-counts, kind="stable")
    reached = np.cumsum(counts[order]) / max(float(counts.sum()), 1.0)
    n_parts = int(np.searchsorted(reached, MOSTLY)) + 1
    if n_parts == 1:
        return names[int(order[0])]
    parts = [names[int(row)].split(",")[0] for row in order[: min(n_parts, MOST_NAMED)]]
    more = n_parts - len(parts)
    return " + ".join([*parts, f"{more} more"] if more > 0 else parts)
