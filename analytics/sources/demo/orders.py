"""Standing orders: housing, utilities, insurance, subscriptions, childcare, and money put aside."""

from __future__ import annotations

import numpy as np

from analytics.sources.demo.draws import stream
from analytics.sources.demo.habits import ORDER_SHARES
from analytics.sources.demo.month import EVERYBODY, Month, account_of
from analytics.sources.demo.rows import Rows, bookings, joined
from analytics.sources.demo.words import (
    CATEGORY,
    CURRENT,
    MORTGAGE,
    NO_CHANNEL,
    SAVINGS,
    STANDING_ORDER,
    counterparty,
)

_ORDERS = (
    ("housing", ("Homeland Housing", "City Lettings")),
    ("utilities", ("Gridpower", "Clearwater Utilities")),
    ("insurance", ("Shield Mutual", "Safeguard Insurance")),
    ("subscription", ("Telefonia", "Streamdeck Subscription")),
    ("childcare", ("Kids' Club",)),
)
"""Category, and who is paid; a customer with n orders has the first n. Who has a mortgage pays no rent."""


def order_rows(month: Month) -> Rows:
    """All standing orders of the month."""
    fixed = stream(month.seed, month.customers.block, "orders")
    parts = [_order_rows(month, fixed, place) for place in range(len(_ORDERS))]
    return joined([*parts, *_saving_rows(month, fixed)])


def _order_rows(month: Month, fixed: np.random.Generator, place: int) -> Rows:
    name, payees = _ORDERS[place]
    share = ORDER_SHARES[place + 1]
    day = fixed.integers(1, 28, len(EVERYBODY))
    size = np.exp(0.25 * fixed.standard_normal(len(EVERYBODY)))
    pays = month.present & (month.habits.orders > place) & (month.state.disengaged < 0.9)
    if name == "housing":
        pays &= ~month.state.has_account(MORTGAGE, month.first_day, month.first_day)
    who = EVERYBODY[pays]
    amount = month.habits.income * month.prices * share * size
    codes = np.array([counterparty(payee) for payee in payees])
    return bookings(
        account_of(who, CURRENT),
        month.seconds(month.day_of(day[who]), np.full(len(who), 5.5)),
        -(amount[who] * 100.0).astype(np.int64),
        category=CATEGORY[name],
        channel=NO_CHANNEL,
        counterparty=codes[(who + place) % len(codes)],
        initiated=STANDING_ORDER,
    )


def _saving_rows(month: Month, fixed: np.random.Generator) -> list[Rows]:
    """Money put aside goes from the current to the savings account a few days after the start."""
    day = fixed.integers(2, 12, len(EVERYBODY))
    earns = month.state.income_back <= month.number
    saves = month.state.has_account(SAVINGS, month.first_day, month.first_day + month.n_days)
    who = EVERYBODY[month.present & saves & earns & (month.state.disengaged < 0.5)]
    second = month.seconds(month.day_of(day[who]), np.full(len(who), 6.0))
    cents = (month.habits.saved * month.prices * 100.0)[who].astype(np.int64)
    out = bookings(
        account_of(who, CURRENT),
        second,
        -cents,
        category=CATEGORY["savings_transfer"],
        channel=NO_CHANNEL,
        counterparty=counterparty("Own savings"),
        initiated=STANDING_ORDER,
    )
    into = bookings(
        account_of(who, SAVINGS),
        second + 60,
        cents,
        category=CATEGORY["savings_transfer"],
        channel=NO_CHANNEL,
        counterparty=counterparty("Own savings"),
        initiated=STANDING_ORDER,
    )
    return [out, into]
