"""What each customer does on average in a month: rates, shares and amounts from the habits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.sources.demo import regions
from analytics.sources.demo.behaviour import CHANNEL_HABITS, HABIT, PURCHASE_HABITS, SEGMENTS, habit_values
from analytics.sources.demo.calendar import Floats, Ints
from analytics.sources.demo.customers import Customers, paydays

PAY_KINDS = ("monthly", "weekly", "invoices", "support")
_PAY_CODES = np.array([PAY_KINDS.index(segment.pay) for segment in SEGMENTS])

RELATIVE_PRICE = np.array([1.0, 0.7, 0.75, 1.1, 0.65, 3.4, 0.8, 1.9, 0.9])
"""Mean amount of a purchase against a grocery purchase, in the order of `PURCHASE_HABITS`."""


ORDER_SHARES = np.array([0.0, 0.235, 0.045, 0.03, 0.014, 0.035])
"""Share of the income that the first, second … standing order takes."""
MONEY_SHARES = {"cash": 0.045, "transfers": 0.035, "investing": 0.08, "deposits": -0.09}
"""Share of the income that one such act moves."""


@dataclass(frozen=True)
class Habits:
    """Averages a month, a row a customer.

    Attributes
    ----------
    purchases, cash, deposits, transfers, investments, logins : floats
        Acts a month.
    income, budget, saved : floats
        Money a month: what comes in, what purchases cost together, what is put aside.
    purchase_edges : (n, 9)
        Cumulative shares of the purchase categories.
    channel_edges : (n, 4)
        Cumulative shares of mobile, web, branch, phone among transfers.
    mobile_share : floats
        Mobile among digital acts, 0-1.
    branch_share, phone_share : floats
        Among all four, 0-1.
    price : floats
        Amount of a grocery purchase.
    weekend_share, evening_hour : floats
        Rhythm of purchases: share on Saturday and Sunday; mean hour.
    cushion : floats
        Balance that the customer tends to hold.
    orders : ints
        Standing orders in force.
    pay, payday : ints
        Kind of income (`PAY_KINDS`) and its day.
    """

    purchases: Floats
    cash: Floats
    deposits: Floats
    transfers: Floats
    investments: Floats
    logins: Floats
    income: Floats
    budget: Floats
    saved: Floats
    purchase_edges: Floats
    channel_edges: Floats
    mobile_share: Floats
    branch_share: Floats
    phone_share: Floats
    price: Floats
    weekend_share: Floats
    evening_hour: Floats
    cushion: Floats
    orders: Ints
    pay: Ints
    payday: Ints


def _softmax(logits: Floats) -> Floats:
    weight = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def _edges(shares: Floats) -> Floats:
    edges = shares.cumsum(axis=1)
    edges[:, -1] = 1.0
    return edges


def customer_habits(customers: Customers, month: int) -> Habits:
    """The habits of a block's customers in a month."""
    segment = customers.segment_at(month)
    value = habit_values(customers.deviation, segment, customers.noise)

    def of(name: str) -> Floats:
        return np.asarray(value[:, HABIT[name]])

    mix = _softmax(value[:, [HABIT[name] for name in PURCHASE_HABITS]])
    channels = _softmax(value[:, [HABIT[name] for name in CHANNEL_HABITS]])
    income = np.exp(of("income")) * regions.salary_level(customers.region)
    saved_share = np.minimum(np.exp(of("saving")), 0.35)
    orders = np.clip(np.round(of("orders")), 0, 5).astype(np.int64)
    purchases = np.exp(of("purchases"))
    rates = {name: np.exp(of(name)) for name in ("cash", "transfers", "investing", "deposits")}
    spoken_for = ORDER_SHARES.cumsum()[orders] + saved_share
    spoken_for = spoken_for + sum((MONEY_SHARES[name] * rate for name, rate in rates.items()), np.zeros(len(income)))
    budget = income * np.clip(0.95 - spoken_for, 0.14, 0.8)
    return Habits(
        purchases=purchases,
        cash=np.minimum(np.exp(of("cash")), 9.0),
        deposits=np.minimum(np.exp(of("deposits")), 6.0),
        transfers=np.minimum(np.exp(of("transfers")), 12.0),
        investments=np.minimum(np.exp(of("investing")), 3.0),
        logins=np.minimum(np.exp(of("logins")), 16.0),
        income=income,
        budget=budget,
        saved=income * saved_share,
        purchase_edges=_edges(mix),
        channel_edges=_edges(channels),
        mobile_share=channels[:, 0] / (channels[:, 0] + channels[:, 1]),
        branch_share=channels[:, 2],
        phone_share=channels[:, 3],
        price=budget / purchases / (mix @ RELATIVE_PRICE),
        weekend_share=1.0 / (1.0 + np.exp(-of("weekend"))),
        evening_hour=of("evening"),
        cushion=np.exp(of("cushion")) * income,
        orders=orders,
        pay=_PAY_CODES[segment],
        payday=paydays(customers, segment),
    )
