"""As many alarms as were raised on each day, drawn at random from the customers who could have raised one.

What they come to on average is worked out, not drawn: on a day on which 3 alarms were raised and 1,000 customers could
have raised one, each of them has 3 chances in 1,000.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.alarms import FOLLOWED, UNKNOWN_DAY, Stretches

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class RandomLeads:
    """How early each random alarm that is right would come: a row a stretch and day in it.

    Attributes
    ----------
    day, ahead : ndarray of int64
        The day of the alarm, and how many days later the outcome follows (where its day isn't known: at least).
    weight : ndarray of float64
        The chance that an alarm is drawn there.
    is_dated : ndarray of bool
        Whether the outcome's day is known.
    """

    day: Ints
    ahead: Ints
    weight: Floats
    is_dated: NDArray[np.bool_]


class RandomAlarms:
    """The random alarms of some customers.

    Parameters
    ----------
    stretches : Stretches
        On which days whom an alarm can be drawn for; those whose answer is known count. At least one.
    alarm_days : ndarray of int64
        The days of the alarms that were raised and whose answer is known.
    """

    def __init__(self, stretches: Stretches, alarm_days: Ints) -> None:
        self._stretches, self._start = stretches, int(stretches.first.min())
        self._n_days = int(stretches.last.max()) - self._start + 2
        self._here = self._counted(stretches.state >= 0)
        self._followed = self._counted(stretches.state == FOLLOWED)
        drawn = np.bincount(alarm_days - self._start, minlength=self._n_days)
        self._drawn = np.divide(drawn, self._here, out=np.zeros(self._n_days), where=self._here > 0)

    def _counted(self, kept: NDArray[np.bool_]) -> Floats:
        first, last = self._stretches.first[kept] - self._start, self._stretches.last[kept] - self._start
        begin, end = (np.bincount(each, minlength=self._n_days) for each in (first, last + 1))
        return np.cumsum(begin - end).astype(np.float64)

    def chance_on(self, days: Ints) -> Floats:
        """Give for days the chance that an alarm drawn then is right; missing where nobody could have raised one."""
        at = days - self._start
        nobody = np.full(len(at), np.nan)
        found: Floats = np.divide(self._followed[at], self._here[at], out=nobody, where=self._here[at] > 0)
        return found

    def caught(self, first: Ints, last: Ints) -> Floats:
        """Give for stretches of days the chance that at least one alarm is drawn for the customer in them."""
        # A day on which everybody is drawn has no logarithm; it is told apart.
        is_sure = self._drawn >= 1.0
        sure = np.concatenate([[0], np.cumsum(is_sure)])
        logs = np.concatenate([[0.0], np.cumsum(np.log1p(-np.where(is_sure, 0.0, self._drawn)))])
        after, before = last - self._start + 1, first - self._start
        caught: Floats = np.where(sure[after] > sure[before], 1.0, -np.expm1(logs[after] - logs[before]))
        return caught

    def leads(self, kept: NDArray[np.bool_]) -> RandomLeads:
        """List how early random alarms come that fall into some stretches."""
        own = self._stretches
        first, last, outcome = own.first[kept], own.last[kept], own.outcome[kept]
        length = last - first + 1
        place = np.repeat(np.arange(len(first)), length)
        day = np.arange(int(length.sum())) - np.repeat(np.cumsum(length) - length, length) + first[place]
        weight = self._drawn[day - self._start]
        some = weight > 0
        place, day, weight = place[some], day[some], weight[some]
        is_dated = outcome[place] != UNKNOWN_DAY
        return RandomLeads(day, np.where(is_dated, outcome[place], last[place]) - day, weight, is_dated)
