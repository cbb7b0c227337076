"""Whether sequences foresee an outcome better than counts, the last event or the features do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from analytics.models.boosting import fit_booster, margins
from analytics.models.design import design_of
from analytics.models.event_bags import EventBags
from analytics.models.last_event import last_event_rates
from analytics.models.network_library import RECURRENT
from analytics.models.next_event import BAG, MARKOV, level_shift, taught_rows
from analytics.models.paired_contest import PairedContest, paired_contest
from analytics.models.pattern_choice import chosen_patterns, pattern_columns
from analytics.models.patterns_found import Patterns
from analytics.models.splits import seeded_order

BAG_AND_PATTERNS, FEATURES, FEATURES_AND_PATTERNS = "bag_and_patterns", "features", "features_and_patterns"
OVER: dict[str, tuple[str, ...]] = {
    MARKOV: (),
    BAG: (MARKOV,),
    BAG_AND_PATTERNS: (BAG,),
    RECURRENT: (BAG, BAG_AND_PATTERNS),
    FEATURES: (BAG,),
    FEATURES_AND_PATTERNS: (FEATURES,),
}
"""Every method, with those that it has to beat."""
N_FOLDS = 3
LATE_SHARE = 0.25
FEWEST_TO_LEARN, FEWEST_TO_JUDGE = 50, 30
N_DRAWS = 3
"""Each method is taught on so many draws and the log-odds averaged: with one, the luck of a draw of columns and rows
looked like a gain of 0.01 where there was none."""
OTHERS_A_CASE, FEWEST_OTHERS = 6, 1_000
_ROUNDS = 60


@dataclass(frozen=True)
class ContestRows:
    """Rows of one outcome.

    Attributes
    ----------
    rows : DataFrame
        ``customer_id``, ``as_of``, ``value``.
    bags : EventBags
        What had happened, whatever the order.
    n_symbols : int
        Of the alphabet.
    patterns : Patterns
        Sequences before each row, with the rows that have them.
    stratum : ndarray of int
        Rows of one date and about as much activity.
    features : DataFrame or None
        The features of each row, where they are known at these dates.
    network : ndarray or None
        Log-odds of each judged row by a recurrent network that never saw its customer, where one was tried.
    """

    rows: pd.DataFrame
    bags: EventBags
    n_symbols: int
    patterns: Patterns
    stratum: np.ndarray
    features: pd.DataFrame | None
    network: np.ndarray | None = None


@dataclass(frozen=True)
class Folds:
    """Who learns and who is judged.

    Attributes
    ----------
    fold : ndarray of int
        Of each row's customer.
    early, late : ndarray of bool
        Rows whose outcome was known before the first date that is judged, and rows that are judged.
    """

    fold: np.ndarray
    early: np.ndarray
    late: np.ndarray


def contest_folds(rows: pd.DataFrame, *, horizon_days: int, seed: int) -> Folds:
    """Part customers into three folds by their ids, and dates into earlier ones and the latest quarter of them."""
    dates = np.sort(rows["as_of"].unique())
    first = pd.Timestamp(dates[len(dates) - int(np.ceil(LATE_SHARE * len(dates)))])
    fold = (seeded_order(rows["customer_id"], seed=seed) % N_FOLDS).astype(int)
    early = rows["as_of"] + pd.Timedelta(days=horizon_days) <= first
    return Folds(fold, early.to_numpy(), (rows["as_of"] >= first).to_numpy())


def why_no_contest(values: np.ndarray, folds: Folds) -> str | None:
    """Say why methods can't be compared; None where they can."""
    n_learned, n_judged = int(values[folds.early].sum()), int(values[folds.late].sum())
    if n_learned < FEWEST_TO_LEARN or n_judged < FEWEST_TO_JUDGE:
        return (
            f"Too few cases: {n_learned} to learn from and {n_judged} later to judge by; "
            f"{FEWEST_TO_LEARN} and {FEWEST_TO_JUDGE} are needed."
        )
    return None


def sequence_contest(own: ContestRows, folds: Folds, *, seed: int, n_threads: int) -> pd.DataFrame:
    """Judge every method on the same later rows, each of a customer whom the model that scores it never saw.

    Patterns are chosen anew in each fold, by the rows that it learns from.

    Parameters
    ----------
    own : ContestRows
    folds : Folds
        With enough cases.
    seed, n_threads : int

    Returns
    -------
    DataFrame
        A row a method and method that it has to beat: ``method``, ``auc``, ``lower``, ``upper`` (90 %, bootstrap over
        customers), ``over`` (the method to beat; missing for the simplest), ``gain`` (in AUC, 0 is none),
        ``gain_lower``, ``gain_upper`` (paired), ``n``, ``n_cases`` (rows judged) and ``n_patterns`` (columns of
        patterns, the mean of the folds).
    """
    values = own.rows["value"].to_numpy(dtype=float)
    scores: dict[str, np.ndarray] = {}
    n_chosen = []
    for fold in range(N_FOLDS):
        learned, judged = folds.early & (folds.fold != fold), folds.late & (folds.fold == fold)
        numbers = chosen_patterns(own.patterns, own.stratum, values, learned)
        n_chosen.append(len(numbers))
        has = pattern_columns(own.patterns, numbers, len(values))
        for method, margin in _margins(own, values, learned, judged, has, seed=seed, n_threads=n_threads).items():
            scores.setdefault(method, np.zeros(len(values)))[judged] = expit(margin)
    if own.network is not None:
        scores[RECURRENT] = expit(own.network)
    late = {method: score[folds.late] for method, score in scores.items()}
    ids = own.rows["customer_id"].to_numpy(dtype=object)[folds.late]
    contest = paired_contest(late, values[folds.late], ids, seed=seed)
    table = [_row(contest, method, over) for method in OVER if method in scores for over in OVER[method] or (None,)]
    return pd.DataFrame(table, columns=_COLUMNS).assign(
        n=int(folds.late.sum()), n_cases=int(values[folds.late].sum()), n_patterns=float(np.mean(n_chosen))
    )


_COLUMNS = ["method", "auc", "lower", "upper", "over", "gain", "gain_lower", "gain_upper"]


def _row(contest: PairedContest, method: str, over: str | None) -> tuple[object, ...]:
    gain = (np.nan, np.nan, np.nan) if over is None else contest.gain(method, over, "auc")
    return (method, *contest.figure(method, "auc"), over, *gain)


def _margins(
    own: ContestRows,
    values: np.ndarray,
    learned: np.ndarray,
    judged: np.ndarray,
    has: np.ndarray,
    *,
    seed: int,
    n_threads: int,
) -> dict[str, np.ndarray]:
    """Give the log-odds of the judged rows by each method, taught on the learned rows."""
    rates = last_event_rates(own.bags.last[learned], values[learned], n_symbols=own.n_symbols)
    found = {MARKOV: rates.margins(own.bags.last[judged])}
    designs: dict[str, tuple[np.ndarray, list[int]]] = {BAG: (own.bags.matrix, [])}
    designs[BAG_AND_PATTERNS] = np.column_stack([own.bags.matrix, has]), []
    if own.features is not None:
        design = design_of(own.features[learned])
        matrix = design.matrix(own.features)
        designs[FEATURES] = matrix, design.categorical
        designs[FEATURES_AND_PATTERNS] = np.column_stack([matrix, has]), design.categorical
    for method, (matrix, categorical) in designs.items():
        found[method] = np.zeros(int(judged.sum()))
        for draw in range(N_DRAWS):
            rows, shift = _drawn(values, learned, seed=seed + draw)
            booster = fit_booster(
                matrix[rows],
                values[rows],
                categorical=categorical,
                rounds=_ROUNDS,
                seed=seed + draw,
                n_threads=n_threads,
            )
            found[method] += (margins(booster, matrix[judged], n_threads=n_threads) + shift) / N_DRAWS
    return found


def _drawn(values: np.ndarray, learned: np.ndarray, *, seed: int) -> tuple[np.ndarray, float]:
    """Draw rows to learn from, with more cases than there are, and what that shifts the log-odds by."""
    others = max(FEWEST_OTHERS, OTHERS_A_CASE * int(values[learned].sum()))
    rows = np.flatnonzero(learned)[taught_rows(values[learned], seed=seed, most_others=others)]
    return rows, level_shift(values[learned], values[rows])
