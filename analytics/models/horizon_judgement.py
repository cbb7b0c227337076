"""How good a risk over time is: on customers it never saw, and on a later date, beside the best rule of one column."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.models.baselines import fit_naive
from analytics.models.contenders import GRADIENT_BOOSTING, NAIVE, Rows, fit_trees
from analytics.models.design import Design
from analytics.models.evaluation import evaluation_rows
from analytics.models.horizon_steps import OWN_DAYS, Followed, Step, fit_step, has_both
from analytics.models.judgement import CUSTOMERS, TIME
from analytics.models.out_of_time import TimeStep, fewest_class, time_steps, why_no_time
from analytics.vocabulary import Split


def judged_on_customers(followed: Followed, own: np.ndarray, step: Step, *, seed: int, n_threads: int) -> pd.DataFrame:
    """Judge a horizon's risks on the test part.

    Parameters
    ----------
    followed : Followed
        Every labelled row.
    own : ndarray
        The risk within 90 days of each row, as the model in force gives it; missing in the train part.
    step : Step
        To the horizon.
    seed, n_threads : int
        As in `analytics.models.churn.fit_outcome`.

    Returns
    -------
    DataFrame
        As `analytics.models.evaluation.evaluation_rows`, with ``split``; no row where one class is absent.
    """
    known = followed.known(step.days)
    tested, taught = (known & followed.in_part(part) for part in (Split.TEST, Split.TRAIN))
    unseen = followed.where(tested)
    risk = step.risk(own[tested], unseen.read, n_threads=n_threads)
    return _judged(followed.where(taught), unseen, risk, step.days, seed=seed).assign(split=CUSTOMERS)


def judged_on_time(design: Design, followed: Followed, days: int, *, seed: int, n_threads: int) -> pd.DataFrame | str:
    """Judge a horizon on the latest date whose window has ended, by models of what was known before it.

    Parameters
    ----------
    design : Design
        The columns that models read.
    followed : Followed
        Every labelled row.
    days : int
        The horizon.
    seed, n_threads : int
        As in `analytics.models.churn.fit_outcome`.

    Returns
    -------
    DataFrame or str
        As `judged_on_customers`; or why it can't be judged.
    """
    seen = followed.where(followed.known(max(days, OWN_DAYS)))
    rows = seen.rows.assign(value=seen.left_within(days))
    steps = list(time_steps(rows, horizon_days=max(days, OWN_DAYS)))
    if not steps or not _can_learn(seen, steps[-1], days):
        return why_no_time(rows)
    last = steps[-1]
    risk = _earlier_risk(design, seen, last, days, seed=seed, n_threads=n_threads)
    return _judged(seen.where(last.train), seen.where(last.judged), risk, days, seed=seed).assign(split=TIME)


def _can_learn(seen: Followed, step: TimeStep, days: int) -> bool:
    own = seen.rows.assign(value=seen.left_within(OWN_DAYS))
    parts = (pd.Series(mask, index=own.index) for mask in (step.train, step.calibration))
    return all(fewest_class(own, part) > 0 for part in parts) and has_both(
        seen.where(step.train | step.calibration), days
    )


def _earlier_risk(
    design: Design, seen: Followed, step: TimeStep, days: int, *, seed: int, n_threads: int
) -> np.ndarray:
    learned, judged = seen.where(step.train | step.calibration), seen.where(step.judged).read
    rows: Rows = seen.to_learn(OWN_DAYS)
    own = fit_trees(design, rows.where(step.train), rows.where(step.calibration), seed=seed, n_threads=n_threads)
    further = fit_step(design, learned, days, seed=seed, n_threads=n_threads)
    return further.risk(own.probability(judged, n_threads=n_threads), judged, n_threads=n_threads)


def _judged(taught: Followed, unseen: Followed, risk: np.ndarray, days: int, *, seed: int) -> pd.DataFrame:
    values = unseen.left_within(days)
    naive = fit_naive(taught.read.matrix, taught.left_within(days)).probability(unseen.read.matrix)
    who = unseen.rows["customer_id"].to_numpy(dtype=object)
    return evaluation_rows({GRADIENT_BOOSTING: risk, NAIVE: naive}, values, who, seed=seed)
