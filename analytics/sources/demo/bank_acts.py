"""What the bank books: fees, penalties, interest, loans, the card's settlement, and closing."""

from __future__ import annotations

import numpy as np

from analytics.sources.demo.calendar import DAY_SECONDS, NEVER, Flags, Ints, starts_quarter
from analytics.sources.demo.month import EVERYBODY, Month, account_of
from analytics.sources.demo.rows import Rows, bookings, joined
from analytics.sources.demo.state import GOES_SILENT
from analytics.sources.demo.words import (
    BANK,
    CARD,
    CATEGORY,
    CHANNEL,
    CURRENT,
    CUSTOMER,
    LOAN,
    MORTGAGE,
    N_PRODUCTS,
    NO_CHANNEL,
    SAVINGS,
    STANDING_ORDER,
    counterparty,
)

LOAN_MONTHS = 60
MORTGAGE_MONTHS = 300
ACCOUNT_FEE_CENTS = -490
SAVINGS_RATE = 0.014
PENALTIES_A_MONTH = 0.075
PENALTY_BELOW_ZERO = 0.5


def bank_rows(month: Month) -> Rows:
    """All of them but closings."""
    draws = month.draws("bank")
    return joined(
        [
            _account_fees(month),
            _penalties(month, draws),
            _interest(month),
            *_settlements(month),
            *_instalments(month, LOAN, LOAN_MONTHS, 0.07),
            *_instalments(month, MORTGAGE, MORTGAGE_MONTHS, 0.031),
            *_payouts(month),
        ]
    )


def _own(who: Ints, product: int, second: Ints, cents: Ints, category: str, payee: str, by: int) -> Rows:
    return bookings(
        account_of(who, product),
        second,
        cents,
        category=CATEGORY[category],
        channel=NO_CHANNEL,
        counterparty=counterparty(payee),
        initiated=by,
    )


def _at(month: Month, n: int, day: int, hour: float) -> Ints:
    return month.seconds(np.full(n, day), np.full(n, hour))


def _account_fees(month: Month) -> Rows:
    """One customer in four pays for the account, on the last day."""
    who = EVERYBODY[month.present & (month.customers.number % 4 == 0)]
    second = _at(month, len(who), month.n_days - 1, 22.0)
    return _own(who, CURRENT, second, np.full(len(who), ACCOUNT_FEE_CENTS), "fee", "The bank", BANK)


def _penalties(month: Month, draws: np.random.Generator) -> Rows:
    """A penalty for a balance below zero, and others now and then; both are counted for leaving."""
    below = (month.state.balance[CURRENT::N_PRODUCTS] < 0) & (draws.random(len(EVERYBODY)) < PENALTY_BELOW_ZERO)
    n = below.astype(np.int64) + month.counts(draws, np.full(len(EVERYBODY), PENALTIES_A_MONTH))
    n = np.where(month.present & (month.customers.opened_day < month.first_day), n, 0)
    month.state.penalties[:] = np.column_stack([month.state.penalties[:, 1:], n])
    who = np.repeat(EVERYBODY, n)
    second = month.seconds((draws.random(len(who)) * month.n_days).astype(np.int64), np.full(len(who), 21.0))
    cents = -(draws.integers(90, 360, len(who)) * 10)
    return _own(who, CURRENT, second, cents, "penalty_fee", "The bank", BANK)


def _interest(month: Month) -> Rows:
    """Interest on savings, on the last day of each quarter."""
    balance = month.state.balance[SAVINGS::N_PRODUCTS] * starts_quarter(month.number + 1)
    cents = (balance * (SAVINGS_RATE / 4)).astype(np.int64)
    has = month.state.has_account(SAVINGS, month.first_day - 1, month.first_day + month.n_days)
    who = EVERYBODY[has & (cents > 0) & _customer_open(month)]
    return _own(who, SAVINGS, _at(month, len(who), month.n_days - 1, 23.0), cents[who], "interest", "The bank", BANK)


def _customer_open(month: Month) -> Flags:
    return month.state.closed_day > month.first_day


def _settlements(month: Month) -> list[Rows]:
    """The card's balance is paid from the current account on the 5th."""
    owed = -month.state.balance[CARD::N_PRODUCTS]
    who = EVERYBODY[(owed > 0) & month.present]
    second = _at(month, len(who), 4, 4.0)
    return [
        _own(who, CURRENT, second, -owed[who], "card_settlement", "Own card", BANK),
        _own(who, CARD, second + 60, owed[who], "card_settlement", "Own card", BANK),
    ]


def _instalments(month: Month, product: int, n_months: int, rate: float) -> list[Rows]:
    """Equal instalments on the 12th until the debt is paid; the account is closed in the month after.

    The current account pays the instalment; what is left of it after interest lowers the debt.
    """
    owed = -month.state.balance[product::N_PRODUCTS]
    principal = month.state.loan_principal[product::N_PRODUCTS]
    has = month.state.has_account(product, month.first_day - 1, month.first_day + month.n_days)
    paid_off = EVERYBODY[has & (owed <= 0) & month.present]
    month.state.account_closed[account_of(paid_off, product)] = month.first_day
    share = rate / 12.0 / (1.0 - (1.0 + rate / 12.0) ** -n_months)
    interest = (owed * (rate / 12.0)).astype(np.int64)
    repaid = np.clip((principal * share).astype(np.int64) - interest, 1, np.maximum(owed, 1))
    who = EVERYBODY[has & (owed > 0) & month.present]
    second = _at(month, len(who), 11, 5.0)
    return [
        _own(who, CURRENT, second, -(repaid + interest)[who], "loan_payment", "Own loan", STANDING_ORDER),
        _own(who, product, second + 60, repaid[who], "loan_payment", "Own loan", STANDING_ORDER),
    ]


def _payouts(month: Month) -> list[Rows]:
    """A loan is paid out on the day on which its account opens; a mortgage goes to the seller."""
    rows = []
    for product in (LOAN, MORTGAGE):
        opened = month.state.account_opened[product::N_PRODUCTS]
        starts = (opened >= month.first_day) & (opened < month.first_day + month.n_days) & month.present
        who = EVERYBODY[starts & (opened < month.state.leave_day)]
        cents = month.state.loan_principal[product::N_PRODUCTS][who]
        second = opened[who] * DAY_SECONDS + 36_000
        payee = "Own loan" if product == LOAN else "Homeland Housing"
        rows.append(_own(who, product, second, -cents, "loan_payout", payee, BANK))
        if product == LOAN:
            rows.append(_own(who, CURRENT, second + 60, cents, "loan_payout", "Own loan", BANK))
    return rows


def closing_rows(month: Month) -> Rows:
    """One booking an account of each customer closed this month; it takes what is there (amount filled in later)."""
    closed = month.state.closed_day
    now = (closed >= month.first_day) & (closed < month.first_day + month.n_days)
    still_open = month.state.account_closed >= NEVER
    open_before = month.state.account_opened < np.repeat(month.state.leave_day, N_PRODUCTS)
    accounts = np.flatnonzero(np.repeat(now, N_PRODUCTS) & still_open & open_before)
    customer = accounts // N_PRODUCTS
    month.state.account_closed[accounts] = closed[customer]
    unopened = np.repeat(now, N_PRODUCTS) & (month.state.account_opened >= np.repeat(closed, N_PRODUCTS))
    month.state.account_opened[unopened] = NEVER
    silent = month.state.leaving[customer] == GOES_SILENT
    rows = bookings(
        accounts,
        closed[customer] * DAY_SECONDS + 64_800,
        np.zeros(len(accounts), dtype=np.int64),
        category=CATEGORY["closing"],
        channel=np.where(silent, NO_CHANNEL, CHANNEL["branch"]),
        counterparty=counterparty("Another bank"),
        initiated=CUSTOMER,
    )
    return Rows(
        *(
            rows.account,
            rows.second,
            rows.cents,
            rows.category,
            rows.channel,
            rows.counterparty,
            np.where(silent, BANK, CUSTOMER),
        )
    )
