"""What goes with the risk, overall and in each segment."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.models.attributions import BASE

N_RESAMPLES = 200
CLEAR = 0.3
FEWEST_TO_RANK = 3
NO_PART = 1e-12
"""Below it a mean size is rounding."""
COLUMNS = [
    "outcome",
    "segment_id",
    "feature",
    "mean_abs_contribution",
    "direction",
    "lower",
    "upper",
    "n_customers",
    "level",
]


def drivers(
    attributions: pd.DataFrame,
    features: pd.DataFrame,
    membership: pd.DataFrame | None,
    *,
    outcome: str,
    seed: int,
) -> pd.DataFrame:
    """Rank features by how much they move the model's score.

    Parameters
    ----------
    attributions : DataFrame
        ``customer_id``, ``feature``, ``contribution`` (log-odds) of one or more outcomes (then with ``outcome``).
    features : DataFrame
        ``customer_id`` and the features, for the directions.
    membership : DataFrame or None
        ``customer_id``, ``level``, ``segment_id``; None where there are no segments.
    outcome : str
        The outcome.
    seed : int
        Seed of the resamples.

    Returns
    -------
    DataFrame
        ``outcome``, ``segment_id`` (missing: all customers), ``feature``, ``mean_abs_contribution`` (log-odds; 0 is
        no part in the score), ``direction`` (``up``: higher values go with a higher score; ``down``: with a lower
        one; ``mixed``: neither, |rank correlation| below 0.3; ``category`` and ``none`` where there is no order or
        no part), ``lower`` and ``upper`` (90 % bootstrap interval over customers), ``n_customers``, ``level``.
    """
    if "outcome" in attributions:
        attributions = attributions[attributions["outcome"] == outcome]
    rows = attributions[attributions["feature"] != BASE].set_index(["customer_id", "feature"])
    wide = rows["contribution"].unstack("feature").sort_index()  # noqa: PD010
    values = features.set_index("customer_id").reindex(index=wide.index, columns=wide.columns)
    tables = [ranked_pushes(wide, values, seed=seed).assign(segment_id=None, level=0)]
    if membership is not None:
        known = membership[membership["customer_id"].isin(wide.index)]
        for segment, people in known.groupby(["level", "segment_id"], sort=True):
            level, segment_id = pd.Series(segment)
            ids = people["customer_id"].sort_values()
            table = ranked_pushes(wide.loc[ids], values.loc[ids], seed=seed)
            tables.append(table.assign(segment_id=str(segment_id), level=int(level)))
    table = pd.concat(tables, ignore_index=True).assign(outcome=outcome)
    return table.astype({"segment_id": "str"})[COLUMNS]


def ranked_pushes(wide: pd.DataFrame, values: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Rank features by how much they move the score of some customers.

    Parameters
    ----------
    wide : DataFrame, shape (n, d)
        Contributions (log-odds), a row a customer, a column a feature.
    values : DataFrame, shape (n, d)
        The features themselves, in the same order.
    seed : int
        Seed of the resamples.

    Returns
    -------
    DataFrame
        ``feature``, ``mean_abs_contribution``, ``direction``, ``lower``, ``upper``, ``n_customers`` as in `drivers`.
    """
    size = np.abs(wide.to_numpy())
    mean = size.mean(axis=0)
    random = np.random.default_rng(seed)
    draws = random.multinomial(len(size), np.full(len(size), 1 / len(size)), size=N_RESAMPLES) @ size / len(size)
    lower, upper = np.quantile(draws, [0.05, 0.95], axis=0)
    return pd.DataFrame(
        {
            "feature": wide.columns,
            "mean_abs_contribution": mean,
            "direction": _directions(wide, values, mean),
            "lower": np.minimum(lower, mean),
            "upper": np.maximum(upper, mean),
            "n_customers": len(size),
        }
    )


def _directions(wide: pd.DataFrame, values: pd.DataFrame, mean: np.ndarray) -> list[str]:
    is_number = np.array([pd.api.types.is_numeric_dtype(kind) for kind in values.dtypes], dtype=bool)
    moves = mean >= NO_PART
    ranked = np.flatnonzero(moves & is_number)
    words = np.where(moves, "category", "none").astype(object)
    numbers = values.iloc[:, ranked].to_numpy(dtype=float, na_value=np.nan)
    words[ranked] = _ranked_together(numbers, wide.iloc[:, ranked].to_numpy().round(12))
    return [str(word) for word in words]


def _ranked_together(values: np.ndarray, contributions: np.ndarray) -> list[str]:
    """Say of each column which way its contributions go with its values, where they are known."""
    # All columns at once, since one by one most time goes into calls; what is missing ranks last and counts as 0.
    known = ~np.isnan(values)
    n_known = known.sum(axis=0)
    one, other = (_centred(np.where(known, table, np.inf), known, n_known) for table in (values, contributions))
    spread = np.sqrt((one**2).sum(axis=0) * (other**2).sum(axis=0))
    together = (one * other).sum(axis=0) / np.where((spread > 0) & (n_known >= FEWEST_TO_RANK), spread, np.inf)
    return ["mixed" if abs(each) < CLEAR else "up" if each > 0 else "down" for each in together]


def _centred(table: np.ndarray, known: np.ndarray, n_known: np.ndarray) -> np.ndarray:
    from scipy.stats import rankdata

    ranks = np.where(known, rankdata(table, axis=0), 0.0)
    return np.asarray(np.where(known, ranks - ranks.sum(axis=0) / np.maximum(n_known, 1), 0.0))
