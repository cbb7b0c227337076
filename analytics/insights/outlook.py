"""Where retention and balances go on to in twelve months, how right that would have been, and what is plainer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.damped_trend import ahead, paths_ahead, smoothed

Floats = NDArray[np.float64]

N_MONTHS = 12
"""How far ahead."""

LEAST_MONTHS = 18
"""Months that have to be known before anything is said of those to come."""

LEAST_TO_TRY = 12
"""Months known at the first of the starting months that are tried in the past."""

TREND, PLAIN = "damped_trend", "as_now"
"""The two ways: a damped trend; and that it stays as it is now."""

_N_PATHS = 1_000
_LOWER, _UPPER = 0.05, 0.95


@dataclass(frozen=True)
class Course:
    """Something that is followed by the month.

    Attributes
    ----------
    values : ndarray, shape (months,)
        On a scale on which months can be added and taken away: log-odds of a share, logarithm of an amount.
    back : callable
        From that scale to the thing's own unit.
    plain : callable
        From the months so far, on that scale, to what each month to come is if it stays as it is now.
    sum_up : callable
        From twelve months in the thing's own unit, shape (…, 12), to the one number that they are judged by.
    """

    values: Floats
    back: Callable[[Floats], Floats]
    plain: Callable[[Floats], float]
    sum_up: Callable[[Floats], Floats]


def attrition_course(n_start: Floats, n_lost: Floats) -> Course:
    """Follow monthly attrition; twelve months are judged by the share that stays through them all.

    Parameters
    ----------
    n_start, n_lost : ndarray, shape (months,)
        Customers here when a month began, above 0, and those of them who closed in it.
    """

    def back(values: Floats) -> Floats:
        return np.asarray(1 / (1 + np.exp(-values)))

    def plain(values: Floats) -> float:
        share = float(back(values[-N_MONTHS:]).mean())
        return float(np.log(share / (1 - share)))

    # Half a customer more on either side: of a month in which nobody left the log-odds would be infinite.
    odds = np.log((n_lost + 0.5) / (n_start - n_lost + 0.5))
    return Course(odds, back, plain, lambda shares: np.asarray((1 - shares).prod(axis=-1)))


def balance_course(held: Floats) -> Course:
    """Follow what is held at the ends of months; twelve months are judged by the last.

    Parameters
    ----------
    held : ndarray, shape (months,)
        Amounts above 0.
    """
    return Course(np.log(held), np.exp, lambda values: float(values[-1]), lambda amounts: np.asarray(amounts[..., -1]))


@dataclass(frozen=True)
class Outlook:
    """Twelve months to come.

    Attributes
    ----------
    trend, plain : ndarray, shape (12,)
        In the thing's own unit, each way.
    lower, upper : ndarray, shape (12,)
        90% band about the preferred way.
    trend_sum, plain_sum, lower_sum, upper_sum : float
        The one number that the twelve months are judged by, each way, and its 90% band.
    """

    trend: Floats
    plain: Floats
    lower: Floats
    upper: Floats
    trend_sum: float
    plain_sum: float
    lower_sum: float
    upper_sum: float


def outlook(course: Course, *, prefers: str, seed: int) -> Outlook:
    """Look twelve months ahead.

    Parameters
    ----------
    course : Course
    prefers : {"damped_trend", "as_now"}
        About which of the two the bands lie; they are equally wide, on the course's scale.
    seed : int

    Notes
    -----
    On made-up series (noise, random walk, local level, trend, season; 24 and 36 months) the bands of single months held
    84 to 94% of them, those of the mean of twelve months 78 to 100%.
    """
    fitted = smoothed(course.values)
    middle = ahead(fitted, n_months=N_MONTHS)
    plain = np.full(N_MONTHS, course.plain(course.values))
    paths = paths_ahead(fitted, n_months=N_MONTHS, n_paths=_N_PATHS, seed=seed)
    drawn = course.back(paths + ((plain - middle) if prefers == PLAIN else 0.0))
    lower, upper = np.quantile(drawn, (_LOWER, _UPPER), axis=0)
    lower_sum, upper_sum = np.quantile(course.sum_up(drawn), (_LOWER, _UPPER))
    there, staying = course.back(middle), course.back(plain)
    return Outlook(
        there,
        staying,
        lower,
        upper,
        float(course.sum_up(there)),
        float(course.sum_up(staying)),
        float(lower_sum),
        float(upper_sum),
    )


def tried_in_the_past(course: Course, *, seed: int) -> pd.DataFrame:
    """Look ahead from each month of the past from which all twelve to come are known by now.

    Parameters
    ----------
    course : Course
    seed : int

    Returns
    -------
    DataFrame
        A row a way: ``model``, ``n_origins`` (starting months; their twelve months overlap), ``mae`` and ``bias`` (mean
        absolute, and mean, error of the one number, in its own unit), ``coverage`` (0-1, share of months inside the 90%
        band about that way). Empty where no starting month is known for long enough.
    """
    starts = range(LEAST_TO_TRY, len(course.values) - N_MONTHS + 1)
    if not starts:
        return pd.DataFrame(columns=["model", "n_origins", "mae", "bias", "coverage"])
    rows = []
    for way in (TREND, PLAIN):
        errors, inside = [], []
        for start in starts:
            known = Course(course.values[:start], course.back, course.plain, course.sum_up)
            told = outlook(known, prefers=way, seed=seed + start)
            came = course.back(course.values[start : start + N_MONTHS])
            errors.append((told.trend_sum if way == TREND else told.plain_sum) - float(course.sum_up(came)))
            inside.append(float(((told.lower <= came) & (came <= told.upper)).mean()))
        rows.append((way, len(starts), float(np.abs(errors).mean()), float(np.mean(errors)), float(np.mean(inside))))
    return pd.DataFrame(rows, columns=["model", "n_origins", "mae", "bias", "coverage"])


def preferred(tried: pd.DataFrame) -> str:
    """Name the way that was nearer in the past; where that isn't known, or it is equal, that it stays as it is now."""
    if tried.empty:
        return PLAIN
    mae = dict(zip(tried["model"], tried["mae"], strict=True))
    return TREND if mae[TREND] < mae[PLAIN] else PLAIN
