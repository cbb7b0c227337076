"""Trained on what was known before, judged on what came after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.vocabulary import Split

MOST_DATES = 12
LATEST_SHARE = 0.25
FEWEST_TO_JUDGE = 5
FEWEST_TO_LEARN = 20
MOST_STEPS = 3


@dataclass(frozen=True)
class TimeStep:
    """One step through time.

    Attributes
    ----------
    as_of : Timestamp
        The last date that is judged.
    train, calibration, judged : ndarray of bool
        Rows of the earlier model's parts, and later rows of customers that it did not learn from.
    """

    as_of: pd.Timestamp
    train: np.ndarray
    calibration: np.ndarray
    judged: np.ndarray


def time_steps(rows: pd.DataFrame, *, horizon_days: int | None) -> Iterator[TimeStep]:
    """Walk through the labelled dates: learn from all before one, judge at it.

    Where customers have a few dates in common, each date (of the latest three) is a step. Where each customer has
    a date of its own, there is one step: the latest quarter of the rows, learned from all earlier ones.

    Parameters
    ----------
    rows : DataFrame
        ``customer_id``, ``as_of``, ``split`` and ``value``.
    horizon_days : int or None
        Days after its date until a label is known; earlier rows whose label was not yet known are not learned
        from. None where unknown: then every earlier row counts as known.

    Yields
    ------
    TimeStep
        Earliest first; steps with fewer than 20 of either class to learn from, or 5 to judge, are left out.
    """
    dates = np.sort(rows["as_of"].unique())
    if len(dates) < 2:
        return
    if len(dates) <= MOST_DATES:
        windows = [(date, date) for date in dates[1:][-MOST_STEPS:]]
    else:
        windows = [(np.sort(rows["as_of"].to_numpy())[int(len(rows) * (1 - LATEST_SHARE))], dates[-1])]
    for first, last in windows:
        known = rows["as_of"] < first
        if horizon_days is not None:
            known = rows["as_of"] + pd.Timedelta(days=horizon_days) <= first
        learned = known & rows["split"].isin([Split.TRAIN.value, Split.CALIBRATION.value])
        met = set(rows.loc[learned, "customer_id"])
        judged = rows["as_of"].between(first, last) & ~rows["customer_id"].isin(met)
        train, tune = (
            learned & (rows["split"] == Split.TRAIN.value),
            learned & (rows["split"] == Split.CALIBRATION.value),
        )
        can_learn = fewest_class(rows, learned) >= FEWEST_TO_LEARN
        has_both = fewest_class(rows, train) > 0 and fewest_class(rows, tune) > 0
        if can_learn and has_both and fewest_class(rows, judged) >= FEWEST_TO_JUDGE:
            yield TimeStep(pd.Timestamp(last), train.to_numpy(), tune.to_numpy(), judged.to_numpy())


def why_no_time(rows: pd.DataFrame) -> str:
    """Say why no step through time is possible."""
    dates = rows["as_of"].nunique()
    if dates < 2:
        return "Every label is of the same date, so no earlier model can be judged at a later date."
    return (
        f"The {dates} labelled dates leave too few cases on either side of a cut: at least {FEWEST_TO_LEARN} of each "
        f"class to learn from and {FEWEST_TO_JUDGE} to judge."
    )


def fewest_class(rows: pd.DataFrame, mask: pd.Series) -> int:
    """Count the rarer of the two classes among some rows."""
    positives = int(rows.loc[mask, "value"].sum())
    return min(positives, int(mask.sum()) - positives)


def periods(as_of: pd.Series) -> pd.Series:
    """Give each row the date under which it is judged: its own, or its quarter's last one where dates are many."""
    if as_of.nunique() <= MOST_DATES:
        return as_of
    return as_of.groupby(as_of.dt.to_period("Q")).transform("max")
