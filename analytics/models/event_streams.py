"""What happened to customers, one thing after another, and the days from which one looks back at it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

N_EXTRAS = 4
"""Numbers of a landmark beside the sequence."""
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class EventStreams:
    """Rows of customers at a day, each with its place in the customer's sequence.

    Attributes
    ----------
    starts : ndarray of int, shape (customers + 1,)
        Where each customer's events begin.
    symbol : ndarray of int
        Of each event, in order of customer and time.
    gap_days : ndarray
        From the customer's event before; 0 for the first.
    owner : ndarray of int, shape (n,)
        Of each row, the customer.
    position : ndarray of int, shape (n,)
        Of each row, how many of the customer's events had happened by its day's end.
    extras : ndarray, shape (n, 4)
        Logarithms of one more than the days since the last of these, than the days since the customer came and than
        how many there are; whether it is unknown when the customer came. What is unknown is 0.
    """

    starts: np.ndarray
    symbol: np.ndarray
    gap_days: np.ndarray
    owner: np.ndarray
    position: np.ndarray
    extras: np.ndarray

    def where(self, mask: np.ndarray) -> EventStreams:
        """Keep some rows, by a mask or by their places."""
        return replace(self, owner=self.owner[mask], position=self.position[mask], extras=self.extras[mask])


def event_streams(events: pd.DataFrame, rows: pd.DataFrame) -> EventStreams:
    """Put sequences and landmarks together.

    Parameters
    ----------
    events : DataFrame
        ``first_row`` (the number of the customer's first row), ``at_days`` (since 1970-01-01, with a fraction) and
        ``code`` (of the symbol), in order of customer and time.
    rows : DataFrame
        ``row_no``, ``customer_id``, ``as_of`` and ``tenure_days`` (missing where unknown).

    Returns
    -------
    EventStreams
    """
    first = rows.groupby("customer_id")["row_no"].transform("min").to_numpy()
    keys = np.unique(first)
    owner, of_event = (np.searchsorted(keys, key) for key in (first, events["first_row"].to_numpy()))
    starts = np.searchsorted(of_event, np.arange(len(keys) + 1))
    at = events["at_days"].to_numpy(dtype=float)
    gap = np.diff(at, prepend=0.0)
    gap[starts[:-1][np.diff(starts) > 0]] = 0.0
    day_end = (rows["as_of"].to_numpy() - np.datetime64("1970-01-01")) / _DAY + 1.0
    upto = _places(of_event, at, owner, day_end)
    position = upto - starts[owner]
    age = np.where(position > 0, day_end - np.append(at, 0.0)[upto - 1], 0.0)
    tenure = rows["tenure_days"].to_numpy(dtype=float)
    known = np.nan_to_num(tenure)
    extras = np.column_stack([np.log1p(age), np.log1p(np.maximum(known, 0.0)), np.log1p(position), np.isnan(tenure)])
    codes = events["code"].to_numpy(np.int32)
    return EventStreams(starts, codes, gap.astype(np.float32), owner, position, extras.astype(np.float32))


def _places(of_event: np.ndarray, at: np.ndarray, owner: np.ndarray, day_end: np.ndarray) -> np.ndarray:
    """Count the events of all customers before each row's day's end, customers before the row's own included."""
    is_event = np.repeat([False, True], [len(day_end), len(at)])
    order = np.lexsort((is_event, np.concatenate([day_end, at]), np.concatenate([owner, of_event])))
    n_events = np.cumsum(is_event[order])
    found = np.empty(len(order), dtype=np.int64)
    found[order] = n_events
    return found[: len(day_end)]
