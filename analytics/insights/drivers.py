"""What goes with the risk, overall and in each segment."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.models.attributions import BASE

N_RESAMPLES = 200
CLEAR = 0.3
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
    words = []
    for place, feature in enumerate(wide.columns):
        if mean[place] < 1e-12:
            words.append("none")
        elif not pd.api.types.is_numeric_dtype(values[feature]):
            words.append("category")
        else:
            words.append(_direction(values[feature].astype(float), wide[feature]))
    return words


def _direction(value: pd.Series, contribution: pd.Series) -> str:
    known = value.notna()
    ranks = value[known].rank().to_numpy(), contribution[known].round(12).rank().to_numpy()
    if len(ranks[0]) < 3 or ranks[0].std() == 0 or ranks[1].std() == 0:
        return "mixed"
    correlation = float(np.corrcoef(*ranks)[0, 1])
    if abs(correlation) < CLEAR:
        return "mixed"
    return "up" if correlation > 0 else "down"
