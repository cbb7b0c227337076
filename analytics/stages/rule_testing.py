"""Testing a rule on the past and finding its open alarms: the same for a build and, before one, for a screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.insights.alarm_backtest import Period, alarm_backtest
from analytics.insights.pattern_words import steps_of
from analytics.knowledge.pattern_state import KnownPattern
from analytics.models.alarms import Alarms, alarms_of, open_alarms, stretches_of
from analytics.models.pattern_rows import occurrences
from analytics.stages.patterns import HORIZON_DAYS, MOST_GAP_DAYS, set_aside
from analytics.store.alarm_rows import Horizon, alarm_horizon, alarm_stretches, days_of_symbols, everybody_in
from analytics.store.rooms import Tables

ALL, YEAR = "all", "year"
"""Names of the periods beside the quarters: everything that can be judged, and the last year of it."""
FEWEST_DAYS = 14
"""Of a quarter that is cut off; a shorter piece says nothing by itself."""
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Terms:
    """What a test goes by.

    Attributes
    ----------
    as_of : date
        The data's day.
    seed : int
        The build's, which says who was set aside when patterns were looked for.
    """

    as_of: date
    seed: int

    @property
    def today(self) -> int:
        """The data's day, as a number of days since 1970-01-01."""
        return self.as_of.toordinal() - _EPOCH


@dataclass(frozen=True)
class Tested:
    """What came of a rule.

    Attributes
    ----------
    horizon_days : int
        How soon after an alarm the outcome has to follow.
    backtest : DataFrame
        As `analytics.insights.alarm_backtest.alarm_backtest`, of the customers who were set aside when patterns were
        looked for: all that can be judged, the last year of it, and each quarter.
    alarms : DataFrame
        ``customer_id``, ``alarm_on``, ``completed_on``: the open alarms of all customers.
    """

    horizon_days: int
    backtest: pd.DataFrame
    alarms: pd.DataFrame


def tested_rule(tables: Tables, about: KnownPattern, terms: Terms) -> Tested:
    """Test a rule on the past, and find its open alarms.

    Parameters
    ----------
    tables : Tables
        With `analytics.store.alarm_rows.NEEDED`.
    about : KnownPattern
        The pattern that raises alarms, and the outcome that has to follow.
    terms : Terms
        What the test goes by.

    Returns
    -------
    Tested
        Without an alarm where this source has no such outcome.
    """
    horizon = alarm_horizon(tables, about.outcome, as_of=terms.as_of, opening_days=HORIZON_DAYS)
    stretches = stretches_of(alarm_stretches(tables, about.outcome, horizon, as_of=terms.as_of))
    days = days_of_symbols(tables, steps_of(about.pattern))
    found = occurrences([days[symbol] for symbol in steps_of(about.pattern)], most_gap=MOST_GAP_DAYS)
    alarms = alarms_of(found, stretches, horizon_days=horizon.days)
    ids = everybody_in(tables)
    aside = set_aside(pd.Index(ids), terms.seed)
    judged = stretches.of(aside)
    own = aside[alarms.customer]
    customer, day = alarms.customer[own], alarms.day[own]
    mine = Alarms(customer, day, judged.holding(customer, day))
    table = alarm_backtest(mine, judged, periods_of(judged.first[judged.state >= 0], horizon, terms))
    still = open_alarms(found, alarms, stretches, today=terms.today, horizon_days=horizon.days)
    return Tested(horizon.days, _dated(table), _named(still, ids))


def periods_of(judged_days: np.ndarray, horizon: Horizon, terms: Terms) -> list[Period]:
    """Say over which periods a rule is judged: all, the last year, and each calendar quarter, the oldest first.

    Parameters
    ----------
    judged_days : ndarray of int64
        First days of stretches whose answer is known.
    horizon : Horizon
        Of the outcome.
    terms : Terms
        What the test goes by.

    Returns
    -------
    list of Period
        A quarter that begins before anything can be judged, or ends after the data's day, is cut off there; it is
        left out where fewer than `FEWEST_DAYS` are left.
    """
    last = terms.today if horizon.judged_until is None else horizon.judged_until
    first = int(judged_days.min()) if len(judged_days) else last
    periods = [Period(ALL, first, last), Period(YEAR, max(first, last - 364), last)]
    if not len(judged_days):
        return periods
    quarters = pd.period_range(_day(first), terms.as_of, freq="Q")
    cut = [
        Period(
            f"{each.year}Q{each.quarter}",
            max(first, _number(each.start_time)),
            min(terms.today, _number(each.end_time)),
        )
        for each in quarters
    ]
    return periods + [each for each in cut if each.last - each.first >= FEWEST_DAYS - 1]


def _dated(table: pd.DataFrame) -> pd.DataFrame:
    days = {name: pd.to_datetime(table[f"{name}_day"], unit="D").dt.date for name in ("first", "last")}
    table = table.rename(columns={"first_day": "first_on", "last_day": "last_on"})
    return table.assign(first_on=days["first"], last_on=days["last"])


def _named(still: pd.DataFrame, ids: pd.Series[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": ids.to_numpy()[still["customer_no"].to_numpy(np.int64)],
            "alarm_on": [_day(int(each)) for each in still["alarm_day"]],
            "completed_on": [_day(int(each)) for each in still["completed_day"]],
        }
    )


def _day(number: int) -> date:
    return date.fromordinal(number + _EPOCH)


def _number(moment: pd.Timestamp) -> int:
    return moment.date().toordinal() - _EPOCH
