"""The contract's tables from simulated blocks."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from analytics.sources.demo.arrears import quarter_arrears
from analytics.sources.demo.block import Block, Booked
from analytics.sources.demo.calendar import Flags, Ints, month_start
from analytics.sources.demo.columns import Columns, dates, money, small_integers, times, words
from analytics.sources.demo.consents import PURPOSES
from analytics.sources.demo.customers import GENDERS, HOME_CHANNELS, OCCUPATIONS
from analytics.sources.demo.draws import BLOCK_SIZE
from analytics.sources.demo.event_rows import EVENT_TYPES
from analytics.sources.demo.habits import customer_habits
from analytics.sources.demo.leaving import Decision
from analytics.sources.demo.offers import OFFER_CHANNELS, OFFERS, PROPENSITY
from analytics.sources.demo.regions import LANGUAGES, REGIONS
from analytics.sources.demo.rows import joined
from analytics.sources.demo.words import (
    CATEGORIES,
    CHANNELS,
    COUNTERPARTIES,
    INITIATORS,
    N_PRODUCTS,
    PRODUCTS,
)


def customer_ids(block: int) -> list[str]:
    """Ids of a block's customers."""
    return [f"C{block * BLOCK_SIZE + place + 1:07d}" for place in range(BLOCK_SIZE)]


def account_ids(block: int) -> list[str]:
    """Ids of a block's accounts, in the order of customers and products."""
    first = (block * BLOCK_SIZE + 1) * 10
    return [f"A{first + place * 10 + product:09d}" for place in range(BLOCK_SIZE) for product in range(N_PRODUCTS)]


def household_ids(block: int) -> list[str]:
    """Ids of a block's households."""
    return [f"H{block * BLOCK_SIZE + place + 1:07d}" for place in range(BLOCK_SIZE)]


def customers_table(block: Block, kept: Flags, n_months: int) -> Columns:
    """`customers`: those kept, as the bank knows them at the data's end."""
    who, end = np.flatnonzero(kept), month_start(n_months)
    customers, number = block.customers, block.customers.block
    return {
        "customer_id": words(who, customer_ids(number)),
        "opened_on": dates(customers.opened_day[who]),
        "closed_on": dates(block.state.closed_day[who], until=end),
        "birth_date": dates(customers.birth_day[who]),
        "gender": words(customers.gender[who], GENDERS),
        "region_id": words(customers.region[who], [region.region_id for region in REGIONS]),
        "household_id": words(customers.household[who], household_ids(number)),
        "language": words(customers.language[who], LANGUAGES),
        "occupation": words(customers.occupation[who], OCCUPATIONS),
        "home_channel": words(_home_channel(block)[who], HOME_CHANNELS),
    }


def _home_channel(block: Block) -> Ints:
    """The channel through which the customer joined: mostly the one used most."""
    habits = customer_habits(block.customers, 0)
    draw = (block.customers.employer_draw * 7.31 + block.customers.payday_draw) % 1.0
    own = np.where(habits.branch_share > 0.3, 0, np.where(habits.mobile_share > 0.5, 3, 2))
    return np.where(draw < 0.55, own, (draw * 1_000.0).astype(np.int64) % len(HOME_CHANNELS))


def accounts_table(block: Block, kept: Flags, n_months: int) -> Columns:
    """`accounts`: those opened before the data's end and before their customer left."""
    end, state = month_start(n_months), block.state
    customer = np.arange(len(state.account_opened)) // N_PRODUCTS
    place = np.flatnonzero(
        kept[customer] & (state.account_opened < end) & (state.account_opened < state.leave_day[customer])
    )
    number = block.customers.block
    return {
        "account_id": words(place, account_ids(number)),
        "customer_id": words(customer[place], customer_ids(number)),
        "product": words(place % N_PRODUCTS, PRODUCTS),
        "opened_on": dates(state.account_opened[place]),
        "closed_on": dates(state.account_closed[place], until=end),
        "currency": words(np.zeros(len(place), dtype=np.int64), ["EUR"]),
    }


def transactions_table(block: Block, kept: Flags, months: list[Booked]) -> Columns:
    """`transactions` of some months."""
    rows = joined([month.rows for month in months])
    after = np.concatenate([month.balance_after for month in months])
    keep = kept[rows.account // N_PRODUCTS]
    rows, after = rows.kept(keep), after[keep]
    return {
        "account_id": words(rows.account, account_ids(block.customers.block)),
        "booked_at": times(rows.second),
        "amount": money(rows.cents),
        "category": words(rows.category, CATEGORIES),
        "channel": words(rows.channel, CHANNELS),
        "counterparty": words(rows.counterparty, COUNTERPARTIES),
        "balance_after": money(after),
        "initiated_by": words(rows.initiated, INITIATORS),
    }


def events_table(block: Block, kept: Flags, n_months: int) -> Columns:
    """`events` up to the data's end."""
    events = block.events
    events = events.kept(kept[events.customer] & (events.second < month_start(n_months) * 86_400))
    return {
        "customer_id": words(events.customer, customer_ids(block.customers.block)),
        "occurred_at": times(events.second),
        "event_type": words(events.event, EVENT_TYPES),
        "channel": words(events.channel, CHANNELS),
    }


def regions_table() -> Columns:
    """`regions`, with the main employer as an extra column."""
    return {
        "region_id": pa.array([r.region_id for r in REGIONS]),
        "name": pa.array([r.name for r in REGIONS]),
        "population": pa.array([r.population for r in REGIONS], type=pa.int64()),
        "unemployment_share": pa.array([r.unemployment_share for r in REGIONS]),
        "mean_salary": pa.array([r.mean_salary for r in REGIONS]),
        "urban_share": pa.array([r.urban_share for r in REGIONS]),
        "branches": pa.array([r.branches for r in REGIONS], type=pa.int64()),
        "main_employer": pa.array([r.main_employer for r in REGIONS]),
    }


def contacts_table(block: Block, kept: Flags) -> Columns:
    """`contacts`: offers and controls."""
    offers = block.offers

    def of(name: str) -> np.typing.NDArray[np.generic]:
        return np.concatenate([getattr(rows, name) for rows in offers]) if offers else np.zeros(0, dtype=np.int64)

    customer = of("customer").astype(np.int64)
    keep = kept[customer]
    channel, offered = of("channel").astype(np.int64)[keep], of("offered").astype(np.int64)[keep]
    chance = np.where(offered > 0, PROPENSITY[channel], 1.0 - PROPENSITY[channel])
    return {
        "customer_id": words(customer[keep], customer_ids(block.customers.block)),
        "offered_at": times(of("second").astype(np.int64)[keep]),
        "offer": words(of("offer").astype(np.int64)[keep], OFFERS),
        "channel": words(channel, OFFER_CHANNELS),
        "variant": words(offered, ("control", "offer")),
        "propensity": pa.array(chance.astype(np.float64)),
        "accepted": small_integers(of("accepted")[keep]),
        "reward": pa.array(of("reward")[keep].astype(np.float64)),
    }


def outcomes_table(block: Block, kept: Flags, seed: int, decisions: list[Decision]) -> Columns:
    """`outcomes`: churn and payment arrears at each as-of date, as recorded."""
    who, days, names, values = [], [], [], []
    for decision in decisions:
        place = np.flatnonzero(decision.decides & kept)
        habits = customer_habits(block.customers, decision.month - 1)
        arrears = quarter_arrears(seed, block.customers, habits, decision)
        for name, value in enumerate((decision.leaves, arrears.recorded_value)):
            who.append(place)
            days.append(np.full(len(place), month_start(decision.month) - 1))
            names.append(np.full(len(place), name))
            values.append(value[place])
    return {
        "customer_id": words(np.concatenate(who), customer_ids(block.customers.block)),
        "as_of": dates(np.concatenate(days)),
        "outcome": words(np.concatenate(names), ("churn", "payment_arrears")),
        "value": small_integers(np.concatenate(values)),
    }


def consents_table(block: Block, kept: Flags, n_months: int) -> Columns:
    """`consents`: the answer on joining, and a row for each change of mind."""
    end, consents = month_start(n_months), block.consents
    customer, purpose = np.nonzero(np.broadcast_to(kept[:, None], consents.granted.shape))
    first = consents.granted[customer, purpose]
    changed = consents.changed_day[customer, purpose]
    later = changed < np.minimum(end, block.state.leave_day[customer])
    day = np.r_[block.customers.opened_day[customer], changed[later]]
    who, what = np.r_[customer, customer[later]], np.r_[purpose, purpose[later]]
    granted = np.r_[first, ~first[later]]
    order = np.lexsort((day, what, who))
    return {
        "customer_id": words(who[order], customer_ids(block.customers.block)),
        "purpose": words(what[order], PURPOSES),
        "granted": small_integers(granted[order]),
        "changed_at": times(day[order] * 86_400 + 43_200),
    }
