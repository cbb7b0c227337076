"""What alarms of the past would have been worth: how many were right, how early, and how many cases they came before.

Beside them stand as many alarms drawn at random (`analytics.insights.random_alarms`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.insights.intervals import wilson
from analytics.insights.random_alarms import RandomAlarms, RandomLeads
from analytics.models.alarms import FOLLOWED, NEVER, NOT_YET, UNKNOWN_DAY, Alarms, Stretches

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True)
class Period:
    """Days over which alarms are judged.

    Attributes
    ----------
    name : str
        What the period is called.
    first, last : int
        Its days (since 1970-01-01), both included.
    """

    name: str
    first: int
    last: int


def alarm_backtest(alarms: Alarms, stretches: Stretches, periods: Sequence[Period]) -> pd.DataFrame:
    """Judge alarms, period by period.

    Parameters
    ----------
    alarms : Alarms
        Of the customers who are judged.
    stretches : Stretches
        Of all of these customers, with an alarm or without.
    periods : sequence of Period
        Each gets a row; they may overlap.

    Returns
    -------
    DataFrame
        ``period``, ``first_day``, ``last_day``. Of the alarms raised in it: ``n_alarms`` (whose answer is known),
        ``n_right`` (the outcome followed), ``n_unripe`` (not known yet, counted in neither), ``share`` with ``lower``
        and ``upper`` (right ones, 0–1; 90 %, Wilson); ``days_ahead_q1``, ``days_ahead_median``, ``days_ahead_q3`` of
        the ``n_dated`` right ones whose outcome's day is known, or, where none is, of all right ones at least
        (``is_least`` 1). Of the cases whose last day to be warned on lies in it: ``n_cases``, ``n_preceded`` (by an
        alarm), ``recall`` with ``recall_lower`` and ``recall_upper``. Of as many random alarms: ``random_share``,
        ``random_recall``, ``random_days_ahead_median``.
    """
    if not len(stretches.customer):
        return pd.DataFrame([_row(each, _Judged.of_nobody()) for each in periods])
    judged = _judged(alarms, stretches)
    return pd.DataFrame([_row(each, judged) for each in periods])


@dataclass(frozen=True)
class _Judged:
    """Everything that each period takes its part of."""

    day: Ints
    state: Ints
    ahead: Ints
    is_dated: NDArray[np.bool_]
    chance: Floats
    case_last: Ints
    is_preceded: NDArray[np.bool_]
    case_chance: Floats
    lead: RandomLeads

    @staticmethod
    def of_nobody() -> _Judged:
        none, no, reals = np.zeros(0, np.int64), np.zeros(0, bool), np.zeros(0)
        return _Judged(none, none, none, no, reals, none, no, reals, RandomLeads(none, none, reals, no))


def _judged(alarms: Alarms, stretches: Stretches) -> _Judged:
    state, outcome = stretches.state[alarms.stretch], stretches.outcome[alarms.stretch]
    is_dated = outcome != UNKNOWN_DAY
    until = np.where(is_dated, outcome, stretches.last[alarms.stretch])
    beside = RandomAlarms(stretches, alarms.day[(state == FOLLOWED) | (state == 0)])
    cases = np.flatnonzero(stretches.is_case)
    with_alarm = np.zeros(len(stretches.customer), dtype=bool)
    with_alarm[alarms.stretch] = True
    return _Judged(
        alarms.day,
        state,
        until - alarms.day,
        is_dated,
        beside.chance_on(alarms.day),
        stretches.last[cases],
        with_alarm[cases],
        beside.caught(stretches.first[cases], stretches.last[cases]),
        beside.leads(stretches.state == FOLLOWED),
    )


def _row(period: Period, judged: _Judged) -> dict[str, object]:
    own = (judged.day >= period.first) & (judged.day <= period.last) & (judged.state != NEVER)
    known, right = own & (judged.state != NOT_YET), own & (judged.state == FOLLOWED)
    n, n_right = int(known.sum()), int(right.sum())
    dated = right & judged.is_dated
    told = dated if dated.any() else right
    q1, median, q3 = _quantiles(judged.ahead[told], np.ones(int(told.sum())), QUARTILES)
    cases = (judged.case_last >= period.first) & (judged.case_last <= period.last)
    n_cases, n_preceded = int(cases.sum()), int(judged.is_preceded[cases].sum())
    return {
        "period": period.name,
        "first_day": period.first,
        "last_day": period.last,
        "n_alarms": n,
        "n_right": n_right,
        "n_unripe": int((own & (judged.state == NOT_YET)).sum()),
        **dict(zip(("share", "lower", "upper"), _share(n_right, n), strict=True)),
        "n_dated": int(dated.sum()),
        "days_ahead_q1": q1,
        "days_ahead_median": median,
        "days_ahead_q3": q3,
        "is_least": int(n_right > 0 and not dated.any()),
        "n_cases": n_cases,
        "n_preceded": n_preceded,
        **dict(zip(("recall", "recall_lower", "recall_upper"), _share(n_preceded, n_cases), strict=True)),
        "random_share": _mean(judged.chance[known]),
        "random_recall": _mean(judged.case_chance[cases]),
        "random_days_ahead_median": _random_median(judged.lead, period, is_dated=bool(dated.any())),
    }


def _random_median(leads: RandomLeads, period: Period, *, is_dated: bool) -> float:
    own = (leads.day >= period.first) & (leads.day <= period.last) & (leads.is_dated | (not is_dated))
    return _quantiles(leads.ahead[own], leads.weight[own], (0.5,))[0]


def _share(part: int, whole: int) -> tuple[float, float, float]:
    lower, upper = wilson(np.array([float(part)]), np.array([float(whole)]))
    return (part / whole if whole else np.nan, float(lower[0]), float(upper[0]))


def _mean(values: Floats) -> float:
    return float(np.mean(values)) if len(values) else np.nan


def _quantiles(values: Ints, weight: Floats, shares: Sequence[float]) -> list[float]:
    """Give the smallest values that at least these shares of the weight do not exceed."""
    if not len(values):
        return [np.nan] * len(shares)
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order]) / weight.sum()
    places = np.searchsorted(reached, np.array(shares) - 1e-12, side="left")
    return [float(values[order][min(place, len(values) - 1)]) for place in places]
