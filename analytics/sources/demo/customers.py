"""Who the customers of a block are: what never changes about them, drawn once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.sources.demo import regions
from analytics.sources.demo.behaviour import HABITS, SEGMENTS
from analytics.sources.demo.calendar import NEVER, Flags, Floats, Ints, month_start
from analytics.sources.demo.draws import BLOCK_SIZE, stream

OPEN_FROM_THE_START = 0.58
JOINING_A_MONTH = 0.009
"""Share of a block that joins in each of the first 36 months and some after."""
CHANGING_A_MONTH = 0.0015
GENDERS = ("f", "m", "x")
OCCUPATIONS = ("employed", "public service", "self-employed", "student", "retired", "homemaker", "seeking work")
HOME_CHANNELS = ("branch", "phone", "web", "mobile", "atm")


@dataclass(frozen=True)
class Customers:
    """One block of customers; every array has a row a customer.

    Attributes
    ----------
    block : int
        Which block.
    noise : float
        Multiplies the spread within segments.
    opened_day : ints
        Day on which the customer joined (may lie after the data's end).
    birth_day, gender, language, region, household, occupation : ints
        Demographics; codes into the lists of this module and of `regions`.
    segment, later_segment, change_month : ints
        Segment at first; the one from `change_month` on (`NEVER` for most).
    deviation : (n, habits)
        Own standard normal deviation from the segment's centre.
    payday_draw, employer_draw : floats
        Uniform numbers that choose payday and employer in any segment.
    """

    block: int
    noise: float
    opened_day: Ints
    birth_day: Ints
    gender: Ints
    language: Ints
    region: Ints
    household: Ints
    occupation: Ints
    segment: Ints
    later_segment: Ints
    change_month: Ints
    deviation: Floats
    payday_draw: Floats
    other_payday: Ints
    employer_draw: Floats

    def segment_at(self, month: int) -> Ints:
        """The segment of each customer in a month."""
        return np.where(month >= self.change_month, self.later_segment, self.segment)

    @property
    def number(self) -> Ints:
        """The customers' numbers, from 1."""
        return self.block * BLOCK_SIZE + np.arange(BLOCK_SIZE) + 1


def block_customers(seed: int, block: int, *, noise: float = 1.0) -> Customers:
    """The customers of a block, the same for every length and size of the demo."""
    draws = stream(seed, block, "customers")
    n = BLOCK_SIZE
    household = _households(draws)
    region = regions.region_draws(draws, n)[household]
    language = regions.language_draws(draws, region)[household]
    opened = _opened(draws)
    age_days = np.clip(draws.gamma(5.2, 8.6, n) + 17.0, 18.0, 95.0) * 365.25
    occupation = _occupations(draws, age_days / 365.25)
    gender = draws.choice(3, size=n, p=(0.505, 0.485, 0.01))
    habits = stream(seed, block, "habits")
    shares = np.array([segment.share for segment in SEGMENTS])
    segment = habits.choice(len(SEGMENTS), size=n, p=shares / shares.sum())
    later = (segment + habits.integers(1, len(SEGMENTS), n)) % len(SEGMENTS)
    change = np.floor(habits.exponential(1.0 / CHANGING_A_MONTH, n)).astype(np.int64)
    return Customers(
        block=block,
        noise=noise,
        opened_day=opened,
        birth_day=(month_start(0) - age_days).astype(np.int64),
        gender=gender,
        language=language,
        region=region,
        household=household,
        occupation=occupation,
        segment=segment,
        later_segment=later,
        change_month=np.minimum(change, NEVER),
        deviation=habits.standard_normal((n, len(HABITS))),
        payday_draw=habits.random(n),
        other_payday=habits.choice(np.array([1, 5, 10, 15, 20, 25, 28, 31]), n),
        employer_draw=habits.random(n),
    )


def paydays(customers: Customers, segment: Ints) -> Ints:
    """Day of the month of the income, 31 for the last day; 0 where income has no day."""
    usual = np.array([s.payday for s in SEGMENTS])[segment]
    kept = np.array([s.payday_kept for s in SEGMENTS])[segment]
    keeps = customers.payday_draw < 1.0 - np.minimum(1.0, (1.0 - kept) * customers.noise)
    return np.where(usual == 0, 0, np.where(keeps, usual, customers.other_payday))


def _opened(draws: np.random.Generator) -> Ints:
    """Joining days: most before the data begin, then a steady flow; later ones never."""
    place = draws.random(BLOCK_SIZE)
    years_before = np.minimum(draws.exponential(5.0, BLOCK_SIZE), 28.0)
    before = month_start(0) - 1 - (years_before * 365.25).astype(np.int64)
    month = np.floor((place - OPEN_FROM_THE_START) / JOINING_A_MONTH)
    starts = np.array([month_start(m) for m in range(61)])
    wanted = np.clip(month, 0, 59).astype(np.int64)
    within = (draws.random(BLOCK_SIZE) * (starts[wanted + 1] - starts[wanted])).astype(np.int64)
    return np.where(place < OPEN_FROM_THE_START, before, starts[wanted] + within)


def _households(draws: np.random.Generator) -> Ints:
    sizes = draws.choice(np.array([1, 2, 3, 4]), size=BLOCK_SIZE, p=(0.62, 0.27, 0.07, 0.04))
    return np.repeat(np.arange(BLOCK_SIZE), sizes)[:BLOCK_SIZE]


def _occupations(draws: np.random.Generator, age_years: Floats) -> Ints:
    """Occupations go with age, hardly with behaviour."""
    u = draws.random(len(age_years))
    working = np.searchsorted(np.array([0.58, 0.76, 0.88, 0.89, 0.90, 0.95]), u)
    young = np.searchsorted(np.array([0.35, 0.43, 0.46, 0.92, 0.92, 0.94]), u)
    old = np.searchsorted(np.array([0.06, 0.09, 0.13, 0.13, 0.97, 0.99]), u)
    return np.where(age_years < 25, young, np.where(age_years >= 66, old, working))


def is_open(customers: Customers, day: int) -> Flags:
    """Whether each customer has joined by the end of the day."""
    return customers.opened_day <= day
