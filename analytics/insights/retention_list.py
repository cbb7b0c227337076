"""Whom a retention list reaches: who falls out and why, who is contacted, and who is held back to compare."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

NO_CONSENT, LATELY, BEYOND = "no_consent", "contacted_lately", "beyond_capacity"
CONTACT, HELD_BACK = "contact", "hold_out"


@dataclass(frozen=True)
class ListTerms:
    """What a list is made by.

    Attributes
    ----------
    capacity : int
        The most customers on it, those held back among them.
    held_back_share : float
        The chance of being held back, from 0 to under 1.
    least_days : int
        Days since the last contact, at least.
    """

    capacity: int
    held_back_share: float = 0.1
    least_days: int = 30


def retention_list(candidates: pd.DataFrame, terms: ListTerms, *, list_key: str) -> pd.DataFrame:
    """Choose whom to contact, and whom to hold back.

    Parameters
    ----------
    candidates : DataFrame
        ``customer_id`` (once each), ``value`` (what to rank by), ``days_since_contact`` (missing: never),
        ``has_consent``.
    terms : ListTerms
        How many, and who may be on it.
    list_key : str
        With it the same customers are held back whatever else is on the list.

    Returns
    -------
    DataFrame
        All candidates, the highest value first (of equals by id), with ``group``: `CONTACT`, `HELD_BACK`, or the
        first reason for which they are not on the list.
    """
    table = candidates.sort_values(["value", "customer_id"], ascending=[False, True], ignore_index=True)
    lately = (table["days_since_contact"] < terms.least_days).fillna(False).to_numpy(bool)
    refused = ~table["has_consent"].to_numpy(bool)
    free = ~(refused | lately)
    is_on = free & (np.cumsum(free) <= terms.capacity)
    held = held_back(table["customer_id"], terms.held_back_share, list_key=list_key)
    group = np.select([refused, lately, ~is_on, held], [NO_CONSENT, LATELY, BEYOND, HELD_BACK], default=CONTACT)
    return table.assign(group=group)


def held_back(customers: pd.Series, share: float, *, list_key: str) -> NDArray[np.bool_]:
    """Draw who is held back, by a hash of the list's key and the customer's id."""
    digests = [hashlib.sha256(f"{list_key}|{name}".encode()).digest()[:8] for name in customers]
    return np.array([int.from_bytes(digest, "big") < share * 2**64 for digest in digests], dtype=bool)
