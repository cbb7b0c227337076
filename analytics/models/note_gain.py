"""What a note changes in a model's figures on customers who only confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.models.ranked_metrics import METRICS, ranked, weighted_metrics

SMALLEST_GROUP = 50
N_RESAMPLES = 200
LOWER, UPPER = 0.05, 0.95
REPORTED = ("auc", "average_precision", "log_loss", "brier", "calibration_error")
HIGHER_IS_BETTER = frozenset({"auc", "average_precision"})
ERROR_IN_SCOPE = "error_in_scope"
FAIRNESS_GAP = "fairness_gap"
_MOST_CELLS = 2_000_000


@dataclass(frozen=True)
class Judged:
    """Rows of the confirm part with two probabilities each.

    Attributes
    ----------
    codes : ndarray of int
        Whose row it is.
    values : ndarray
        What happened, 0 or 1.
    in_note : ndarray of bool
        Rows that the note covers.
    without, with_note : ndarray
        Probabilities of the two models (0-1).
    groups : mapping of str to ndarray
        For each protected attribute the group of each row; missing is None.
    """

    codes: np.ndarray
    values: np.ndarray
    in_note: np.ndarray
    without: np.ndarray
    with_note: np.ndarray
    groups: Mapping[str, np.ndarray]


def note_gain(judged: Judged, *, seed: int) -> pd.DataFrame:
    """Set the figures with and without a note side by side.

    Parameters
    ----------
    judged : Judged
        Confirm customers' rows.
    seed : int
        Seed of the resamples.

    Returns
    -------
    DataFrame
        ``metric``, ``without``, ``with_note``, ``gain`` (above 0 is better, whatever the metric), ``lower``, ``upper``
        (90 % interval of the gain, from a bootstrap over customers, the same resamples for both models). Metrics: those
        of `REPORTED`; ``error_in_scope``, the distance of the mean probability and the share that had the outcome
        among the rows that the note covers; and ``fairness_gap``, the largest difference of mean probabilities between
        two groups of a protected attribute that have 50 customers or more (missing where there are no such groups).
    """
    weights = _resamples(judged.codes, seed=seed)
    tables = [_ranked_rows(judged, weights), _gap_row(ERROR_IN_SCOPE, *_scope_errors(judged, weights))]
    gaps = _fairness_gaps(judged, weights)
    if gaps is not None:
        tables.append(_gap_row(FAIRNESS_GAP, *gaps))
    return pd.concat(tables, ignore_index=True)


def _resamples(codes: np.ndarray, *, seed: int) -> np.ndarray:
    """Give the rows' counts; the first line counts everybody once."""
    _, dense = np.unique(codes, return_inverse=True)
    size, random = int(dense.max()) + 1, np.random.default_rng(seed)
    draws = [np.bincount(random.integers(size, size=size), minlength=size) for _ in range(N_RESAMPLES)]
    return np.vstack([np.ones(size, dtype=np.int16), np.stack(draws).astype(np.int16)])[:, dense]


def _ranked_rows(judged: Judged, weights: np.ndarray) -> pd.DataFrame:
    without, with_note = (
        _metrics(probability, judged.values, weights) for probability in (judged.without, judged.with_note)
    )
    places = [METRICS.index(metric) for metric in REPORTED]
    sign = np.array([1.0 if metric in HIGHER_IS_BETTER else -1.0 for metric in REPORTED])
    gains = (with_note - without)[:, places] * sign
    return _table(list(REPORTED), without[0, places], with_note[0, places], gains)


def _metrics(probability: np.ndarray, values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    rows = ranked(probability, values)
    step = max(1, _MOST_CELLS // weights.shape[1])
    parts = [weights[start : start + step] for start in range(0, len(weights), step)]
    return np.vstack([weighted_metrics(rows, part.astype(float)) for part in parts])


def _scope_errors(judged: Judged, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    scope = weights[:, judged.in_note].astype(float)
    total = np.maximum(scope.sum(axis=1), 1.0)
    happened = scope @ judged.values[judged.in_note] / total
    said = [scope @ probability[judged.in_note] / total for probability in (judged.without, judged.with_note)]
    return np.abs(said[0] - happened), np.abs(said[1] - happened)


def _fairness_gaps(judged: Judged, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    gaps: list[tuple[np.ndarray, np.ndarray]] = []
    for group in judged.groups.values():
        members = _large(group, judged.codes)
        if len(members) > 1:
            totals = np.stack([weights[:, mask].sum(axis=1) for mask in members]).clip(min=1)
            gaps.append(
                (_spread(judged.without, members, weights, totals), _spread(judged.with_note, members, weights, totals))
            )
    if not gaps:
        return None
    return np.max([one for one, _ in gaps], axis=0), np.max([other for _, other in gaps], axis=0)


def _large(group: np.ndarray, codes: np.ndarray) -> list[np.ndarray]:
    names = list(pd.unique(pd.Series(group, dtype=object).dropna()))
    masks = [group == name for name in names]
    return [mask for mask in masks if len(np.unique(codes[mask])) >= SMALLEST_GROUP]


def _spread(probability: np.ndarray, members: list[np.ndarray], weights: np.ndarray, totals: np.ndarray) -> np.ndarray:
    means = np.stack([weights[:, mask] @ probability[mask] for mask in members]) / totals
    return np.asarray(means.max(axis=0) - means.min(axis=0))


def _gap_row(metric: str, without: np.ndarray, with_note: np.ndarray) -> pd.DataFrame:
    return _table([metric], without[:1], with_note[:1], (without - with_note)[:, None])


def _table(metrics: list[str], without: np.ndarray, with_note: np.ndarray, gains: np.ndarray) -> pd.DataFrame:
    usable = gains[1:][~np.isnan(gains[1:]).any(axis=1)]
    usable = usable if len(usable) else gains[:1]
    lower, upper = np.quantile(usable, [LOWER, UPPER], axis=0)
    return pd.DataFrame(
        {
            "metric": metrics,
            "without": without,
            "with_note": with_note,
            "gain": gains[0],
            "lower": np.minimum(lower, gains[0]),
            "upper": np.maximum(upper, gains[0]),
        }
    )
