"""Bookings as columns of numbers, and how streams of them are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from analytics.sources.demo.calendar import Flags, Ints

ROUTINE_CHANNEL = -1


@dataclass(frozen=True)
class Rows:
    """Bookings; every array has an entry a booking.

    Attributes
    ----------
    account : ints
        Customer's place in the block times five plus the product.
    second : ints
        Seconds since 1970, UTC.
    cents : ints
        Signed amount.
    category, channel, counterparty, initiated : ints
        Codes of `words`; channel -1 is none.
    """

    account: Ints
    second: Ints
    cents: Ints
    category: Ints
    channel: Ints
    counterparty: Ints
    initiated: Ints

    def __len__(self) -> int:
        return len(self.account)

    def kept(self, keep: Flags | Ints) -> Rows:
        """The bookings chosen by a mask or by places."""
        return Rows(*(getattr(self, field.name)[keep] for field in fields(self)))


def bookings(
    account: Ints,
    second: Ints,
    cents: Ints,
    *,
    category: Ints | int,
    channel: Ints | int,
    counterparty: Ints | int,
    initiated: int,
) -> Rows:
    """Bookings from arrays and constants."""

    def filled(value: Ints | int) -> Ints:
        return np.broadcast_to(np.asarray(value, dtype=np.int64), account.shape)

    return Rows(account, second, cents, filled(category), filled(channel), filled(counterparty), filled(initiated))


def joined(parts: Sequence[Rows]) -> Rows:
    """All parts as one."""
    return Rows(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Rows)))
