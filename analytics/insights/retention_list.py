"""Whom a retention list reaches: who falls out and why, who is contacted, and who is held back to compare."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.knowledge.retention_lists import ListTerms, Ranking

NO_CONSENT, ELSEWHERE, LATELY, UNKNOWN, NO_GAIN, BEYOND = (
    "no_consent",
    "on_another_list",
    "contacted_lately",
    "not_ranked",
    "no_gain",
    "beyond_capacity",
)
LEFT_OUT = (NO_CONSENT, ELSEWHERE, LATELY, UNKNOWN, NO_GAIN, BEYOND)
"""Why customers are not on a list; the first that applies counts."""
CONTACT, HELD_BACK = "contact", "hold_out"

Flags = NDArray[np.bool_]


def retention_list(candidates: pd.DataFrame, terms: ListTerms) -> pd.DataFrame:
    """Choose whom to contact, and whom to hold back.

    Parameters
    ----------
    candidates : DataFrame
        ``customer_id`` (once each), ``risk`` and ``uplift`` (0-1, -1 to 1), ``worth`` (an amount; debts count as
        nothing), ``days_since_contact`` (missing: never), ``has_consent``, ``is_listed`` (on an unripe list).
    terms : ListTerms
        How many, who may be on it, and what comes first. By uplift nobody is on it whom the offer would not keep.

    Returns
    -------
    DataFrame
        All candidates, the highest first (of equals by id), with ``value`` (what they are ranked by) and ``group``:
        `CONTACT`, `HELD_BACK`, or the first of `LEFT_OUT` that applies. The list is as long as its part that is not
        held back has room for, and those held back are drawn from all of it, so that both parts are alike.
    """
    by = terms.ranked_by or Ranking.RISK
    ranked = candidates.assign(value=_ranked_by(candidates, by))
    table = ranked.sort_values(["value", "customer_id"], ascending=[False, True], na_position="last", ignore_index=True)
    refused = ~table["has_consent"].to_numpy(bool)
    elsewhere = table["is_listed"].to_numpy(bool)
    lately = (table["days_since_contact"] < terms.least_days).fillna(False).to_numpy(bool)
    unknown = table["value"].isna().to_numpy(bool)
    no_gain = np.zeros(len(table), bool) if by is Ranking.RISK else (table["uplift"] <= 0).to_numpy(bool)
    free = ~(refused | elsewhere | lately | unknown | no_gain)
    n_listed, n_held = sizes(int(free.sum()), terms)
    is_on = free & (np.cumsum(free) <= n_listed)
    held = held_back(table["customer_id"], is_on, n_held, seed=terms.seed)
    group = np.select(
        [refused, elsewhere, lately, unknown, no_gain, ~is_on, held], [*LEFT_OUT, HELD_BACK], default=CONTACT
    )
    return table.assign(group=group)


def sizes(n_free: int, terms: ListTerms) -> tuple[int, int]:
    """Say how long a list is, and how many of it are held back.

    Examples
    --------
    >>> sizes(1_000, ListTerms(300, held_back_share=0.25)), sizes(100, ListTerms(300, held_back_share=0.25))
    ((400, 100), (100, 25))
    """
    n_listed = min(n_free, round(terms.capacity / (1 - terms.held_back_share)))
    return n_listed, max(round(n_listed * terms.held_back_share), n_listed - terms.capacity)


def held_back(customers: pd.Series[str], is_on: Flags, n: int, *, seed: int) -> Flags:
    """Draw who of a list is held back: those with the smallest hashes of the seed and their id, whatever their rank."""
    places = np.flatnonzero(is_on)
    digests = [hashlib.sha256(f"{seed}|{name}".encode()).digest() for name in customers.iloc[places]]
    found = np.zeros(len(customers), bool)
    found[places[sorted(range(len(places)), key=digests.__getitem__)[:n]]] = True
    return found


def _ranked_by(candidates: pd.DataFrame, ranking: Ranking) -> pd.Series[float]:
    if ranking is Ranking.RISK:
        return candidates["risk"]
    return candidates["uplift"] * candidates["worth"] if ranking is Ranking.VALUE else candidates["uplift"]
