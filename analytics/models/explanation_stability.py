"""How far a customer's reasons hold when the model is made again from other customers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from analytics.models.boosting import MOST_FOR_LIGHTGBM, SETTINGS, contributions
from analytics.models.refits import N_PAIRS
from analytics.models.tree_contributions import tree_contributions

if TYPE_CHECKING:
    from lightgbm import Booster

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

MOST_LOOKED_AT = 8
"""Pushes a customer that are followed: as many as the Customer screen draws."""

MOST_SAID = 3
LEAST_SAID = 0.05
"""What the screen says: up to three pushes, none below 0.05 log-odds."""

SAME_SIZE = 0.5
"""A push comes back where both models of a pair give it the same sign and at least half the size."""

HOLDS = 0.75
"""Share of what is said (by size) that comes back, from which an explanation is called stable."""

REASON_HOLDS = 0.75
"""Share of pairs in which a reason must come back to be called sure: three of four."""

TWIN = 0.8
"""Rank correlation, in size, from which two features stand in for each other."""


def followed(pushes: Floats, *, most: int = MOST_LOOKED_AT) -> Places:
    """Give the places of each row's largest pushes, largest first."""
    return np.argsort(-np.abs(pushes), axis=1, kind="stable")[:, :most].astype(np.int64)


def pushes_again(boosters: Iterable[Booster], matrix: Floats, places: Places, *, n_threads: int) -> Floats:
    """Ask models made again for some pushes of each customer.

    Parameters
    ----------
    boosters : iterable of Booster
        From `refits`.
    matrix : ndarray, shape (n, d)
        Customers as the model reads them.
    places : ndarray of int64, shape (n, k)
        The columns whose pushes are asked for, row by row.
    n_threads : int
        Threads to use; they change no result.

    Returns
    -------
    ndarray, shape (2 * n_pairs, n, k)
        Log-odds.
    """
    asked = [np.take_along_axis(_pushes(each, matrix, n_threads), places, axis=1) for each in boosters]
    return np.stack(asked)


def _pushes(booster: Booster, matrix: Floats, n_threads: int) -> Floats:
    """Look pushes up in tables unless rows are few: compiling is paid once a machine, and it is ten times as fast."""
    work = len(matrix) * booster.num_trees() * int(SETTINGS["num_leaves"]) * 2 * N_PAIRS
    if work > MOST_FOR_LIGHTGBM // 10:
        return tree_contributions(booster.model_to_string(), matrix, n_threads=n_threads)
    return contributions(booster, matrix, n_threads=n_threads)


def contribution_stability(own: Floats, again: Floats) -> pd.DataFrame:
    """Say of each push how far it holds.

    Parameters
    ----------
    own : ndarray, shape (n, k)
        Pushes of the model in force (log-odds), largest first.
    again : ndarray, shape (2 * n_pairs, n, k)
        The same of models made on disjoint halves of the customers, pair by pair.

    Returns
    -------
    DataFrame
        A row a customer and push, in order: ``contribution``, ``lower`` and ``upper`` (90 % of models made from other
        customers give a push between them), ``sign_share`` (share of models with the same sign, 0 to 1),
        ``back_share`` (share of pairs of which both have the same sign and at least half the size).
    """
    middle, spread, n = again.mean(axis=0), again.std(axis=0, ddof=1), len(again)
    # Halves of the same customers spread as much as whole models do over other ones; a new model is a second chance.
    reach = float(stdtrit(n - 1, 0.95)) * spread * np.sqrt(2 + 1 / n)
    same = np.sign(again) == np.sign(own)
    back = same & (np.abs(again) >= SAME_SIZE * np.abs(own))
    columns = {
        "contribution": own,
        "lower": middle - reach,
        "upper": middle + reach,
        "sign_share": same.mean(axis=0),
        "back_share": (back[0::2] & back[1::2]).mean(axis=0),
    }
    return pd.DataFrame({name: values.ravel() for name, values in columns.items()})


def explanation_stability(own: Floats, back_share: Floats) -> pd.DataFrame:
    """Say of each customer how far the reasons that are said hold.

    Parameters
    ----------
    own : ndarray, shape (n, k)
        Pushes (log-odds), largest first.
    back_share : ndarray, shape (n, k)
        From `contribution_stability`.

    Returns
    -------
    DataFrame
        ``stability`` (share of what is said, by size, that comes back; 1 is all, missing where nothing is said),
        ``is_stable`` (1 where it is at least 0.75), ``n_reasons`` (said, 0 to 3).
    """
    sizes = np.abs(own[:, :MOST_SAID])
    sizes = np.where(sizes >= LEAST_SAID, sizes, 0.0)
    total = sizes.sum(axis=1)
    held = (sizes * back_share[:, :MOST_SAID]).sum(axis=1)
    stability = np.divide(held, total, out=np.full(len(own), np.nan), where=total > 0)
    return pd.DataFrame(
        {
            "stability": stability,
            "is_stable": (np.nan_to_num(stability, nan=1.0) >= HOLDS).astype(np.int64),
            "n_reasons": (sizes > 0).sum(axis=1),
        }
    )


def twins(matrix: Floats, used: Places) -> dict[int, int]:
    """Find for each used column the used one that moves most together with it, where there is one.

    Parameters
    ----------
    matrix : ndarray, shape (n, d)
        Customers as the model reads them; missing counts as lowest.
    used : ndarray of int64
        Places of the columns that the model uses.

    Returns
    -------
    dict of int to int
        By place; only where the rank correlation is at least 0.8 in size.
    """
    from scipy.stats import rankdata

    ranks = np.stack([rankdata(np.nan_to_num(matrix[:, place], nan=-np.inf)) for place in used], axis=1)
    centred = ranks - ranks.mean(axis=0)
    scale = np.sqrt((centred**2).sum(axis=0))
    scaled = centred / np.where(scale > 0, scale, np.inf)
    together = np.abs(scaled.T @ scaled) - np.eye(len(used))
    nearest = together.argmax(axis=1)
    return {int(used[place]): int(used[other]) for place, other in enumerate(nearest) if together[place, other] >= TWIN}
