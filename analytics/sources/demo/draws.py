"""Random streams keyed by block and month.

Every number is drawn from a stream named after the seed, the block of customers, the month and the
purpose. More months or more blocks therefore only add streams: what was there before stays.
"""

from __future__ import annotations

import numpy as np

BLOCK_SIZE = 1_000
"""Customers that are simulated together; a bank of fewer is a block cut short."""

_PURPOSES = {
    name: number
    for number, name in enumerate(
        (
            "customers",
            "habits",
            "accounts",
            "persons",
            "causes",
            "state",
            "income",
            "orders",
            "purchases",
            "money",
            "events",
            "motifs",
            "leaving",
            "offers",
            "consents",
            "arrears",
            "regions",
            "bank",
        )
    )
}
_STATIC = 0


def stream(seed: int, block: int, purpose: str, month: int = -1) -> np.random.Generator:
    """The stream of random numbers for one purpose.

    Parameters
    ----------
    seed : int
        The demo's seed, 0 or more.
    block : int
        Which block of customers.
    purpose : str
        What the numbers are for.
    month : int
        The demo's month; -1 for what does not depend on time.
    """
    key = np.random.SeedSequence((seed, block, month + 1, _PURPOSES[purpose]))
    return np.random.Generator(np.random.SFC64(key))
