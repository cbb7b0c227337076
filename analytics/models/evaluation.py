"""How good a model is on customers it has never seen, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analytics.models.ranked_metrics import METRICS, Ranked, bin_edges, ranked, weighted_metrics

N_RESAMPLES = 300
_MOST_CELLS = 4_000_000
LOWER, UPPER = 0.05, 0.95


def evaluation_rows(
    probabilities: Mapping[str, np.ndarray], values: np.ndarray, customer_ids: np.ndarray, *, seed: int
) -> pd.DataFrame:
    """Judge several models on the same rows.

    Intervals are 90 % intervals from a bootstrap over customers (all rows of a customer go together). For every
    model but ``naive`` the gain in AUC over ``naive`` is given too, from the same resamples, so that it is paired.

    Parameters
    ----------
    probabilities : mapping of str to ndarray
        A model's name and its probabilities (0–1), row by row.
    values : ndarray
        What happened, 0 or 1.
    customer_ids : ndarray
        Whose row it is.
    seed : int
        Seed of the resamples.

    Returns
    -------
    DataFrame
        ``model``, ``metric``, ``value``, ``lower``, ``upper``, ``n``; metrics as in
        `analytics.models.ranked_metrics.METRICS`, and ``auc_over_naive`` (0 is no gain).
    """
    weights = customer_resamples(customer_ids, seed=seed)
    once = np.ones((1, len(values)))
    found: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for model, probability in probabilities.items():
        rows = ranked(probability, values)
        found[model] = (weighted_metrics(rows, once)[0], resampled_metrics(rows, weights))
    tables = [_rows(model, METRICS, value, draws) for model, (value, draws) in found.items()]
    if "naive" in found:
        naive_value, naive_draws = found["naive"]
        tables += [
            _rows(model, ("auc_over_naive",), value[:1] - naive_value[:1], draws[:, :1] - naive_draws[:, :1])
            for model, (value, draws) in found.items()
            if model != "naive"
        ]
    return pd.concat(tables, ignore_index=True).assign(n=len(values))


def calibration_bins(probability: np.ndarray, values: np.ndarray) -> pd.DataFrame:
    """Set predicted beside observed shares in ten bins of equal counts.

    Returns
    -------
    DataFrame
        ``bin`` (1 is the lowest risk), ``mean_predicted``, ``observed`` (shares, 0–1), ``lower``, ``upper``
        (Wilson's 90 % interval of the observed share) and ``n``.
    """
    from scipy.stats import binomtest

    rows = ranked(probability, values)
    groups = np.split(np.arange(len(values)), bin_edges(len(values))[1:])[::-1]
    table = []
    for place, group in enumerate(groups, start=1):
        positives, n = int(rows.values[group].sum()), len(group)
        interval = binomtest(positives, n).proportion_ci(0.90, method="wilson")
        table.append((place, rows.probability[group].mean(), positives / n, interval.low, interval.high, n))
    return pd.DataFrame(table, columns=["bin", "mean_predicted", "observed", "lower", "upper", "n"])


def customer_resamples(customer_ids: np.ndarray, *, seed: int) -> np.ndarray:
    """Draw customers with all their rows: how often each row is in each of 300 resamples, shape (300, n)."""
    codes, found = pd.factorize(pd.Series(customer_ids), sort=True)
    random = np.random.default_rng(seed)
    size = len(found)
    counts = np.stack([np.bincount(random.integers(size, size=size), minlength=size) for _ in range(N_RESAMPLES)])
    return counts.astype(np.int16)[:, codes]


def resampled_metrics(rows: Ranked, weights: np.ndarray) -> np.ndarray:
    """Compute every metric for every resample, a few resamples at a time: shape (300, 6)."""
    step = max(1, _MOST_CELLS // weights.shape[1])
    parts = [weights[start : start + step] for start in range(0, len(weights), step)]
    return np.vstack([weighted_metrics(rows, part.astype(float)) for part in parts])


def _rows(model: str, metrics: tuple[str, ...], value: np.ndarray, draws: np.ndarray) -> pd.DataFrame:
    usable = draws[~np.isnan(draws).any(axis=1)]
    usable = usable if len(usable) else value[None, :]
    lower, upper = np.quantile(usable, [LOWER, UPPER], axis=0)
    return pd.DataFrame(
        {
            "model": model,
            "metric": metrics,
            "value": value,
            "lower": np.minimum(lower, value),
            "upper": np.maximum(upper, value),
        }
    )
