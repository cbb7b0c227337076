"""Sequences cut into pieces of bounded length, each with the rows that are read off it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analytics.models.event_streams import EventStreams

FEWEST_EVENTS = 128
"""A row looks back at so many events at least (or at all of the customer's), and at most at twice as many."""
LENGTHS = (32, 128, 256)
"""Of pieces, filled up with nothing: few, because each is compiled."""
N_SLOTS = 24
"""Rows that are read off a piece; where there are more, there are more pieces of the same events."""


@dataclass(frozen=True)
class Batch:
    """Pieces of one length.

    Attributes
    ----------
    symbol, gap_days : ndarray, shape (steps, pieces)
        Of each event.
    step : ndarray of int, shape (pieces, slots)
        After how many events each row is read off.
    extras : ndarray, shape (pieces, slots, 4)
        As in `EventStreams`.
    row : ndarray of int, shape (pieces, slots)
        Which row it is; −1 where a slot is empty.
    """

    symbol: np.ndarray
    gap_days: np.ndarray
    step: np.ndarray
    extras: np.ndarray
    row: np.ndarray


@dataclass(frozen=True)
class Pieces:
    """Where each piece begins, how long it is, and its rows.

    Attributes
    ----------
    streams : EventStreams
        What was cut.
    first, length : ndarray of int, shape (pieces,)
        The place of its first event, and its number of events.
    row, step : ndarray of int, shape (pieces, slots)
        As in `Batch`.
    """

    streams: EventStreams
    first: np.ndarray
    length: np.ndarray
    row: np.ndarray
    step: np.ndarray

    def batches(self, size: int, random: np.random.Generator | None = None) -> Iterator[Batch]:
        """Give all pieces, those of one length together, in the order in which they are or in a random one.

        The last batch of a length is filled up with empty pieces, since every shape is compiled.
        """
        of_length = np.searchsorted(LENGTHS, self.length)
        groups: list[tuple[int, np.ndarray]] = []
        for place in np.unique(of_length):
            own = np.flatnonzero(of_length == place)
            if random is not None:
                random.shuffle(own)
            groups += [(LENGTHS[place], own[start : start + size]) for start in range(0, len(own), size)]
        for place in range(len(groups)) if random is None else random.permutation(len(groups)):
            length, own = groups[place]
            yield self._batch(length, np.concatenate([own, np.full(size - len(own), -1)]))

    def _batch(self, length: int, own: np.ndarray) -> Batch:
        steps = np.arange(length)[:, None]
        is_event = (own >= 0) & (steps < self.length[own])
        at = np.where(is_event, self.first[own] + steps, 0)
        row = np.where(own[:, None] < 0, -1, self.row[own])
        # Where there is no event at all, one that is none stands for it.
        symbol, gap_days = (
            np.where(is_event, np.append(each, 0)[at], 0).astype(each.dtype)
            for each in (self.streams.symbol, self.streams.gap_days)
        )
        return Batch(symbol, gap_days, np.where(row < 0, 0, self.step[own]), self.streams.extras[row], row)


def cut(streams: EventStreams) -> Pieces:
    """Cut sequences at every 128th event of a customer, so that where a cut is depends on nothing later.

    Parameters
    ----------
    streams : EventStreams
        Sequences, and rows to read off.

    Returns
    -------
    Pieces
        Every row is in one of them.
    """
    skipped = FEWEST_EVENTS * np.maximum(0, -(-streams.position // FEWEST_EVENTS) - 2)
    order = np.lexsort((streams.position, skipped, streams.owner))
    begins = streams.starts[streams.owner] + skipped
    # A customer without events begins where the next one does, so the owner is looked at as well.
    is_new = np.diff(streams.owner[order], prepend=-1) != 0
    is_new |= np.diff(begins[order], prepend=-1) != 0
    heads = np.flatnonzero(is_new)
    within = np.arange(len(order)) - np.repeat(heads, np.diff(heads, append=len(order)))
    slot, heads = within % N_SLOTS, np.flatnonzero(within % N_SLOTS == 0)
    piece = np.cumsum(slot == 0) - 1
    row = np.full((len(heads), N_SLOTS), -1)
    step = np.zeros((len(heads), N_SLOTS), dtype=np.int32)
    row[piece, slot] = order
    step[piece, slot] = (streams.position - skipped)[order]
    return Pieces(streams, begins[order[heads]], step.max(axis=1, initial=0), row, step)
