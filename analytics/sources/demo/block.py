"""One block of the bank, month by month."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analytics.sources.demo.bank_acts import bank_rows, closing_rows
from analytics.sources.demo.calendar import DAY_SECONDS, Ints, starts_quarter
from analytics.sources.demo.causes import Causes, block_causes
from analytics.sources.demo.consents import Consents, block_consents
from analytics.sources.demo.customers import Customers, block_customers
from analytics.sources.demo.draws import stream
from analytics.sources.demo.event_rows import EventRows
from analytics.sources.demo.events import event_rows
from analytics.sources.demo.habits import customer_habits
from analytics.sources.demo.income import income_rows, move_incomes
from analytics.sources.demo.leaving import Decision, decisions, move_engagement
from analytics.sources.demo.money import money_rows
from analytics.sources.demo.month import month_ahead
from analytics.sources.demo.motifs import motif_events
from analytics.sources.demo.offers import OfferRows, quarter_offers
from analytics.sources.demo.orders import order_rows
from analytics.sources.demo.purchases import festival_rows, purchase_rows
from analytics.sources.demo.rows import Rows, joined
from analytics.sources.demo.state import State, first_state
from analytics.sources.demo.words import BANK, CATEGORY, N_PRODUCTS


@dataclass(frozen=True)
class Booked:
    """The bookings of one month in order of account and time, with the balance after each."""

    month: int
    rows: Rows
    balance_after: Ints


@dataclass(frozen=True)
class Block:
    """A simulated block.

    Attributes
    ----------
    customers, causes, consents, state
        Who, and how they stand at the end.
    months : tuple of Booked
        Bookings.
    events : EventRows
        Events in order of customer and time.
    decisions : tuple of Decision
        One a quarter, oldest first.
    offers : tuple of OfferRows
        One a quarter.
    """

    customers: Customers
    causes: Causes
    consents: Consents
    state: State
    months: tuple[Booked, ...]
    events: EventRows
    decisions: tuple[Decision, ...]
    offers: tuple[OfferRows, ...]


def simulated_block(seed: int, block: int, n_months: int, *, noise: float = 1.0) -> Block:
    """A block's whole history; a longer one starts with the shorter."""
    customers = block_customers(seed, block, noise=noise)
    causes, consents = block_causes(seed, customers), block_consents(seed, customers)
    state = first_state(seed, customers, customer_habits(customers, 0))
    booked, events, decided, offers = [], [], [], []
    for number in range(n_months):
        habits = customer_habits(customers, number)
        if starts_quarter(number):
            decided.append(decisions(seed, customers, habits, state, causes, number))
        month = month_ahead(seed, customers, habits, state, number)
        move_incomes(month)
        parts = [
            income_rows(month),
            order_rows(month),
            purchase_rows(month),
            festival_rows(month, causes.celebrates),
            money_rows(month),
            bank_rows(month),
        ]
        events += [event_rows(month), motif_events(month)]
        rows = joined([_while_here(joined(parts), customers, state), closing_rows(month)])
        booked.append(_booked(number, state, rows))
        if starts_quarter(number + 1):
            offers.append(quarter_offers(month, consents))
        move_engagement(stream(seed, block, "state", 1_000 + number), state)
    return Block(
        customers=customers,
        causes=causes,
        consents=consents,
        state=state,
        months=tuple(booked),
        events=_events_while_here(EventRows.joined(events), customers, state),
        decisions=tuple(decided),
        offers=tuple(offers),
    )


def _while_here(rows: Rows, customers: Customers, state: State) -> Rows:
    """Drops what falls before an account opens or after its customer has left."""
    customer = rows.account // N_PRODUCTS
    until = np.where(rows.initiated == BANK, state.closed_day[customer], state.leave_day[customer])
    since = np.maximum(state.account_opened[rows.account], customers.opened_day[customer])
    return rows.kept((rows.second >= since * DAY_SECONDS) & (rows.second < until * DAY_SECONDS))


def _events_while_here(events: EventRows, customers: Customers, state: State) -> EventRows:
    here = (events.second >= customers.opened_day[events.customer] * DAY_SECONDS) & (
        events.second < state.leave_day[events.customer] * DAY_SECONDS
    )
    events = events.kept(here)
    return events.kept(np.lexsort((events.event, events.second, events.customer)))


def _booked(number: int, state: State, rows: Rows) -> Booked:
    """Orders the bookings and carries the balances forward; a closing booking takes what is left."""
    rows = rows.kept(np.lexsort((rows.second, rows.account)))
    second = _one_after_another(rows)
    first = np.flatnonzero(np.r_[True, rows.account[1:] != rows.account[:-1]]) if len(rows) else np.array([], dtype=int)
    length = np.diff(np.r_[first, len(rows)])
    total = rows.cents.cumsum()
    before = state.balance[rows.account[first]] - (total[first] - rows.cents[first])
    after = total + np.repeat(before, length)
    closing = rows.category == CATEGORY["closing"]
    cents = np.where(closing, -after, rows.cents)
    after = np.where(closing, 0, after)
    last = first + length - 1
    state.balance[rows.account[last]] = after[last]
    return Booked(number, replace(rows, second=second, cents=cents), after)


def _one_after_another(rows: Rows) -> Ints:
    """Seconds moved on a little where two bookings of an account share one, so that their order is known."""
    place, account = np.arange(len(rows)), rows.account << 34
    return np.asarray(np.maximum.accumulate(account + rows.second - place) - account + place)
