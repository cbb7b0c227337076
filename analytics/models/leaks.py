"""Names features that are too good to be true."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analytics.models.baselines import column_rule, quick_auc
from analytics.models.boosting import fit_booster, margins
from analytics.models.design import Design

COLUMNS = ["feature", "reason", "value"]
NEAR_PERFECT_AUC = 0.97
STRONG_AUC = 0.75
HANDED_OUT_AUC = 0.65
SOLID_AUC = 0.70
TELLING_SHARE = 0.95
GIVEAWAY_AUC = 0.9
MOST_USUAL_SHARE = 0.7
FEWEST_FILLED = 20
AS_GOOD_WITHIN = 0.03
ADDS = 0.04
NEAR_COPY = 0.95
MOST_TRIED = 5
_MOST_ROWS = 30_000
_QUICK_ROUNDS = 200


def suspected_leaks(
    design: Design,
    *,
    train: tuple[np.ndarray, np.ndarray],
    check: tuple[np.ndarray, np.ndarray],
    seed: int,
    n_threads: int,
) -> pd.DataFrame:
    """Look for columns that know the outcome, rather than foretell it.

    Four signs, each a fixed rule (docs/churn.md has the figures behind them):

    - alone, a column ranks unseen customers almost perfectly (AUC of 0.97 or more);
    - alone, a strong column (0.75 or more) ranks them about as well as all other columns together (within 0.03),
      and with it they rank better by 0.04 or more: what it knows is nowhere else;
    - a column of handed-out numbers (whole, all different, without large gaps) ranks them at all;
    - whether a column is filled, rather than what it says, gives the outcome away.

    Parameters
    ----------
    design : Design
        Names the columns.
    train, check : tuple of (matrix, values)
        Rows to learn from, and rows of other customers to rank.
    seed, n_threads : int
        For the models without one column.

    Returns
    -------
    DataFrame
        ``feature``, ``reason`` in plain words, ``value`` (the AUC or share that gave it away); empty where
        nothing is suspected. The features are named, not removed: a person decides.
    """
    train, check = _thinned(*train), _thinned(*check)
    alone = np.array(
        [
            quick_auc(column_rule(train[0], train[1], place).probability(check[0]), check[1])
            for place in range(train[0].shape[1])
        ]
    )
    found = {place: (reason, value) for place, reason, value in _telling_gaps(*train)}
    found |= {place: (reason, value) for place, reason, value in _handed_out(design, train[0], alone)}
    for place in np.argsort(-alone, kind="stable")[:MOST_TRIED]:
        if alone[place] >= NEAR_PERFECT_AUC:
            reason = "Alone, it ranks customers it has not seen almost perfectly: it may be written after the outcome."
            found[int(place)] = (reason, float(alone[place]))
        elif _is_solid(alone[place], check[1]):
            others, everything = _auc_without_and_with(int(place), design, train, check, seed=seed, n_threads=n_threads)
            if alone[place] >= others - AS_GOOD_WITHIN and everything - others >= ADDS:
                reason = (
                    f"Alone, it ranks customers about as well as all other columns together (AUC {alone[place]:.2f} "
                    f"against {others:.2f}), and knows what they do not: was it known before the outcome?"
                )
                found[int(place)] = (reason, float(alone[place]))
    rows = [(design.columns[place], *found[place]) for place in sorted(found)]
    return pd.DataFrame(rows, columns=COLUMNS)


def without_leaks() -> pd.DataFrame:
    """Give the table of `suspected_leaks` without rows."""
    return pd.DataFrame(columns=COLUMNS)


def _thinned(matrix: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    step = -(-len(values) // _MOST_ROWS)
    return matrix[::step], values[::step]


def _is_solid(auc: float, values: np.ndarray) -> bool:
    """Whether an AUC is strong, and not by the chance of few cases."""
    rarer = max(1, int(min(values.sum(), len(values) - values.sum())))
    return bool(auc >= STRONG_AUC and auc - 2 * np.sqrt(auc * (1 - auc) / rarer) >= SOLID_AUC)


def _auc_without_and_with(
    place: int,
    design: Design,
    train: tuple[np.ndarray, np.ndarray],
    check: tuple[np.ndarray, np.ndarray],
    *,
    seed: int,
    n_threads: int,
) -> tuple[float, float]:
    """Rank with all columns but one (and but its near copies), and with all."""
    everything = list(range(train[0].shape[1]))
    copies = _near_copies(place, design, train[0])
    reached = []
    for kept in ([other for other in everything if other not in copies], everything):
        if not kept:
            reached.append(0.5)
            continue
        categorical = [at for at, other in enumerate(kept) if other in set(design.categorical)]
        booster = fit_booster(
            train[0][:, kept], train[1], categorical=categorical, rounds=_QUICK_ROUNDS, seed=seed, n_threads=n_threads
        )
        reached.append(quick_auc(margins(booster, check[0][:, kept], n_threads=n_threads), check[1]))
    return reached[0], reached[1]


def _near_copies(place: int, design: Design, matrix: np.ndarray) -> set[int]:
    """Name a column and all that follow it almost exactly (rank correlation of 0.95 or more)."""
    if place in design.categorical:
        return {place}
    numbers = [other for other in range(matrix.shape[1]) if other not in set(design.categorical)]
    ranks = pd.DataFrame(matrix[:, numbers]).rank()
    followed = ranks.corrwith(ranks[numbers.index(place)]).abs() >= NEAR_COPY
    return {numbers[at] for at in np.flatnonzero(followed.to_numpy())} | {place}


def _telling_gaps(matrix: np.ndarray, values: np.ndarray) -> Iterator[tuple[int, str, float]]:
    missing = np.isnan(matrix)
    base = float(values.mean())
    for word, state in (("filled", ~missing), ("missing", missing)):
        counts = state.sum(axis=0)
        shares = np.divide(values @ state, counts, out=np.zeros(len(counts)), where=counts > 0)
        partly = (counts >= FEWEST_FILLED) & (counts < len(values))
        telling = partly & (shares >= TELLING_SHARE) & (base <= MOST_USUAL_SHARE)
        for place in np.flatnonzero(telling).tolist():
            reason = f"Where it is {word}, {shares[place]:.0%} had the outcome, against {base:.0%} of all."
            yield place, reason, float(shares[place])
    for place in range(matrix.shape[1]):
        auc = quick_auc(missing[:, place].astype(float), values)
        reached = max(auc, 1 - auc)
        if reached >= GIVEAWAY_AUC:
            yield place, "Whether it is filled almost gives the outcome away.", float(reached)


def _handed_out(design: Design, matrix: np.ndarray, alone: np.ndarray) -> Iterator[tuple[int, str, float]]:
    for place in sorted(set(range(matrix.shape[1])) - set(design.categorical)):
        column = matrix[:, place]
        if alone[place] < HANDED_OUT_AUC or len(column) < 50 or np.isnan(column).any():
            continue
        is_whole = bool((column == np.round(column)).all())
        if is_whole and len(np.unique(column)) == len(column) and float(np.ptp(column)) <= 3 * len(column):
            reason = "It looks like a number that was handed out, yet it tells the outcome: is the file sorted by it?"
            yield place, reason, float(alone[place])
