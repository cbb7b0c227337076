"""One month of one block: what the streams of bookings and events need to know."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.sources.demo.calendar import DAY_SECONDS, Flags, Floats, Ints, month_start, weekday
from analytics.sources.demo.customers import Customers
from analytics.sources.demo.draws import BLOCK_SIZE, stream
from analytics.sources.demo.habits import Habits
from analytics.sources.demo.state import STAYS, State
from analytics.sources.demo.words import CURRENT, N_PRODUCTS

LEAVERS_KEEP = 0.5
"""Share of their acts that leaving customers still do in their last weeks."""
_SEASON = np.array([0.93, 0.92, 0.98, 1.0, 1.02, 1.03, 1.05, 1.02, 0.98, 1.0, 1.04, 1.2])
_PRICE_RISE_A_MONTH = 0.0021


@dataclass(frozen=True)
class Month:
    """A month that is about to be simulated.

    Attributes
    ----------
    seed, number : int
        The demo's seed, and the month.
    customers, habits, state
        The block.
    first_day, n_days : int
        First day and length.
    present : flags
        Customers who have joined before the month's end and haven't left before its start.
    engagement : floats
        Share of their usual acts that customers do this month, 0-1.
    thrift : floats
        What purchases cost against the usual, by what is on the account: 0.6 (nothing) to 1.15 (plenty).
    season, prices : float
        How much is bought this month, and what it costs, against October 2023.
    """

    seed: int
    number: int
    customers: Customers
    habits: Habits
    state: State
    first_day: int
    n_days: int
    present: Flags
    engagement: Floats
    thrift: Floats
    season: float
    prices: float

    def draws(self, purpose: str) -> np.random.Generator:
        """The month's stream for one purpose."""
        return stream(self.seed, self.customers.block, purpose, self.number)

    def counts(self, draws: np.random.Generator, rate: Floats) -> Ints:
        """How often each customer does something: Poisson, 0 for those who aren't there."""
        return draws.poisson(np.where(self.present, rate, 0.0))

    def seconds(self, day: Ints, hour: Floats) -> Ints:
        """Seconds since 1970 of an hour on a day of this month (0 is the first)."""
        return (self.first_day + day) * DAY_SECONDS + (np.clip(hour, 0.0, 23.99) * 3600.0).astype(np.int64)

    def day_of(self, payday: Ints) -> Ints:
        """Place in the month (from 0) of a day of the month; the last working day before a weekend."""
        day = np.minimum(payday, self.n_days) - 1
        late = np.maximum(weekday(self.first_day + day) - 4, 0)
        return np.asarray(np.maximum(day - late, 0))

    def random_days(self, draws: np.random.Generator, weekend_share: Floats) -> Ints:
        """Days of this month, on weekends with the given chance."""
        days = np.arange(self.n_days)
        is_weekend = weekday(self.first_day + days) >= 5
        weekend, week = days[is_weekend], days[~is_weekend]
        u = draws.random(len(weekend_share))
        on_weekend = draws.random(len(weekend_share)) < weekend_share
        free = weekend[(u * len(weekend)).astype(np.int64)]
        return np.where(on_weekend, free, week[(u * len(week)).astype(np.int64)])


def month_ahead(seed: int, customers: Customers, habits: Habits, state: State, number: int) -> Month:
    """The month as it looks on its first day."""
    first, after = month_start(number), month_start(number + 1)
    present = (customers.opened_day < after) & (state.leave_day > first)
    leaving = np.where(state.leaving == STAYS, 1.0, LEAVERS_KEEP)
    return Month(
        seed=seed,
        number=number,
        customers=customers,
        habits=habits,
        state=state,
        first_day=first,
        n_days=after - first,
        present=present,
        engagement=(1.0 - 0.75 * state.disengaged) * leaving,
        thrift=np.clip(0.75 + 0.3 * state.balance[CURRENT::N_PRODUCTS] / 100.0 / habits.cushion, 0.6, 1.15),
        season=float(_SEASON[(number + 9) % 12]),
        prices=float(np.exp(_PRICE_RISE_A_MONTH * number)),
    )


def account_of(customer: Ints, product: int) -> Ints:
    """Place of the customer's account of a product."""
    return customer * N_PRODUCTS + product


EVERYBODY = np.arange(BLOCK_SIZE)
