"""A model made again on disjoint halves of its customers, to see what of it hangs on who happened to be there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analytics.models.boosting import settings_of

if TYPE_CHECKING:
    from lightgbm import Booster

Floats = NDArray[np.float64]

N_PAIRS = 4
MOST_ROWS = 60_000
"""With more training rows so many are drawn from; fewer rows make reasons look less stable than they are, not more."""


def refits(
    matrix: Floats,
    values: Floats,
    customers: NDArray[np.int64],
    *,
    categorical: list[int],
    rounds: int,
    seed: int,
    n_threads: int,
) -> Iterator[Booster]:
    """Fit as many trees on one half of the customers, then on the other, and part them anew.

    Two halves have nothing in common but the truth, so what both say is not a trait of who was there. Bootstrap samples
    of the same customers share their accidents: in made-up worlds they found half of the size of pure noise again, two
    halves a seventh, customers who were truly new a tenth (docs/churn.md).

    Parameters
    ----------
    matrix : ndarray, shape (n, d)
        The training rows as the model reads them.
    values : ndarray, shape (n,)
        The outcome, 0 or 1.
    customers : ndarray of int64, shape (n,)
        Whose row it is, as a number from 0; all rows of a customer are in the same half.
    categorical : list of int
        Places of the columns that are category codes.
    rounds : int
        Trees, as many as the model in force has.
    seed : int
    n_threads : int
        Threads to use; they change no result.

    Yields
    ------
    Booster
        `N_PAIRS` times two: the first half's, then the second's.

    References
    ----------
    R. Shah and R. Samworth, "Variable selection with error control: another look at stability selection", 2013.
    """
    import lightgbm

    kept = _rows_kept(customers, seed=seed)
    # Values are put into bins once for all. Columns are kept whatever the size of the leaves: halves may have smaller
    # ones than the default by which LightGBM would leave columns out.
    params = {"verbosity": -1, "feature_pre_filter": False}
    data = lightgbm.Dataset(
        matrix[kept], values[kept], categorical_feature=categorical, params=params, free_raw_data=False
    ).construct()
    n_customers, owners = _renumbered(customers[kept])
    for number in range(N_PAIRS):
        first = np.random.default_rng([seed, 701, number]).permutation(n_customers)[owners] < n_customers / 2
        for half in (first, ~first):
            part = data.subset(np.flatnonzero(half).tolist())
            settings = settings_of(int(half.sum()), seed + number, n_threads)
            yield lightgbm.train(settings | {"feature_pre_filter": False}, part, num_boost_round=rounds)


def _rows_kept(customers: NDArray[np.int64], *, seed: int) -> NDArray[np.int64]:
    if len(customers) <= MOST_ROWS:
        return np.arange(len(customers))
    n_customers, owners = _renumbered(customers)
    order = np.random.default_rng([seed, 709]).permutation(n_customers)
    return np.flatnonzero(order[owners] < n_customers * MOST_ROWS / len(customers))


def _renumbered(customers: NDArray[np.int64]) -> tuple[int, NDArray[np.int64]]:
    ids, owners = np.unique(customers, return_inverse=True)
    return len(ids), owners.astype(np.int64)
