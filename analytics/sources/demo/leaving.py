"""Why customers leave: the log-odds of each cause, and the decision at the start of a quarter.

On the first day of each quarter every customer decides, with a probability that depends only on what
has happened before, whether to leave in the 90 days after the last quarter's end. So the true
probability of the outcome `churn` at that as-of date is known exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.sources.demo import causes as special
from analytics.sources.demo.behaviour import SEGMENTS
from analytics.sources.demo.calendar import WINDOW_DAYS, Flags, Floats, Ints, day_number, month_start
from analytics.sources.demo.causes import Causes
from analytics.sources.demo.customers import Customers
from analytics.sources.demo.draws import BLOCK_SIZE, stream
from analytics.sources.demo.habits import Habits
from analytics.sources.demo.motifs import MOTIFS, active_motifs
from analytics.sources.demo.state import CLOSES, GOES_SILENT, State
from analytics.sources.demo.words import CARD, LOAN, MORTGAGE, SAVINGS

BASE = -4.95
DRIFT_A_QUARTER = 0.06
DISENGAGED_EFFECT = 3.7
PENALTY_EFFECT = 0.5
PENALTY_DRIFT_A_QUARTER = 0.02
MOST_PENALTIES = 4
INCOME_LOST_EFFECT = 2.3
NEW_EFFECT = 0.55
PRODUCT_EFFECT = -0.28
SILENT_SHARE = 0.22
DISENGAGING_A_MONTH = 0.016
RECOVERING_A_MONTH = 0.10

EFFECTS = (
    "base",
    "segment",
    "disengaged",
    "penalties",
    "income_lost",
    "new_customer",
    "products",
    "motifs",
    "festival",
    "undisclosed_list",
    "closure",
    "offer",
)


@dataclass(frozen=True)
class Decision:
    """The decisions of one quarter.

    Attributes
    ----------
    month : int
        Its first month; the as-of date is the day before.
    decides : flags
        Customers open and not lost on the as-of date.
    leaves : flags
        Those who leave within the 90 days.
    effects : (n, effects)
        Log-odds that each cause adds; their sum is the logit of `probability`.
    probability : floats
        True probability of leaving.
    segment : ints
        Segment on the as-of date.
    """

    month: int
    decides: Flags
    leaves: Flags
    effects: Floats
    probability: Floats
    segment: Ints
    balance: Ints
    income_lost: Flags
    penalties: Ints
    disengaged: Floats


def logistic(logit: Floats) -> Floats:
    """Probability of log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))


def move_engagement(draws: np.random.Generator, state: State) -> None:
    """One month of slow withdrawal: some begin, some come back, the others drift further."""
    u = draws.random(BLOCK_SIZE)
    withdrawn = state.disengaged > 0
    state.disengaged[:] = np.where(
        withdrawn,
        np.where(u < RECOVERING_A_MONTH, 0.0, np.minimum(state.disengaged + 0.3, 1.0)),
        np.where(u < DISENGAGING_A_MONTH, 0.3, 0.0),
    )


def decisions(seed: int, customers: Customers, habits: Habits, state: State, causes: Causes, month: int) -> Decision:
    """Decides who leaves in the quarter that starts with this month, and writes it into the state."""
    draws, first = stream(seed, customers.block, "leaving", month), month_start(month)
    effects = _effects(customers, habits, state, causes, month)
    probability = logistic(effects.sum(axis=1))
    decides = (customers.opened_day < first) & (state.leave_day > first)
    u, silent, day = draws.random(BLOCK_SIZE), draws.random(BLOCK_SIZE), draws.random(BLOCK_SIZE)
    leaves = decides & (u < probability)
    earliest = np.where(effects[:, EFFECTS.index("closure")] > 0, day_number(special.CLOSURE_STARTS) - first, 3)
    earliest = np.clip(earliest, 3, WINDOW_DAYS - 1)
    offset = (earliest + day * (WINDOW_DAYS - earliest)).astype(np.int64)
    quiet = leaves & (silent < SILENT_SHARE) & (earliest <= 3)
    loud = leaves & ~quiet
    state.leaving[:] = np.where(quiet, GOES_SILENT, np.where(loud, CLOSES, state.leaving))
    state.leave_quarter[leaves] = month
    state.leave_day[loud] = state.closed_day[loud] = (first + offset)[loud]
    state.leave_day[quiet] = first
    state.closed_day[quiet] = (first + 120 + (day * 120).astype(np.int64))[quiet]
    decision = Decision(
        month=month,
        decides=decides,
        leaves=leaves,
        effects=effects,
        probability=probability,
        segment=customers.segment_at(month - 1),
        balance=state.balance.copy(),
        income_lost=state.income_back > month,
        penalties=state.penalties.sum(axis=1),
        disengaged=state.disengaged.copy(),
    )
    state.offer_effect[:] = 0.0
    return decision


def _effects(customers: Customers, habits: Habits, state: State, causes: Causes, month: int) -> Floats:
    first, quarter = month_start(month), month // 3
    before = first - 1
    leaving = np.array([segment.leaving for segment in SEGMENTS])[customers.segment_at(month - 1)]
    penalty = PENALTY_EFFECT + PENALTY_DRIFT_A_QUARTER * quarter
    products = sum(
        (state.has_account(product, before, before).astype(np.float64) for product in (SAVINGS, CARD, LOAN, MORTGAGE)),
        np.zeros(BLOCK_SIZE),
    )
    return np.column_stack(
        [
            np.full(BLOCK_SIZE, BASE + DRIFT_A_QUARTER * quarter),
            leaving,
            DISENGAGED_EFFECT * state.disengaged,
            penalty * np.minimum(state.penalties.sum(axis=1), MOST_PENALTIES),
            INCOME_LOST_EFFECT * (state.income_back > month),
            NEW_EFFECT * (first - customers.opened_day < 365),
            PRODUCT_EFFECT * products,
            _motif_effect(state, first),
            special.festival_effect(causes, state.festival_day, first),
            special.LIST_EFFECT * causes.listed,
            special.closure_effect(customers, habits, first + WINDOW_DAYS),
            state.offer_effect,
        ]
    )


def _motif_effect(state: State, first: int) -> Floats:
    if not state.motif_customer:
        return np.zeros(BLOCK_SIZE)
    counts = active_motifs(
        first,
        np.concatenate(state.motif_customer),
        np.concatenate(state.motif_number),
        np.concatenate(state.motif_done_day),
    )
    effect = np.array([motif.effect if motif.outcome == "churn" else 0.0 for motif in MOTIFS])
    return np.asarray(np.minimum(counts, 1) @ effect)
