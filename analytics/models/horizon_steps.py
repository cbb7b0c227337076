"""From the risk within 90 days to that of a sooner and a later horizon: one step each, fitted on who left when."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.models.contenders import CalibratedTrees, Rows, fit_trees
from analytics.models.design import Design
from analytics.settings import FEWEST_POSITIVES, ChurnDefinition
from analytics.vocabulary import Split

HORIZONS = (30, 90, 180)
"""Days, for which risks over time are given."""

OWN_DAYS = ChurnDefinition().window_days
"""The horizon of the outcome itself, whose risk the model in force gives."""


@dataclass(frozen=True)
class Followed:
    """Labelled customers and dates, with what came of them.

    Attributes
    ----------
    rows : DataFrame
        ``customer_id``, ``as_of``, ``split``, ``left_day`` (missing for who had not left), ``observed_days``.
    read : Rows
        The same rows as a model reads them.
    """

    rows: pd.DataFrame
    read: Rows

    def left_within(self, days: int) -> np.ndarray:
        """Say who left within so many days (0 or 1); known only where so many days were observed."""
        return (self.rows["left_day"].to_numpy(dtype=float) <= days).astype(float)

    def known(self, days: int) -> np.ndarray:
        """Say where so many days were observed: whoever left early counts only where the others were seen as long."""
        return np.asarray(self.rows["observed_days"].to_numpy(dtype=float) >= days)

    def in_part(self, part: Split) -> np.ndarray:
        """Say which rows are of a part's customers."""
        return np.asarray(self.rows["split"].to_numpy(dtype=object) == part.value)

    def where(self, mask: np.ndarray) -> Followed:
        """Keep some rows."""
        return Followed(self.rows.loc[mask].reset_index(drop=True), self.read.where(mask))

    def to_learn(self, days: int) -> Rows:
        """Give the rows as a model reads them that learns who left within so many days."""
        return replace(self.read, values=self.left_within(days))


@dataclass(frozen=True)
class Step:
    """How much of a risk comes sooner, or how much is added later.

    Attributes
    ----------
    days : int
        The horizon.
    trees : CalibratedTrees or None
        The calibrated share; None at the outcome's own horizon, where there is no step.
    """

    days: int
    trees: CalibratedTrees | None

    def risk(self, own: np.ndarray, rows: Rows, *, n_threads: int) -> np.ndarray:
        """Give the risk (0–1) at the horizon from the risk within 90 days, row by row."""
        if self.trees is None:
            return own
        share = self.trees.probability(rows, n_threads=n_threads)
        return np.asarray(own * share if self.days < OWN_DAYS else own + (1 - own) * share)


def concerned(followed: Followed, days: int) -> np.ndarray:
    """Say which rows a step learns from: who left within 90 days (sooner), or who had not (later)."""
    left = followed.left_within(OWN_DAYS) == 1
    return np.asarray(followed.known(max(days, OWN_DAYS)) & (left if days < OWN_DAYS else ~left))


def fit_step(design: Design, followed: Followed, days: int, *, seed: int, n_threads: int) -> Step:
    """Fit the step to a horizon on the train part, and calibrate it on the calibration part.

    Parameters
    ----------
    design : Design
        The columns that the model in force reads.
    followed : Followed
        Rows of both parts; those that the step does not concern are left aside.
    days : int
        The horizon.
    seed, n_threads : int
        As in `analytics.models.churn.fit_outcome`.

    Returns
    -------
    Step
        Its share is the same for everybody's margin, at the level of each date.
    """
    if days == OWN_DAYS:
        return Step(days, None)
    rows, learned = followed.to_learn(days), concerned(followed, days)
    train, tune = (rows.where(learned & followed.in_part(part)) for part in (Split.TRAIN, Split.CALIBRATION))
    return Step(days, fit_trees(design, train, tune, seed=seed, n_threads=n_threads))


def why_no_step(followed: Followed, days: int) -> str | None:
    """Say in plain words why there can be no step to a horizon; None where there can."""
    if days == OWN_DAYS:
        return None
    learned = concerned(followed, days)
    n, n_left = int(learned.sum()), int(followed.left_within(days)[learned].sum())
    among = f"the {n:,} who left within {OWN_DAYS} days" if days < OWN_DAYS else f"the {n:,} who stayed {OWN_DAYS} days"
    if n == 0:
        return f"No earlier date has {days} days of records after it."
    if min(n_left, n - n_left) < FEWEST_POSITIVES:
        within = f"within {days} days"
        return (
            f"Of {among}, {n_left:,} left {within}; at least {FEWEST_POSITIVES} who did and {FEWEST_POSITIVES} who did "
            f"not are needed.{_SILENCE if days < OWN_DAYS else ''}"
        )
    if not has_both(followed, days):
        return f"Those who left within {days} days are so few customers that a part of them has only one class."
    return None


_SILENCE = " Silence counts as leaving only after 90 days, so nobody can be known to fall silent sooner."


def has_both(followed: Followed, days: int) -> bool:
    """Say whether a step to a horizon would have both classes to learn from, in both parts."""
    if days == OWN_DAYS:
        return True
    left, learned = followed.left_within(days), concerned(followed, days)
    parts = [left[learned & followed.in_part(part)] for part in (Split.TRAIN, Split.CALIBRATION)]
    return all(0 < part.sum() < len(part) for part in parts)
