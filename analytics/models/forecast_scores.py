"""How good people's forecasts were: probabilities against what came, once it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

FEWEST_IN_GROUP = 20
"""Customers of the group with a known outcome before a forecast about it can be scored."""

FEWEST_FOR_BASE_RATE = 5
"""Forecasts of all authors that have ripened before their base rate says anything."""

COIN = 0.25
"""The Brier score of somebody who always says a half."""


@dataclass(frozen=True)
class Forecast:
    """What somebody said would come, before it could be known.

    Attributes
    ----------
    forecast_id : str
        The note's id.
    author : str
        Who said it.
    probability : float
        The author's probability (0-1) that more of the group than of all others will have the outcome.
    known_until : Timestamp
        The last date whose outcomes were known when it was written down; only later ones count.
    ripens_on : Timestamp
        The last day on which an outcome that counts may have become known.
    """

    forecast_id: str
    author: str
    probability: float
    known_until: pd.Timestamp
    ripens_on: pd.Timestamp


def scored_forecast(forecast: Forecast, labels: pd.DataFrame, in_group: np.ndarray) -> pd.DataFrame:
    """Score a forecast on outcomes that were not known when it was made.

    Parameters
    ----------
    forecast : Forecast
        What was said.
    labels : DataFrame
        ``as_of`` and ``value`` (0 or 1) of customers and dates; earlier dates are left aside.
    in_group : ndarray of bool
        For each of `labels` whether the group covers the customer at that date.

    Returns
    -------
    DataFrame
        One row: ``note_id``, ``author``, ``probability``, ``n_customers``, ``share``, ``share_of_others`` (0-1),
        ``came_true`` (0 or 1) and ``brier``, the squared distance of the two (0 is perfect, 0.25 is a coin). Empty
        while fewer than 20 of the group have a known outcome: the forecast has not ripened.
    """
    counts = (labels["as_of"] > forecast.known_until) & (labels["as_of"] <= forecast.ripens_on)
    fresh = counts.to_numpy()
    values, group = labels["value"].to_numpy(dtype=float)[fresh], in_group[fresh]
    if group.sum() < FEWEST_IN_GROUP or (~group).sum() < FEWEST_IN_GROUP:
        return pd.DataFrame(columns=_COLUMNS)
    share, others = values[group].mean(), values[~group].mean()
    came_true = float(share > others)
    row = (
        forecast.forecast_id,
        forecast.author,
        forecast.probability,
        int(group.sum()),
        share,
        others,
        int(came_true),
        (forecast.probability - came_true) ** 2,
    )
    return pd.DataFrame([row], columns=_COLUMNS)


_COLUMNS = ["note_id", "author", "probability", "n_customers", "share", "share_of_others", "came_true", "brier"]


def records(scored: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put each author's scored forecasts together.

    Parameters
    ----------
    scored : sequence of DataFrame
        Of `scored_forecast`.

    Returns
    -------
    DataFrame
        ``author``, ``n_forecasts``, ``n_came_true``, ``mean_probability``, ``brier`` (the mean; below 0.25 is better
        than a coin), ``is_better_than_a_coin``, ``base_rate`` (the share of all authors' forecasts that came true)
        and ``base_rate_brier`` (the Brier score that always saying the base rate would have had on the author's
        forecasts; both are missing while fewer than 5 have ripened in all), sorted by author.
    """
    ripe = [each for each in scored if len(each)]
    if not ripe:
        return pd.DataFrame(columns=_RECORD)
    told = pd.concat(ripe, ignore_index=True)
    base_rate = float(told["came_true"].mean()) if len(told) >= FEWEST_FOR_BASE_RATE else np.nan
    told["base_rate_brier"] = (base_rate - told["came_true"]) ** 2
    table = (
        told.groupby("author", sort=True)
        .agg(
            n_forecasts=("note_id", "size"),
            n_came_true=("came_true", "sum"),
            mean_probability=("probability", "mean"),
            brier=("brier", "mean"),
            base_rate_brier=("base_rate_brier", "mean"),
        )
        .reset_index()
    )
    return table.assign(is_better_than_a_coin=table["brier"] < COIN, base_rate=base_rate)[_RECORD]


_RECORD = [
    "author",
    "n_forecasts",
    "n_came_true",
    "mean_probability",
    "brier",
    "is_better_than_a_coin",
    "base_rate",
    "base_rate_brier",
]
