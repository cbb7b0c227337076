"""Gradient-boosted trees with one setting for every bank."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from lightgbm import Booster

SETTINGS: dict[str, float | int | str | bool] = {
    "objective": "binary",
    "learning_rate": 0.08,
    "num_leaves": 8,
    "max_depth": 4,
    "lambda_l2": 10.0,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "cat_smooth": 20.0,
    "cat_l2": 20.0,
    "max_cat_to_onehot": 8,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}
"""Small steps of shallow trees: what held up on every table tried, from 60 rows to 50,000 (docs/churn.md)."""

MOST_ROUNDS = 1000
FEW_CASES_ROUNDS = 100
FEWEST_TO_STOP = 20
MOST_FOR_LIGHTGBM = 100_000_000
"""Rows times leaves up to which LightGBM splits the margins itself: some eight seconds, less than it takes to compile
what is faster with more."""
_PATIENCE = 40
_MORE_ROWS = 1.1
_QUIET = {"verbosity": -1}


def fit_booster(
    matrix: np.ndarray, values: np.ndarray, *, categorical: list[int], rounds: int, seed: int, n_threads: int
) -> Booster:
    """Fit trees to 0/1 outcomes; the same rows and seed give the same trees on any number of threads.

    Parameters
    ----------
    matrix : ndarray
        One row a customer (and date), NaN where missing, category codes as numbers.
    values : ndarray
        The outcome, 0 or 1.
    categorical : list of int
        Positions of the columns that are category codes.
    rounds : int
        Number of trees.
    seed : int
        Seed of the row and column samples.
    n_threads : int
        Threads to use.

    Returns
    -------
    Booster
        A fitted LightGBM booster.
    """
    import lightgbm

    data = lightgbm.Dataset(matrix, values, categorical_feature=categorical, params=_QUIET)
    return lightgbm.train(settings_of(len(values), seed, n_threads), data, num_boost_round=rounds)


def enough_rounds(
    matrix: np.ndarray, values: np.ndarray, held: np.ndarray, *, categorical: list[int], seed: int, n_threads: int
) -> int:
    """Find how many trees to grow: until the log loss of held rows no longer falls.

    Parameters
    ----------
    matrix, values, categorical, seed, n_threads
        As in `fit_booster`.
    held : ndarray of bool
        Rows, of customers of their own, that only say when to stop.

    Returns
    -------
    int
        A tenth more than the best number for the rows that were not held, since the model is then fitted on all
        of them; 100 where the held rows have fewer than 20 cases of either class.
    """
    import lightgbm

    rarer = min(values[held].sum(), (1 - values[held]).sum())
    if rarer < FEWEST_TO_STOP:
        return FEW_CASES_ROUNDS
    taught = lightgbm.Dataset(matrix[~held], values[~held], categorical_feature=categorical, params=_QUIET)
    watched = lightgbm.Dataset(
        matrix[held], values[held], categorical_feature=categorical, reference=taught, params=_QUIET
    )
    booster = lightgbm.train(
        settings_of(len(values), seed, n_threads),
        taught,
        num_boost_round=MOST_ROUNDS,
        valid_sets=[watched],
        callbacks=[lightgbm.early_stopping(_PATIENCE, verbose=False)],
    )
    return max(1, round(booster.best_iteration * _MORE_ROWS))


def settings_of(n_rows: int, seed: int, n_threads: int) -> dict[str, float | int | str | bool]:
    """Give LightGBM's settings for so many training rows: leaves of a twentieth of them, 3 to 20 rows."""
    leaf = int(np.clip(n_rows // 20, 3, 20))
    return SETTINGS | {"min_data_in_leaf": leaf, "seed": seed % 2**31, "num_threads": n_threads}


def margins(booster: Booster, matrix: np.ndarray, *, n_threads: int) -> np.ndarray:
    """Score rows in log-odds, before calibration."""
    return np.asarray(booster.predict(matrix, raw_score=True, num_threads=n_threads), dtype=float)


def contributions(booster: Booster, matrix: np.ndarray, *, n_threads: int) -> np.ndarray:
    """Split each row's margin into exact tree SHAP values.

    Parameters
    ----------
    booster : Booster
        Fitted trees.
    matrix : ndarray, shape (n, d)
        The rows to explain.
    n_threads : int
        Threads to use.

    Returns
    -------
    ndarray, shape (n, d + 1)
        Log-odds a feature; the last column is the base, the same for every row. Rows add up to `margins`.
    """
    from analytics.models.tree_contributions import tree_contributions

    if len(matrix) * booster.num_trees() * int(SETTINGS["num_leaves"]) > MOST_FOR_LIGHTGBM:
        return tree_contributions(booster.model_to_string(), matrix, n_threads=n_threads)
    return np.asarray(booster.predict(matrix, pred_contrib=True, num_threads=n_threads), dtype=float)


def booster_text(booster: Booster) -> str:
    """Write a booster down as LightGBM's own plain text; the number of threads is left out, since it says nothing."""
    return re.sub(r"\[num_threads: \d+\]", "[num_threads: 0]", booster.model_to_string())


def booster_from_text(text: str) -> Booster:
    """Read a booster that `booster_text` wrote."""
    import lightgbm

    return lightgbm.Booster(model_str=text)
