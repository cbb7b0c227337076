"""Money that customers move themselves: transfers, cash, investments, and the run-down before leaving."""

from __future__ import annotations

import numpy as np

from analytics.sources.demo.calendar import Floats, Ints
from analytics.sources.demo.habits import MONEY_SHARES
from analytics.sources.demo.month import EVERYBODY, Month, account_of
from analytics.sources.demo.rows import Rows, bookings, joined
from analytics.sources.demo.words import CATEGORY, CHANNEL, CURRENT, CUSTOMER, N_PRODUCTS, SAVINGS, counterparty


def money_rows(month: Month) -> Rows:
    """All acts of this kind in the month."""
    draws = month.draws("money")
    return joined(
        [
            _transfers(month, draws),
            _withdrawals(month, draws),
            _deposits(month, draws),
            _investments(month, draws),
            *_balancing(month, draws),
            _run_down(month, draws),
        ]
    )


def _office_hours(draws: np.random.Generator, n: int) -> Floats:
    return draws.uniform(9.0, 17.0, n)


def _when(month: Month, draws: np.random.Generator, customer: Ints, at_counter: Ints) -> Ints:
    """A time by the customer's rhythm; counters are open on working days only."""
    weekend = np.where(at_counter > 0, 0.0, month.habits.weekend_share[customer])
    day = month.random_days(draws, weekend)
    free = np.clip(month.habits.evening_hour[customer] + 2.4 * draws.standard_normal(len(customer)), 6.0, 23.9)
    return month.seconds(day, np.where(at_counter > 0, _office_hours(draws, len(customer)), free))


def _amount(month: Month, draws: np.random.Generator, customer: Ints, act: str, spread: float) -> Floats:
    """Amounts around the share of the income that such an act moves."""
    usual = abs(MONEY_SHARES[act]) * month.habits.income * month.prices
    return np.asarray(usual[customer] * np.exp(spread * draws.standard_normal(len(customer))))


def _transfers(month: Month, draws: np.random.Generator) -> Rows:
    customer = np.repeat(EVERYBODY, month.counts(draws, month.habits.transfers * month.engagement))
    channel = (draws.random(len(customer))[:, None] > month.habits.channel_edges[customer]).sum(axis=1)
    amount = _amount(month, draws, customer, "transfers", 0.6)
    return bookings(
        account_of(customer, CURRENT),
        _when(month, draws, customer, (channel >= CHANNEL["branch"]).astype(np.int64)),
        -np.maximum((amount * 100.0).astype(np.int64), 100),
        category=CATEGORY["transfer"],
        channel=channel,
        counterparty=counterparty("Private person"),
        initiated=CUSTOMER,
    )


def _withdrawals(month: Month, draws: np.random.Generator) -> Rows:
    customer = np.repeat(EVERYBODY, month.counts(draws, month.habits.cash * month.engagement))
    at_branch = (draws.random(len(customer)) < month.habits.branch_share[customer]).astype(np.int64)
    amount = _amount(month, draws, customer, "cash", 0.4)
    return bookings(
        account_of(customer, CURRENT),
        _when(month, draws, customer, at_branch),
        -np.maximum(np.round(amount / 10.0), 1.0).astype(np.int64) * 1_000,
        category=CATEGORY["cash_withdrawal"],
        channel=np.where(at_branch > 0, CHANNEL["branch"], CHANNEL["atm"]),
        counterparty=np.where(at_branch > 0, counterparty("Cash desk"), counterparty("Cash machine")),
        initiated=CUSTOMER,
    )


def _deposits(month: Month, draws: np.random.Generator) -> Rows:
    customer = np.repeat(EVERYBODY, month.counts(draws, month.habits.deposits * month.engagement))
    amount = _amount(month, draws, customer, "deposits", 0.5)
    return bookings(
        account_of(customer, CURRENT),
        _when(month, draws, customer, np.ones(len(customer), dtype=np.int64)),
        np.maximum(np.round(amount / 5.0), 1.0).astype(np.int64) * 500,
        category=CATEGORY["cash_deposit"],
        channel=CHANNEL["branch"],
        counterparty=counterparty("Cash desk"),
        initiated=CUSTOMER,
    )


def _investments(month: Month, draws: np.random.Generator) -> Rows:
    customer = np.repeat(EVERYBODY, month.counts(draws, month.habits.investments * month.engagement))
    mobile = draws.random(len(customer)) < month.habits.mobile_share[customer]
    amount = _amount(month, draws, customer, "investing", 0.5)
    funds = np.array([counterparty("Capital Brokers"), counterparty("Meridian Funds")])
    return bookings(
        account_of(customer, CURRENT),
        _when(month, draws, customer, np.zeros(len(customer), dtype=np.int64)),
        -(amount * 100.0).astype(np.int64),
        category=CATEGORY["investment"],
        channel=np.where(mobile, CHANNEL["mobile"], CHANNEL["web"]),
        counterparty=funds[customer % 2],
        initiated=CUSTOMER,
    )


def _balancing(month: Month, draws: np.random.Generator) -> list[Rows]:
    """Customers with a savings account move what is far above or below their cushion."""
    current = month.state.balance[CURRENT::N_PRODUCTS] / 100.0
    savings = month.state.balance[SAVINGS::N_PRODUCTS] / 100.0
    over = current - 2.2 * month.habits.cushion
    under = 0.25 * month.habits.cushion - current
    moved = np.where(over > 0, 0.6 * over, np.where(under > 0, -np.minimum(under, np.maximum(savings, 0.0)), 0.0))
    has = month.state.has_account(SAVINGS, month.first_day, month.first_day + month.n_days)
    acts = month.present & has & (np.abs(moved) > 50.0) & (draws.random(len(EVERYBODY)) < 0.5)
    who = EVERYBODY[acts]
    mobile = draws.random(len(EVERYBODY))[who] < month.habits.mobile_share[who]
    channel = np.where(mobile, CHANNEL["mobile"], CHANNEL["web"])
    second = _when(month, draws, who, np.zeros(len(who), dtype=np.int64))
    cents = (moved[who] * 100.0).astype(np.int64)
    return [
        bookings(
            account_of(who, product),
            second + later,
            sign * cents,
            category=CATEGORY["savings_transfer"],
            channel=channel,
            counterparty=counterparty("Own savings"),
            initiated=CUSTOMER,
        )
        for product, later, sign in ((CURRENT, 0, -1), (SAVINGS, 60, 1))
    ]


def _run_down(month: Month, draws: np.random.Generator) -> Rows:
    """Disengaged customers carry their balance to another bank."""
    share = draws.uniform(0.1, 0.45, len(EVERYBODY)) * month.state.disengaged
    amount = np.maximum(month.state.balance[CURRENT::N_PRODUCTS], 0) * share
    who = EVERYBODY[month.present & (amount > 5_000)]
    mobile = draws.random(len(EVERYBODY))[who] < month.habits.mobile_share[who]
    return bookings(
        account_of(who, CURRENT),
        _when(month, draws, who, np.zeros(len(who), dtype=np.int64)),
        -amount[who].astype(np.int64),
        category=CATEGORY["transfer"],
        channel=np.where(mobile, CHANNEL["mobile"], CHANNEL["web"]),
        counterparty=counterparty("Another bank"),
        initiated=CUSTOMER,
    )
