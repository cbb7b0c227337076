"""What customers buy: when, where, for how much, and with what."""

from __future__ import annotations

import numpy as np

from analytics.sources.demo.behaviour import PURCHASE_HABITS
from analytics.sources.demo.calendar import DAY_SECONDS, FESTIVAL_DAYS, Flags, Ints, festival_day_in, is_festival
from analytics.sources.demo.habits import RELATIVE_PRICE
from analytics.sources.demo.month import EVERYBODY, Month, account_of
from analytics.sources.demo.rows import Rows, bookings
from analytics.sources.demo.words import (
    CARD,
    CATEGORY,
    CHANNEL,
    CURRENT,
    CUSTOMER,
    FESTIVAL_STALLS,
    PLACE_CODES,
    SHOPS_A_CATEGORY,
    counterparty,
)

_PLACES = np.array(PLACE_CODES)
_ON_CARD = np.array([name in ("dining", "online", "entertainment", "travel") for name in PURCHASE_HABITS])
_DIGITAL_SHARE = np.array([0.04, 0.08, 0.15, 0.96, 0.35, 0.75, 0.05, 0.2, 0.2])
_STALLS = np.array([counterparty(name) for name in FESTIVAL_STALLS])
DECOYS_A_MONTH = 0.012


def purchase_rows(month: Month) -> Rows:
    """All purchases of the month; whoever has been here all month and stays buys at least once."""
    draws, habits = month.draws("purchases"), month.habits
    wobble = np.exp(0.12 * draws.standard_normal(len(EVERYBODY)))
    n = month.counts(draws, habits.purchases * month.season * month.engagement * wobble)
    all_month = month.present & (month.customers.opened_day < month.first_day)
    customer = np.repeat(EVERYBODY, np.where(all_month, np.maximum(n, 1), n))
    category = (draws.random(len(customer))[:, None] > habits.purchase_edges[customer]).sum(axis=1)
    price = (habits.price * month.prices * month.thrift)[customer] * RELATIVE_PRICE[category]
    amount = price * np.exp(0.45 * draws.standard_normal(len(customer)) - 0.1)
    day = month.random_days(draws, habits.weekend_share[customer])
    hour = _waking(habits.evening_hour[customer] + 2.4 * draws.standard_normal(len(customer)))
    shop = (draws.random(len(customer)) ** 1.5 * SHOPS_A_CATEGORY).astype(np.int64)
    place = (month.customers.region[customer] * len(PURCHASE_HABITS) + category) * SHOPS_A_CATEGORY + shop
    has_card = month.state.has_account(CARD, month.first_day - 1, month.first_day + month.n_days)
    product = np.where(has_card[customer] & _ON_CARD[category], CARD, CURRENT)
    return bookings(
        customer * 5 + product,
        month.seconds(day, hour),
        -np.maximum((amount * 100.0).astype(np.int64), 50),
        category=category,
        channel=_channel(draws, month, customer, category),
        counterparty=_PLACES[place],
        initiated=CUSTOMER,
    )


def _waking(hour: np.typing.NDArray[np.float64]) -> np.typing.NDArray[np.float64]:
    """Hours folded into the day, 6 to 24."""
    low = np.where(hour < 6.0, 12.0 - hour, hour)
    return np.clip(np.where(low > 23.9, 47.8 - low, low), 6.0, 23.9)


def _channel(draws: np.random.Generator, month: Month, customer: Ints, category: Ints) -> Ints:
    digital = draws.random(len(customer)) < _DIGITAL_SHARE[category]
    mobile = draws.random(len(customer)) < month.habits.mobile_share[customer]
    return np.where(digital, np.where(mobile, CHANNEL["mobile"], CHANNEL["web"]), CHANNEL["card"])


def festival_rows(month: Month, celebrates: Flags) -> Rows:
    """Payments at the Lantern festival's stalls.

    Those who celebrate pay once within the festival's ten days (in the month in which it begins); others buy
    from the same stalls, which stand all year round, on any other day. Both are ordinary `entertainment` bookings.
    """
    draws, first = month.draws("causes"), festival_day_in(month.number)
    u, place = draws.random(len(EVERYBODY)), draws.integers(0, len(_STALLS), len(EVERYBODY))
    day = (draws.random(len(EVERYBODY)) * month.n_days).astype(np.int64)
    pays = month.present & (u < DECOYS_A_MONTH) & ~celebrates & ~is_festival(month.first_day + day)
    if first is not None:
        start = first - month.first_day
        length = min(FESTIVAL_DAYS, month.n_days - start)
        in_festival = start + (draws.random(len(EVERYBODY)) * length).astype(np.int64)
        pays, day = np.where(celebrates, month.present, pays), np.where(celebrates, in_festival, day)
    who = EVERYBODY[pays]
    second = month.seconds(day[who], draws.uniform(10.0, 21.0, len(EVERYBODY))[who])
    if first is not None:
        seen = second // DAY_SECONDS
        own = celebrates[who] & (seen >= month.customers.opened_day[who]) & (seen < month.state.leave_day[who])
        month.state.festival_day[who[own]] = seen[own]
    cents = (100.0 * draws.uniform(8.0, 45.0, len(EVERYBODY))).astype(np.int64)[who]
    return bookings(
        account_of(who, CURRENT),
        second,
        -cents,
        category=CATEGORY["entertainment"],
        channel=CHANNEL["card"],
        counterparty=_STALLS[place[who]],
        initiated=CUSTOMER,
    )
