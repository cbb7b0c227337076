"""Three causes of leaving that only people can supply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from analytics.sources.demo.calendar import Flags, Floats, day_number
from analytics.sources.demo.customers import Customers
from analytics.sources.demo.draws import BLOCK_SIZE, stream
from analytics.sources.demo.habits import Habits
from analytics.sources.demo.income import MONTHLY, employer_number
from analytics.sources.demo.regions import CLOSING_EMPLOYER, LANTERN_EMPLOYER, REGIONS

FESTIVAL_EFFECT = 1.5
LIST_EFFECT = 1.7
CLOSURE_EFFECT = 1.9
CLOSURE_STARTS = date(2026, 10, 15)
FESTIVAL_COUNTED_DAYS = 365
_CELEBRATE_SHARES = np.array([0.16, 0.16, 0.34])
_LISTED_SHARE = 0.035


@dataclass(frozen=True)
class Causes:
    """Who the three causes are about, a row a customer.

    Attributes
    ----------
    celebrates : flags
        Pays at the festival's stalls each year.
    lantern_region : flags
        Lives where `LANTERN_EMPLOYER` is the main employer.
    listed : flags
        On the undisclosed list of members; no column shows it.
    """

    celebrates: Flags
    lantern_region: Flags
    listed: Flags


def block_causes(seed: int, customers: Customers) -> Causes:
    """The three groups of a block."""
    draws = stream(seed, customers.block, "causes")
    employers = np.array([region.main_employer for region in REGIONS])
    return Causes(
        celebrates=draws.random(BLOCK_SIZE) < _CELEBRATE_SHARES[customers.language],
        lantern_region=employers[customers.region] == LANTERN_EMPLOYER,
        listed=draws.random(BLOCK_SIZE) < _LISTED_SHARE,
    )


def festival_effect(causes: Causes, festival_day: np.typing.NDArray[np.int64], day: int) -> Floats:
    """Log-odds for those who paid at the festival within a year, in the employer's regions."""
    recent = (festival_day > 0) & (day - festival_day <= FESTIVAL_COUNTED_DAYS)
    return np.where(recent & causes.lantern_region & causes.celebrates, FESTIVAL_EFFECT, 0.0)


def paid_by_closing_employer(customers: Customers, habits: Habits) -> Flags:
    """Whether the customer's salary comes from the employer whose works close."""
    employers = np.array([region.main_employer for region in REGIONS])
    there = employers[customers.region] == CLOSING_EMPLOYER
    return np.asarray(there & (employer_number(customers) == 0) & (habits.pay == MONTHLY))


def closure_effect(customers: Customers, habits: Habits, quarter_end: int) -> Floats:
    """Log-odds for the closing employer's people, from the quarter in which the closure begins."""
    begun = quarter_end > day_number(CLOSURE_STARTS)
    return np.where(paid_by_closing_employer(customers, habits) & begun, CLOSURE_EFFECT, 0.0)
