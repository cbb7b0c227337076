"""What changes about the customers of a block while months go by."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from analytics.sources.demo.calendar import NEVER, Flags, Floats, Ints, month_start
from analytics.sources.demo.customers import Customers
from analytics.sources.demo.draws import BLOCK_SIZE, stream
from analytics.sources.demo.habits import Habits
from analytics.sources.demo.words import CARD, CURRENT, LOAN, MORTGAGE, N_PRODUCTS, SAVINGS

STAYS, CLOSES, GOES_SILENT = range(3)


@dataclass
class State:
    """The moving part of a block.

    Attributes
    ----------
    balance : (n * 5,) ints
        Cents on each account.
    account_opened, account_closed : (n * 5,) ints
        Days; `NEVER` where there is no such account, or it is open.
    leave_day : ints
        First day without an act of the customer's own; `NEVER` for those who stay.
    leaving : ints
        `STAYS`, `CLOSES` or `GOES_SILENT`.
    leave_quarter : ints
        The month whose first day opened the quarter of leaving; -1 for none.
    closed_day : ints
        Day on which the customer is closed; `NEVER` while open.
    disengaged : floats
        0 (as always) to 1 (hardly acts any more).
    income_back : ints
        Month in which a lost income returns; 0 where none is lost.
    lost_on : ints
        Month in which income was lost last; negative for never.
    penalties : (n, 3) ints
        Penalty fees in each of the last three months.
    festival_day : ints
        Day of the last festival payment; 0 for none.
    offer_effect : floats
        Log-odds that the last offer adds to the next decision.
    mortgage_day : ints
        Day on which a mortgage is taken; `NEVER` where none is planned.
    """

    balance: Ints
    account_opened: Ints
    account_closed: Ints
    leave_day: Ints
    leaving: Ints
    leave_quarter: Ints
    closed_day: Ints
    disengaged: Floats
    income_back: Ints
    lost_on: Ints
    penalties: Ints
    festival_day: Ints
    offer_effect: Floats
    loan_principal: Ints
    motif_customer: list[Ints] = field(default_factory=list)
    motif_number: list[Ints] = field(default_factory=list)
    motif_done_day: list[Ints] = field(default_factory=list)

    def has_account(self, product: int, first: int, last: int) -> Flags:
        """Whether each customer's account of a product is open from one day to another."""
        return (self.account_opened[product::N_PRODUCTS] <= first) & (self.account_closed[product::N_PRODUCTS] > last)


def first_state(seed: int, customers: Customers, habits: Habits) -> State:
    """The block as it stands before the first month."""
    draws = stream(seed, customers.block, "accounts")
    n = BLOCK_SIZE
    opened = _accounts_opened(draws, customers, habits.saved / habits.income)
    before = opened < month_start(0)
    balance = np.zeros(n * N_PRODUCTS, dtype=np.int64)
    share = np.exp(0.5 * draws.standard_normal(n))
    current = (habits.cushion * 60.0 * share).astype(np.int64)
    savings = (habits.cushion * 180.0 * np.exp(0.6 * draws.standard_normal(n))).astype(np.int64)
    principal = np.round(draws.lognormal(np.log(9_000.0), 0.5, n), -2).astype(np.int64) * 100
    house = np.round(habits.income * draws.uniform(35.0, 70.0, n), -3).astype(np.int64) * 100
    left = draws.uniform(0.3, 0.95, n)
    for product, start in (
        (CURRENT, current),
        (SAVINGS, savings),
        (LOAN, -(principal * left).astype(np.int64)),
        (MORTGAGE, -(house * left).astype(np.int64)),
    ):
        balance[product::N_PRODUCTS] = np.where(before[product::N_PRODUCTS], start, 0)
    loans = np.zeros(n * N_PRODUCTS, dtype=np.int64)
    loans[LOAN::N_PRODUCTS], loans[MORTGAGE::N_PRODUCTS] = principal, house
    never = np.full(n, NEVER, dtype=np.int64)
    return State(
        balance=balance,
        account_opened=opened,
        account_closed=np.full(n * N_PRODUCTS, NEVER, dtype=np.int64),
        leave_day=never.copy(),
        leaving=np.zeros(n, dtype=np.int64),
        leave_quarter=np.full(n, -1, dtype=np.int64),
        closed_day=never.copy(),
        disengaged=np.zeros(n),
        income_back=np.zeros(n, dtype=np.int64),
        lost_on=np.full(n, -99, dtype=np.int64),
        penalties=np.zeros((n, 3), dtype=np.int64),
        festival_day=np.zeros(n, dtype=np.int64),
        offer_effect=np.zeros(n),
        loan_principal=loans,
    )


def _accounts_opened(draws: np.random.Generator, customers: Customers, saved_share: Floats) -> Ints:
    """Opening days of the five products; a customer always has a current account."""
    n = BLOCK_SIZE
    opened = np.full((n, N_PRODUCTS), NEVER, dtype=np.int64)
    opened[:, CURRENT] = customers.opened_day
    for product, at_once, share_later in (
        (SAVINGS, np.clip(0.45 + 14.0 * (saved_share - 0.05), 0.15, 0.97), 0.4),
        (CARD, 0.3, 0.35),
        (LOAN, 0.03, 0.28),
        (MORTGAGE, 0.01, 0.12),
    ):
        u = draws.random(n)
        later = customers.opened_day + (30 + draws.exponential(1_100.0, n)).astype(np.int64)
        opened[:, product] = np.where(
            u < at_once, customers.opened_day, np.where(u < at_once + share_later, later, NEVER)
        )
    return opened.reshape(-1)
