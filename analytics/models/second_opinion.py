"""The same model explained twice: exact tree SHAP values, and a straight line fitted around the customer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.boosting import contributions, margins
from analytics.models.model_card import StoredModel
from analytics.models.surrogate import surrogate

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SecondOpinion:
    """Two accounts of one customer's risk.

    Attributes
    ----------
    features : tuple of str
        Those that the model uses.
    contributions : ndarray of float64, shape (d,)
        Tree SHAP values (log-odds).
    weights : ndarray of float64, shape (d,)
        Of the straight line (log-odds).
    fit : float
        How much of the model the straight line explains around the customer (0 to 1).
    """

    features: tuple[str, ...]
    contributions: Floats
    weights: Floats
    fit: float


def second_opinions(
    model: StoredModel, asked: pd.DataFrame, others: pd.DataFrame, *, seed: int, n_threads: int
) -> list[SecondOpinion]:
    """Explain customers twice.

    Parameters
    ----------
    model : StoredModel
        The model in force.
    asked : DataFrame
        Features of the customers to explain, a row each.
    others : DataFrame
        Features of customers whose values may take the place of theirs.
    seed : int
    n_threads : int
        Threads to use; they change no result.

    Returns
    -------
    list of SecondOpinion
        In the order of the rows.
    """
    booster, design = model.booster, model.design
    used = np.flatnonzero(booster.feature_importance("split")).astype(np.int64)
    names = tuple(design.columns[place] for place in used)
    rows, around = design.matrix(asked), design.matrix(others)
    shap = contributions(booster, rows, n_threads=n_threads)[:, used]

    def answer(matrix: Floats) -> Floats:
        return margins(booster, matrix, n_threads=n_threads)

    lines = [surrogate(answer, row, around, columns=used, seed=seed) for row in rows]
    return [SecondOpinion(names, own, line.weights, line.fit) for own, line in zip(shap, lines, strict=True)]
