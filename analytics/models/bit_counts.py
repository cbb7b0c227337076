"""How many of some sets hold each of up to 64 things, where a set is the bits of one number.

Not a thing at a time but all 64 at once: the sets are added as bits in columns, with carries (Harley and Seal's adder;
Warren, Hacker's Delight, 5-1). That takes some two nanoseconds a set, however many things it holds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.models.compiled import compiled
from analytics.models.pattern_tree import Ints, Places

Sets = NDArray[np.uint64]
Columns = tuple[np.uint64, np.uint64, np.uint64, np.uint64, np.uint64, np.uint64, np.uint64, np.uint64]

MOST_THINGS = 64
MOST_SETS = 255
"""As many as eight columns of bits can count."""

_NONE = np.uint64(0)
ONE = np.uint64(1)


@compiled
def full_set(n_things: int) -> np.uint64:
    """Give the set of the things 0 … `n_things` - 1."""
    return (ONE << np.uint64(n_things)) - ONE if n_things < MOST_THINGS else ~_NONE


@compiled
def added_up(sets: Sets, places: Ints, low: int, high: int) -> Columns:
    """Add the sets that lie at some places: bit `i` of column `j` says whether 2**j is in the count of thing `i`.

    Parameters
    ----------
    sets : ndarray of uint64
    places : ndarray of int32
        Which sets; those from `low` to before `high`, at most `MOST_SETS`.
    """
    c0, c1, c2, c3, c4, c5, c6, c7 = _NONE, _NONE, _NONE, _NONE, _NONE, _NONE, _NONE, _NONE
    at = low
    while at + 4 <= high:
        first, second, third, fourth = (
            sets[places[at]],
            sets[places[at + 1]],
            sets[places[at + 2]],
            sets[places[at + 3]],
        )
        odd = c0 ^ first
        twos = (c0 & first) | (odd & second)
        c0 = odd ^ second
        odd = c0 ^ third
        more = (c0 & third) | (odd & fourth)
        c0 = odd ^ fourth
        odd = c1 ^ twos
        carry = (c1 & twos) | (odd & more)
        c1 = odd ^ more
        c2, carry = c2 ^ carry, c2 & carry
        c3, carry = c3 ^ carry, c3 & carry
        c4, carry = c4 ^ carry, c4 & carry
        c5, carry = c5 ^ carry, c5 & carry
        c6, carry = c6 ^ carry, c6 & carry
        c7 ^= carry
        at += 4
    for rest in range(at, high):
        carry = sets[places[rest]]
        c0, carry = c0 ^ carry, c0 & carry
        c1, carry = c1 ^ carry, c1 & carry
        c2, carry = c2 ^ carry, c2 & carry
        c3, carry = c3 ^ carry, c3 & carry
        c4, carry = c4 ^ carry, c4 & carry
        c5, carry = c5 ^ carry, c5 & carry
        c6, carry = c6 ^ carry, c6 & carry
        c7 ^= carry
    return c0, c1, c2, c3, c4, c5, c6, c7


@compiled
def still_possible(counts: Places, columns: Columns, among: np.uint64, n_things: int, least: int) -> np.uint64:
    """Raise the counts of some things by what was added up, and give the set of those that have at least `least`."""
    still = _NONE
    for thing in range(n_things):
        shift = np.uint64(thing)
        if (among >> shift) & ONE:
            for power, column in enumerate(columns):
                counts[thing] += np.int64((column >> shift) & ONE) << power
            if counts[thing] >= least:
                still |= ONE << shift
    return still
