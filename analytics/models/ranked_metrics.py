"""Figures of merit of a model's probabilities, for many weightings of the same rows at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

N_BINS = 10
_SAFE = 1e-12

METRICS = (
    "auc",
    "average_precision",
    "brier",
    "calibration_error",
    "log_loss",
    "lift_top_decile",
)
"""The figures that `evaluation` carries for every model.

- ``auc``: chance that a customer who had the outcome is ranked above one who had not; 0.5 is no better than
  chance, 1 is perfect.
- ``average_precision``: area under precision over recall; the outcome's share is no better than chance.
- ``brier``: mean squared distance of probability and outcome; 0 is perfect.
- ``calibration_error``: mean distance of predicted and observed share over ten bins of equal counts; 0 is perfect.
- ``log_loss``: mean surprise in nats; 0 is perfect.
- ``lift_top_decile``: share with the outcome among the tenth at highest risk, over the share among all; 1 is no
  better than chance.
"""


@dataclass(frozen=True)
class Ranked:
    """Rows sorted from the highest to the lowest probability, with the places where ties end.

    Attributes
    ----------
    order : ndarray of int
        Positions of the rows, highest probability first.
    probability, values : ndarray
        In that order.
    starts : ndarray of int
        Where each run of equal probabilities starts.
    """

    order: np.ndarray
    probability: np.ndarray
    values: np.ndarray
    starts: np.ndarray


def ranked(probability: np.ndarray, values: np.ndarray) -> Ranked:
    """Sort rows for `weighted_metrics`; probabilities closer than 1e-12 count as equal."""
    rounded = np.round(np.asarray(probability, dtype=float), 12)
    order = np.argsort(-rounded, kind="stable")
    sorted_ = rounded[order]
    starts = np.flatnonzero(np.r_[True, sorted_[1:] != sorted_[:-1]])
    return Ranked(order, sorted_, np.asarray(values, dtype=float)[order], starts)


def weighted_metrics(rows: Ranked, weights: np.ndarray) -> np.ndarray:
    """Compute every metric for every weighting.

    Parameters
    ----------
    rows : Ranked
        The rows.
    weights : ndarray, shape (b, n)
        One weighting a line, for the rows in their original order; a resample is a line of counts.

    Returns
    -------
    ndarray, shape (b, 6)
        The metrics in the order of `METRICS`; NaN where a weighting leaves one class out.
    """
    weight = weights[:, rows.order]
    positive, negative = weight * rows.values, weight * (1 - rows.values)
    tied_positive = np.add.reduceat(positive, rows.starts, axis=1)
    tied_negative = np.add.reduceat(negative, rows.starts, axis=1)
    n_positive, n_negative = positive.sum(axis=1), negative.sum(axis=1)
    total = n_positive + n_negative
    with np.errstate(divide="ignore", invalid="ignore"):
        seen_positive = np.cumsum(tied_positive, axis=1)
        seen = seen_positive + np.cumsum(tied_negative, axis=1)
        below = n_negative[:, None] - (seen - seen_positive) + 0.5 * tied_negative
        auc = (tied_positive * below).sum(axis=1) / (n_positive * n_negative)
        precision = np.where(seen > 0, seen_positive / seen, 0.0)
        average_precision = (tied_positive * precision).sum(axis=1) / n_positive
        safe = np.clip(rows.probability, _SAFE, 1 - _SAFE)
        surprise = -(rows.values * np.log(safe) + (1 - rows.values) * np.log1p(-safe))
        squares = (rows.probability - rows.values) ** 2
        brier, log_loss = weight @ squares / total, weight @ surprise / total
        lift = _top_share(tied_positive, tied_negative, total) / (n_positive / total)
    return np.column_stack([auc, average_precision, brier, _calibration_error(rows, weight), log_loss, lift])


def _top_share(tied_positive: np.ndarray, tied_negative: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Share of positives in the first tenth; a run of ties that straddles the border counts in part."""
    tied = tied_positive + tied_negative
    before = np.cumsum(tied, axis=1) - tied
    room = np.clip(total[:, None] / 10 - before, 0.0, tied)
    part = np.divide(room, tied, out=np.zeros_like(tied), where=tied > 0)
    return np.asarray((tied_positive * part).sum(axis=1) / (total / 10))


def _calibration_error(rows: Ranked, weight: np.ndarray) -> np.ndarray:
    edges = bin_edges(len(rows.order))
    gap = np.add.reduceat(weight * (rows.probability - rows.values), edges, axis=1)
    return np.asarray(np.abs(gap).sum(axis=1) / weight.sum(axis=1))


def bin_edges(n_rows: int) -> np.ndarray:
    """Give the first rows of ten bins whose counts differ by one at most (fewer bins for fewer than ten rows)."""
    bins = min(N_BINS, n_rows)
    return np.array([part[0] for part in np.array_split(np.arange(n_rows), bins)])
