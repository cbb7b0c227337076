"""Features that follow from other features, worked out again after a change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analytics.models.named_rows import Floats, NamedRows

FALLS, RISES = -0.2, 0.2
"""The life cycle's borders of a trend (store/transforms/part_lifecycle.sql): down by a third, up by half."""

NEW_DAYS, DORMANT_DAYS = 180.0, 90.0


def trend_after(before: Floats, trend: Floats, after: Floats) -> Floats:
    """Work a trend out again, with the 90 days before the last 90 as they were.

    Parameters
    ----------
    before, trend : ndarray
        The count of the last 90 days and its trend; NaN where it has none.
    after : ndarray
        The count as it would be.

    Returns
    -------
    ndarray
        From -1 to 1; missing where it was, since then the records do not reach back.

    Examples
    --------
    >>> trend_after(np.array([10.0]), np.array([0.0]), np.array([30.0])).tolist()
    [0.5]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        previous = np.where(trend > -1, before * (1 - trend) / (1 + trend), np.nan)
        found = (after - previous) / (after + previous)
    return np.where(np.isfinite(found), found, trend)


def entropy_of_shares(shares: Floats) -> Floats:
    """Shannon entropy (nats) of rows of shares; what is missing to 1 counts as one share more."""
    rest = np.maximum(1 - shares.sum(axis=1, keepdims=True), 0.0)
    whole = np.hstack([shares, rest])
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(whole > 0, whole * np.log(whole), 0.0)
    return np.maximum(np.where(np.isnan(shares).any(axis=1), np.nan, -terms.sum(axis=1)), 0.0)


def life_cycle(rows: NamedRows, stages: Sequence[str]) -> dict[str, Floats]:
    """Find the stage of life of changed customers, by the rule of ``part_lifecycle.sql``.

    A customer who is new stays so: nothing that is done changes when they came.
    """
    needed = (*stages, "balance_trend_90d", "kept_share_90d", "own_acts_trend_90d", "days_since_own_act")
    if not set(needed) <= set(rows.columns):
        return {}
    is_new = rows["lifecycle_onboarding"] == 1
    silent = np.where(np.isnan(rows["days_since_own_act"]), DORMANT_DAYS, rows["days_since_own_act"]) >= DORMANT_DAYS
    trend, balance, kept = rows["own_acts_trend_90d"], rows["balance_trend_90d"], rows["kept_share_90d"]
    down = (trend <= FALLS) | ((balance <= FALLS) & (kept < 0))
    up = (trend >= RISES) | ((balance >= RISES) & (kept > 0))
    stage = np.select([is_new, silent, down, up], ["onboarding", "dormant", "running_down", "growing"], "mature")
    return {name: (stage == name.removeprefix("lifecycle_")).astype(float) for name in stages}
