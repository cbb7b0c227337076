"""Which numbers of a table may leave: none about fewer than ten customers, and none from which such a one follows.

Hiding the small cells alone is not enough: with a total and all cells but one, the hidden one is a subtraction away.
So further cells are hidden, the smallest first, until no small group, and no small difference of two groups one of
which contains the other, is a sum and difference of what is shown (complementary suppression: Hundepool and others,
"Statistical Disclosure Control", 2012, chapter 4). It rules exact disclosure out, for the numbers of one table.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

FEWEST = 10
"""Groups of fewer customers are not shown outside the analysts' room."""

_PRIME = 2_147_483_647
"""Sums and differences are sought modulo a prime: exact, and products of two fit into 64 bits."""


def may_be_shown(counts: np.ndarray, groups: np.ndarray, *, fewest: int = FEWEST) -> np.ndarray:
    """Say which of some overlapping groups may be shown together.

    Parameters
    ----------
    counts : ndarray of int, shape (n_parts,)
        Customers in each of the parts that no group divides.
    groups : ndarray of bool, shape (n_groups, n_parts)
        Which parts a group is made of. A total is a group, too.
    fewest : int
        The smallest number of customers that may be told of.

    Returns
    -------
    ndarray of bool, shape (n_groups,)
        True where a group's number may be shown. Empty groups may: they are about nobody.

    Examples
    --------
    Three regions and their total. The small one is hidden, and the next smallest, else it would be the difference.

    >>> import numpy as np
    >>> may_be_shown(np.array([4, 30, 70]), np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]], dtype=bool)).tolist()
    [False, False, True, True]
    """
    parts, groups = np.asarray(counts, dtype=np.int64), np.asarray(groups, dtype=bool)
    sizes = groups @ parts
    # Parts without customers tell nothing: two groups that differ in them alone have one number.
    inner = groups[:, parts > 0].astype(np.int64)
    shown: np.ndarray = (sizes == 0) | (sizes >= fewest)
    secrets = _secrets(inner, sizes, parts[parts > 0], fewest)
    while (used := _what_tells(inner, shown & (sizes > 0), secrets)) is not None:
        shown[used[np.argmin(sizes[used])]] = False
    return shown


def gathered(*counts: np.ndarray, fewest: int = FEWEST) -> np.ndarray:
    """Say which members of a division of all customers are told of together, as "others", so that all still adds up.

    Parameters
    ----------
    *counts : ndarray, shape (n_members,)
        Customers in each member, an array a period that is told of.
    fewest : int
        The smallest number of customers that may be told of.

    Returns
    -------
    ndarray of bool, shape (n_members,)
        True for those that are too small in some period, and for the next smallest until the others together are large
        enough in each. All where even that is not enough.

    Examples
    --------
    >>> import numpy as np
    >>> gathered(np.array([4, 30, 70])).tolist(), gathered(np.array([20, 30])).tolist()
    ([True, True, False], [False, False])
    """
    sizes = np.stack(counts)
    small = np.any((sizes > 0) & (sizes < fewest), axis=0)
    for member in np.argsort(sizes.sum(axis=0), kind="stable"):
        together = sizes[:, small].sum(axis=1)
        if not small.any() or ((together == 0) | (together >= fewest)).all():
            break
        small[member] = True
    return np.asarray(small)


def _secrets(inner: np.ndarray, sizes: np.ndarray, parts: np.ndarray, fewest: int) -> np.ndarray:
    """The small groups, and the small differences of two groups one of which contains the other; a row each."""
    found = {row.tobytes(): row for row in inner[(sizes > 0) & (sizes < fewest)]}
    for row in _differences(inner):
        if 0 < int(row @ parts) < fewest:
            found[row.tobytes()] = row
    return np.array(list(found.values()), dtype=np.int64).reshape(len(found), inner.shape[1])


def _differences(inner: np.ndarray) -> Iterator[np.ndarray]:
    for one in inner:
        contained = (inner <= one).all(axis=1)
        yield from one - inner[contained]


def _what_tells(inner: np.ndarray, shown: np.ndarray, secrets: np.ndarray) -> np.ndarray | None:
    """The shown groups of which some secret is a sum and difference; None where no secret is."""
    at = np.flatnonzero(shown)
    for secret in secrets:
        weights = _weights(inner[at], secret)
        if weights is not None:
            return np.asarray(at[weights != 0])
    return None


def _weights(rows: np.ndarray, wanted: np.ndarray) -> np.ndarray | None:
    """How often to count each row so that they sum up to what is wanted, modulo the prime; None where it can't be."""
    n_rows = len(rows)
    system = np.concatenate([rows.T, wanted[:, None]], axis=1) % _PRIME
    pivots: list[int] = []
    for column in range(n_rows):
        below = np.flatnonzero(system[len(pivots) :, column])
        if not below.size:
            continue
        at = len(pivots)
        system[[at, at + below[0]]] = system[[at + below[0], at]]
        system[at] = system[at] * pow(int(system[at, column]), -1, _PRIME) % _PRIME
        others = np.flatnonzero(system[:, column])
        others = others[others != at]
        system[others] = (system[others] - system[others, column][:, None] * system[at]) % _PRIME
        pivots.append(column)
        if at + 1 == len(system):
            break
    if system[len(pivots) :, n_rows].any():
        return None
    weights = np.zeros(n_rows, dtype=np.int64)
    weights[pivots] = system[: len(pivots), n_rows]
    return weights
