"""When a pattern raises alarms: on the day on which a customer completes it, at most once in the horizon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.pattern_rows import DAYS, Occurrences

Ints = NDArray[np.int64]
UNKNOWN_DAY = -1
FOLLOWED, DID_NOT, NOT_YET, NEVER = 1, 0, -1, -2
"""What came of an alarm: it followed, it did not, it is not known yet, nobody will know."""


@dataclass(frozen=True)
class Stretches:
    """Days of customers on which an alarm can be raised, in order of customer and day; none overlap.

    Attributes
    ----------
    customer : ndarray of int64
        Whose.
    first, last : ndarray of int64
        The days, both included.
    state : ndarray of int64
        `FOLLOWED`, `DID_NOT`, `NOT_YET` or `NEVER`: what came of an alarm on any of these days.
    outcome : ndarray of int64
        The day on which the outcome followed; `UNKNOWN_DAY` where it isn't known.
    is_case : ndarray of bool
        Whether the outcome followed, and the last day is the last on which an alarm could have come before it.
    """

    customer: Ints
    first: Ints
    last: Ints
    state: Ints
    outcome: Ints
    is_case: NDArray[np.bool_]

    def of(self, chosen: NDArray[np.bool_]) -> Stretches:
        """Keep the stretches of some customers, who are said by number."""
        kept = chosen[self.customer]
        days = (self.customer[kept], self.first[kept], self.last[kept])
        return Stretches(*days, self.state[kept], self.outcome[kept], self.is_case[kept])

    def holding(self, customer: Ints, day: Ints) -> Ints:
        """Give for customers on days the number of the stretch that holds each; -1 where none does.

        Examples
        --------
        >>> one = np.array([1])
        >>> stretches = Stretches(np.array([4]), 10 * one, 20 * one, one, one, one > 0)
        >>> stretches.holding(np.array([4, 4, 3]), np.array([20, 21, 15])).tolist()
        [0, -1, -1]
        """
        starts = self.customer * DAYS + self.first
        found = np.searchsorted(starts, customer * DAYS + day, side="right") - 1
        if not len(self.customer):
            return np.full(len(customer), -1, dtype=np.int64)
        at = np.maximum(found, 0)
        return np.where((found >= 0) & (self.customer[at] == customer) & (day <= self.last[at]), found, -1)


def stretches_of(rows: pd.DataFrame) -> Stretches:
    """Take stretches from a table as ``alarm_stretches.sql`` gives it."""
    return Stretches(
        rows["customer_no"].to_numpy(np.int64),
        rows["first_day"].to_numpy(np.int64),
        rows["last_day"].to_numpy(np.int64),
        rows["state"].to_numpy(np.int64),
        rows["outcome_day"].fillna(UNKNOWN_DAY).to_numpy(np.int64),
        rows["is_case"].to_numpy(np.bool_),
    )


@dataclass(frozen=True)
class Alarms:
    """Alarms, in order of customer and day.

    Attributes
    ----------
    customer, day : ndarray of int64
        Whose, and when.
    stretch : ndarray of int64
        The number of the stretch that holds each.
    """

    customer: Ints
    day: Ints
    stretch: Ints

    def __len__(self) -> int:
        """How many there are."""
        return len(self.day)


def alarms_of(found: Occurrences, stretches: Stretches, *, horizon_days: int) -> Alarms:
    """Raise an alarm on each day on which a pattern is completed, unless one was raised within the horizon before.

    Parameters
    ----------
    found : Occurrences
        Where the pattern ends.
    stretches : Stretches
        The days on which alarms can be raised; a completion on another day raises none.
    horizon_days : int
        After an alarm on a day the next one can be raised on the day this many days later.

    Returns
    -------
    Alarms
    """
    at = stretches.holding(found.customer, found.ended)
    customer, day, at = (each[at >= 0] for each in (found.customer, found.ended, at))
    order = np.lexsort((day, customer))
    customer, day, at = customer[order], day[order], at[order]
    kept = _apart(customer.tolist(), day.tolist(), horizon_days)
    return Alarms(customer[kept], day[kept], at[kept])


def _apart(customers: list[int], days: list[int], horizon_days: int) -> Ints:
    """Keep of each customer the first day, and then each that lies far enough after the last one kept."""
    kept, whose, last = [], -1, 0
    for row, (customer, day) in enumerate(zip(customers, days, strict=True)):
        if customer != whose or day - last >= horizon_days:
            kept.append(row)
            whose, last = customer, day
    return np.array(kept, dtype=np.int64)


def open_alarms(
    found: Occurrences, alarms: Alarms, stretches: Stretches, *, today: int, horizon_days: int
) -> pd.DataFrame:
    """List whose alarm is open: who completed the pattern within the horizon, is here, and has not had the outcome.

    Parameters
    ----------
    found : Occurrences
        Where the pattern ends.
    alarms : Alarms
        As `alarms_of` raises them.
    stretches : Stretches
        Of all customers.
    today : int
        The day on which it is asked; it is the last that counts.
    horizon_days : int
        A pattern completed this many days before today, or more, counts no more.

    Returns
    -------
    DataFrame
        A row a customer, by number: ``customer_no``, ``completed_day`` (the last time), ``alarm_day`` (the alarm in
        force then, which is earlier where the customer completed the pattern again soon after).
    """
    recent = (found.ended <= today) & (found.ended > today - horizon_days)
    customer, ended = found.customer[recent], found.ended[recent]
    here = stretches.holding(customer, np.full(len(customer), today)) >= 0
    here &= stretches.holding(customer, ended) >= 0
    rows = pd.DataFrame({"customer_no": customer[here], "completed_day": ended[here]})
    last: pd.DataFrame = rows.groupby("customer_no", as_index=False).agg(completed_day=("completed_day", "max"))
    keys = last["customer_no"].to_numpy(np.int64) * DAYS + last["completed_day"].to_numpy(np.int64)
    raised = np.searchsorted(alarms.customer * DAYS + alarms.day, keys, side="right") - 1
    return last.assign(alarm_day=alarms.day[raised])
