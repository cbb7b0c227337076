"""What comes in: salaries on a payday, weekly wages, invoices, support; and when it stops."""

from __future__ import annotations

import numpy as np

from analytics.sources.demo.calendar import Ints, weekday
from analytics.sources.demo.customers import Customers
from analytics.sources.demo.month import EVERYBODY, Month, account_of
from analytics.sources.demo.regions import main_employer_share
from analytics.sources.demo.rows import Rows, bookings, joined
from analytics.sources.demo.words import (
    CATEGORY,
    CURRENT,
    EMPLOYERS_A_REGION,
    FIRST_EMPLOYER,
    NO_CHANNEL,
    PLACE_CODES,
    THIRD_PARTY,
    counterparty,
)

_PLACES = np.array(PLACE_CODES)
_CLIENTS = np.array([counterparty(f"Client {name}") for name in ("Adler", "Bergson", "Corvin", "Delta Studio")])
_CREWS = np.array([counterparty(name) for name in ("Rideloop Earnings", "Parcelwise Earnings", "Harvest Crew")])
MONTHLY, WEEKLY, INVOICES, SUPPORT = range(4)
LOSING_INCOME_A_MONTH = 0.006


def employer_number(customers: Customers) -> Ints:
    """Which of the region's eight employers pays the customer; 0 is the main one."""
    share = main_employer_share(customers.region)
    rest = (customers.employer_draw - share) / (1.0 - share)
    return np.where(rest < 0, 0, 1 + (rest * (EMPLOYERS_A_REGION - 1)).astype(np.int64))


def employer_code(customers: Customers) -> Ints:
    """Counterparty code of the employer."""
    place = FIRST_EMPLOYER + customers.region * EMPLOYERS_A_REGION + employer_number(customers)
    return np.asarray(_PLACES[place])


def move_incomes(month: Month) -> None:
    """Lets some customers lose their income for some months, and others get it back."""
    draws, state = month.draws("state"), month.state
    u, length = draws.random(len(EVERYBODY)), draws.integers(3, 9, len(EVERYBODY))
    earning = (month.habits.pay != SUPPORT) & (state.income_back <= month.number) & month.present
    loses = earning & (u < LOSING_INCOME_A_MONTH)
    state.income_back[loses] = (month.number + length)[loses]
    state.lost_on[loses] = month.number


def income_rows(month: Month) -> Rows:
    """All income of the month."""
    draws = month.draws("income")
    return joined([_on_payday(month, draws), _weekly(month, draws), _invoices(month, draws)])


def _on_payday(month: Month, draws: np.random.Generator) -> Rows:
    pay, lost = month.habits.pay, month.state.income_back > month.number
    wobble = np.exp(0.025 * draws.standard_normal(len(EVERYBODY)))
    hour = draws.uniform(4.0, 9.0, len(EVERYBODY))
    paid = month.present & ~lost & ((pay == MONTHLY) | (pay == SUPPORT))
    who = EVERYBODY[paid]
    support = pay[who] == SUPPORT
    payer = np.where(support, counterparty("Social Fund"), employer_code(month.customers)[who])
    return bookings(
        account_of(who, CURRENT),
        month.seconds(month.day_of(month.habits.payday[who]), hour[who]),
        (month.habits.income * month.prices * wobble * 100.0)[who].astype(np.int64),
        category=np.where(support, CATEGORY["support_income"], CATEGORY["salary"]),
        channel=NO_CHANNEL,
        counterparty=payer,
        initiated=THIRD_PARTY,
    )


def _weekly(month: Month, draws: np.random.Generator) -> Rows:
    days = np.arange(month.n_days)
    fridays = days[weekday(month.first_day + days) == 4]
    wobble = np.exp(0.22 * draws.standard_normal((len(EVERYBODY), len(fridays))))
    comes = draws.random((len(EVERYBODY), len(fridays))) < 0.93
    earns = month.present & (month.habits.pay == WEEKLY) & (month.state.income_back <= month.number)
    customer, week = np.nonzero(earns[:, None] & comes)
    amount = (month.habits.income * month.prices / 4.05)[customer] * wobble[customer, week]
    return bookings(
        account_of(customer, CURRENT),
        month.seconds(fridays[week], draws.uniform(12.0, 18.0, len(customer))),
        (amount * 100.0).astype(np.int64),
        category=CATEGORY["wages"],
        channel=NO_CHANNEL,
        counterparty=_CREWS[customer % len(_CREWS)],
        initiated=THIRD_PARTY,
    )


def _invoices(month: Month, draws: np.random.Generator) -> Rows:
    earns = (month.habits.pay == INVOICES) & (month.state.income_back <= month.number)
    n = month.counts(draws, np.where(earns, 2.2, 0.0))
    customer = np.repeat(EVERYBODY, n)
    amount = (month.habits.income * month.prices / 2.2)[customer] * np.exp(0.55 * draws.standard_normal(len(customer)))
    return bookings(
        account_of(customer, CURRENT),
        month.seconds(month.random_days(draws, np.full(len(customer), 0.04)), draws.uniform(8.0, 18.0, len(customer))),
        (amount * 86.0).astype(np.int64),
        category=CATEGORY["invoice_income"],
        channel=NO_CHANNEL,
        counterparty=_CLIENTS[(customer + draws.integers(0, 3, len(customer))) % len(_CLIENTS)],
        initiated=THIRD_PARTY,
    )
