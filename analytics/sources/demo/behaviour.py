"""The tree of behaviour: five families, three segments each, and how wide each one spreads.

Every habit is a number in units of its own spread within a segment. A family moves some habits by a
few of these units, a segment moves others by a little less, and each customer adds an own deviation.
The distances were fixed by what an observer who knows the generator can tell apart
(`benchmarks/demo_oracle.py`), before any clustering was tried.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.sources.demo.calendar import Floats, Ints

HABITS = (
    "purchases",
    "income",
    "groceries",
    "dining",
    "transport",
    "online",
    "entertainment",
    "travel",
    "health",
    "home",
    "children",
    "cash",
    "deposits",
    "transfers",
    "mobile",
    "web",
    "branch",
    "phone",
    "weekend",
    "evening",
    "saving",
    "cushion",
    "investing",
    "orders",
    "logins",
)
HABIT = {name: number for number, name in enumerate(HABITS)}

PURCHASE_HABITS = HABITS[2:11]
CHANNEL_HABITS = HABITS[14:18]

FAMILY_STEP = 1.25
SEGMENT_STEP = 0.95
"""Multiply the table's steps; calibrated together with `HABIT_SPREAD`."""


@dataclass(frozen=True)
class Segment:
    """A segment of behaviour.

    Attributes
    ----------
    name, family : str
        What the truth calls it.
    share : float
        Share of the customers.
    moves : dict
        Steps from the family's centre, in spreads of the habit.
    pay : str
        How income comes: `monthly`, `weekly`, `invoices` or `support`.
    payday : int
        Usual day of the month of a monthly income (31: the last day).
    payday_kept : float
        Share of the segment's customers who have the usual payday.
    leaving : float
        Log-odds of leaving, against the average customer.
    """

    name: str
    family: str
    share: float
    moves: dict[str, float]
    pay: str
    payday: int
    payday_kept: float
    leaving: float


FAMILY_MOVES: dict[str, dict[str, float]] = {
    "household_budget": {
        "groceries": 1.5,
        "children": 1.6,
        "orders": 1.6,
        "purchases": 0.9,
        "cushion": -1.2,
        "saving": -1.0,
    },
    "mobile_life": {
        "mobile": 2.0,
        "dining": 1.5,
        "entertainment": 1.3,
        "evening": 1.5,
        "purchases": 1.2,
        "cash": -1.4,
        "logins": 1.6,
        "branch": -1.2,
    },
    "saving_planning": {
        "purchases": -1.2,
        "saving": 1.9,
        "cushion": 2.0,
        "investing": 1.4,
        "web": 1.6,
        "income": 1.0,
        "children": -1.0,
        "weekend": -0.7,
    },
    "counter_service": {
        "cash": 2.0,
        "branch": 2.2,
        "phone": 1.7,
        "mobile": -1.8,
        "web": -0.8,
        "evening": -1.7,
        "logins": -1.6,
    },
    "irregular_income": {
        "deposits": 0.8,
        "transfers": 1.8,
        "orders": -1.6,
        "cushion": -1.2,
        "transport": 1.0,
        "saving": -1.2,
        "income": -0.6,
    },
}

SEGMENTS = (
    Segment(
        "household_first_of_month",
        "household_budget",
        0.08,
        {"groceries": 0.9, "web": 1.4, "dining": -1.0, "weekend": -1.0, "transfers": 0.8, "online": -0.8},
        "monthly",
        1,
        0.85,
        -0.35,
    ),
    Segment(
        "household_commuter",
        "household_budget",
        0.08,
        {"transport": 2.0, "mobile": 1.0, "evening": 1.0, "purchases": 0.9, "children": -0.9, "health": -0.6},
        "monthly",
        15,
        0.85,
        0.05,
    ),
    Segment(
        "household_family_budget",
        "household_budget",
        0.08,
        {"children": 1.3, "weekend": 1.2, "online": 1.0, "orders": 0.7, "travel": -1.0, "cash": 0.9},
        "monthly",
        25,
        0.85,
        -0.2,
    ),
    Segment(
        "mobile_nightlife",
        "mobile_life",
        0.07,
        {"entertainment": 1.3, "evening": 1.4, "dining": 0.7, "weekend": 1.2, "groceries": -1.0, "travel": -0.8},
        "monthly",
        25,
        0.8,
        0.45,
    ),
    Segment(
        "mobile_shopper",
        "mobile_life",
        0.08,
        {"online": 2.0, "home": 1.0, "logins": 0.8, "evening": -0.9, "travel": -0.9, "transfers": -0.6},
        "monthly",
        31,
        0.8,
        0.2,
    ),
    Segment(
        "mobile_traveller",
        "mobile_life",
        0.06,
        {"travel": 2.4, "income": 1.1, "weekend": -0.9, "online": -0.9, "cash": 1.0, "cushion": 0.8},
        "monthly",
        15,
        0.8,
        0.1,
    ),
    Segment(
        "saver_steady",
        "saving_planning",
        0.07,
        {"saving": 0.9, "investing": -1.6, "orders": 1.0, "groceries": 1.0, "web": -0.6, "travel": -0.8},
        "monthly",
        1,
        0.8,
        -0.6,
    ),
    Segment(
        "saver_investor",
        "saving_planning",
        0.06,
        {"investing": 2.0, "logins": 1.4, "income": 0.8, "mobile": 1.0, "home": -1.0, "groceries": -0.6},
        "monthly",
        25,
        0.8,
        0.15,
    ),
    Segment(
        "saver_home_builder",
        "saving_planning",
        0.06,
        {"home": 2.2, "cushion": -0.7, "weekend": 1.2, "transfers": 1.0, "phone": 0.9, "investing": -0.8},
        "monthly",
        15,
        0.8,
        -0.25,
    ),
    Segment(
        "counter_cash",
        "counter_service",
        0.07,
        {"cash": 1.2, "health": 1.4, "transfers": -1.2, "branch": -0.8, "dining": -0.8, "orders": -0.8},
        "support",
        5,
        0.85,
        -0.45,
    ),
    Segment(
        "counter_adviser",
        "counter_service",
        0.06,
        {"branch": 0.8, "phone": 1.4, "saving": 1.4, "cushion": 1.2, "orders": 1.0, "cash": -1.0},
        "monthly",
        25,
        0.8,
        -0.3,
    ),
    Segment(
        "counter_trader",
        "counter_service",
        0.05,
        {"deposits": 2.6, "transport": 1.2, "purchases": 1.0, "weekend": 1.0, "health": -0.8, "cash": -0.4},
        "invoices",
        0,
        0.0,
        0.15,
    ),
    Segment(
        "irregular_freelance",
        "irregular_income",
        0.06,
        {"income": 1.2, "web": 1.6, "online": 0.9, "transfers": 0.8, "travel": 0.9, "cash": -1.0},
        "invoices",
        0,
        0.0,
        0.3,
    ),
    Segment(
        "irregular_weekly",
        "irregular_income",
        0.06,
        {"transport": 1.4, "cash": 1.4, "mobile": 0.9, "purchases": 0.8, "web": -1.0, "cushion": -0.6},
        "weekly",
        0,
        0.0,
        0.6,
    ),
    Segment(
        "irregular_small_budget",
        "irregular_income",
        0.06,
        {"income": -1.6, "entertainment": 1.4, "evening": 1.3, "mobile": 1.2, "weekend": 1.0, "transport": -0.9},
        "support",
        10,
        0.85,
        0.4,
    ),
)
FAMILIES = tuple(FAMILY_MOVES)

_SPREAD_AND_BASE: dict[str, tuple[float, float]] = {
    "purchases": (0.26, np.log(7.5)),
    "income": (0.2, np.log(2350.0)),
    "groceries": (0.34, np.log(0.24)),
    "dining": (0.42, np.log(0.12)),
    "transport": (0.42, np.log(0.13)),
    "online": (0.42, np.log(0.13)),
    "entertainment": (0.42, np.log(0.09)),
    "travel": (0.48, np.log(0.05)),
    "health": (0.44, np.log(0.08)),
    "home": (0.44, np.log(0.07)),
    "children": (0.48, np.log(0.06)),
    "cash": (0.4, np.log(0.8)),
    "deposits": (0.75, np.log(0.06)),
    "transfers": (0.36, np.log(1.6)),
    "mobile": (0.55, 0.2),
    "web": (0.55, 0.0),
    "branch": (0.6, -1.6),
    "phone": (0.6, -2.0),
    "weekend": (0.28, -0.85),
    "evening": (1.15, 14.8),
    "saving": (0.5, np.log(0.05)),
    "cushion": (0.45, np.log(1.0)),
    "investing": (0.7, np.log(0.08)),
    "orders": (0.6, 2.4),
    "logins": (0.38, np.log(2.6)),
}
"""For each habit: spread within a segment, and centre, on the habit's own scale."""


def segment_centres() -> Floats:
    """Centres of the fifteen segments, one row each, one column a habit, in spreads."""
    centres = np.zeros((len(SEGMENTS), len(HABITS)))
    for row, segment in enumerate(SEGMENTS):
        for habit, step in FAMILY_MOVES[segment.family].items():
            centres[row, HABIT[habit]] += FAMILY_STEP * step
        for habit, step in segment.moves.items():
            centres[row, HABIT[habit]] += SEGMENT_STEP * step
    return centres


def family_of() -> Ints:
    """Number of the family of each segment."""
    return np.array([FAMILIES.index(segment.family) for segment in SEGMENTS])


def habit_values(deviation: Floats, segment: Ints, noise: float) -> Floats:
    """Habits on their own scales (log rate, logit, hours), one row a customer.

    Parameters
    ----------
    deviation : (n, habits)
        Each customer's own standard normal deviation.
    segment : (n,)
        Segment numbers.
    noise : float
        1 is the calibrated overlap; 0.5 half, 2 twice the spread within segments.
    """
    spread = np.array([_SPREAD_AND_BASE[habit][0] for habit in HABITS])
    base = np.array([_SPREAD_AND_BASE[habit][1] for habit in HABITS])
    return base + spread * (segment_centres()[segment] + noise * deviation)
