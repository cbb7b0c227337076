"""What customers have agreed to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.sources.demo.calendar import NEVER, Flags, Ints
from analytics.sources.demo.customers import Customers
from analytics.sources.demo.draws import BLOCK_SIZE, stream

PURPOSES = ("marketing", "profiling", "data_sharing")
_GRANTED = np.array([0.72, 0.88, 0.31])
_CHANGES_MIND = 0.09


@dataclass(frozen=True)
class Consents:
    """First answers and changes; (n, purposes).

    Attributes
    ----------
    granted : flags
        The answer given on joining.
    changed_day : ints
        Day on which it was reversed; `NEVER` for most.
    """

    granted: Flags
    changed_day: Ints

    def in_force(self, purpose: str, day: int) -> Flags:
        """Whether each customer agrees on a day."""
        place = PURPOSES.index(purpose)
        return np.asarray(self.granted[:, place] ^ (self.changed_day[:, place] <= day))


def block_consents(seed: int, customers: Customers) -> Consents:
    """The consents of a block."""
    draws = stream(seed, customers.block, "consents")
    shape = (BLOCK_SIZE, len(PURPOSES))
    changes = draws.random(shape) < _CHANGES_MIND
    later = customers.opened_day[:, None] + 30 + draws.exponential(900.0, shape).astype(np.int64)
    return Consents(draws.random(shape) < _GRANTED, np.where(changes, later, NEVER))
