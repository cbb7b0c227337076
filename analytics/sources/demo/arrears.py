"""The outcome `payment_arrears`, and the bias with which it was recorded.

Whether a payment is missed within 90 days of the as-of date depends on balance, lost income and
withdrawal. The record has more of them than there were, for one group only: staff noted arrears for
customers who speak Brevic where there were none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.sources.demo.calendar import Flags, Floats
from analytics.sources.demo.customers import Customers
from analytics.sources.demo.draws import BLOCK_SIZE, stream
from analytics.sources.demo.habits import Habits
from analytics.sources.demo.leaving import Decision, logistic
from analytics.sources.demo.regions import LANGUAGES
from analytics.sources.demo.words import CURRENT, LOAN, N_PRODUCTS

BIAS_ATTRIBUTE = "language"
BIAS_GROUP = "brevic"
FALSE_RECORD_SHARE = 0.08
"""Share of the group's customers without arrears who were recorded with them."""


@dataclass(frozen=True)
class Arrears:
    """Arrears after one as-of date, a row a customer.

    Attributes
    ----------
    probability : floats
        True probability of arrears.
    true_value, recorded_value : flags
        What happened, and what the record says.
    """

    probability: Floats
    true_value: Flags
    recorded_value: Flags


def quarter_arrears(seed: int, customers: Customers, habits: Habits, decision: Decision) -> Arrears:
    """Arrears in the 90 days after a quarter's end."""
    draws = stream(seed, customers.block, "arrears", decision.month)
    balance = decision.balance[CURRENT::N_PRODUCTS] / 100.0
    owes = decision.balance[LOAN::N_PRODUCTS] < 0
    logit = (
        -3.5
        + 1.6 * (balance < 0)
        + 0.8 * (balance < 0.15 * habits.income)
        + 1.4 * decision.income_lost
        + 0.35 * np.minimum(decision.penalties, 4)
        + 0.6 * owes
    )
    probability = logistic(logit)
    true = draws.random(BLOCK_SIZE) < probability
    in_group = customers.language == LANGUAGES.index(BIAS_GROUP)
    flipped = in_group & ~true & (draws.random(BLOCK_SIZE) < FALSE_RECORD_SHARE)
    return Arrears(probability, true, true | flipped)
