"""From a text to the customers whom it names, and from a pseudonym back to the customer."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.store.erased import pseudonyms
from analytics.store.snapshots import current_snapshot, open_snapshot
from analytics.vocabulary import SnapshotId

_PREFIX_DIGITS = 16
_SNAPSHOTS_REMEMBERED = 2


def ids_within(store: Path, text: str) -> list[str]:
    """Find the ids of customers that a text contains.

    Parameters
    ----------
    store : Path
        The store's folder.
    text : str
        Any text.

    Returns
    -------
    list of str
        Ids of customers of the snapshot that is served, wherever they stand in the text, even within a word; the
        longest first. Empty where nothing is published yet.
    """
    snapshot = current_snapshot(store)
    if snapshot is None or not snapshot.columns("customers"):
        return []
    found = snapshot.ask("SELECT customer_id FROM customers WHERE contains($said, customer_id)", said=text)
    return sorted(map(str, found["customer_id"]), key=lambda each: (-len(each), each))


def ids_of(store: Path, wanted: Collection[str]) -> dict[str, str]:
    """Find the customers who have some pseudonyms.

    Parameters
    ----------
    store : Path
        The store's folder.
    wanted : collection of str
        Pseudonyms.

    Returns
    -------
    dict of str to str
        The id of each pseudonym whose customer is in the snapshot that is served; others, such as erased ones, are
        left out. The first call on a snapshot makes the pseudonyms of all customers (see `pseudonyms`).
    """
    snapshot = current_snapshot(store)
    if not wanted or snapshot is None or not snapshot.columns("customers"):
        return {}
    ids, prefixes = _by_prefix(store.resolve(), snapshot.id)
    found: dict[str, str] = {}
    for each in wanted:
        prefix = np.uint64(int(each[:_PREFIX_DIGITS], 16))
        first, last = np.searchsorted(prefixes, prefix, "left"), np.searchsorted(prefixes, prefix, "right")
        near = [str(ids.iloc[place]) for place in range(int(first), int(last))]
        named = dict(zip(pseudonyms(store, near), near, strict=True))
        if each in named:
            found[each] = named[each]
    return found


@lru_cache(maxsize=_SNAPSHOTS_REMEMBERED)
def _by_prefix(
    store: Path, snapshot_id: SnapshotId
) -> tuple[pd.Series[str], np.ndarray[tuple[int], np.dtype[np.uint64]]]:
    """All customers by the first 64 bits of their pseudonym: 8 bytes each instead of 64, checked in full when used."""
    ids = open_snapshot(store, snapshot_id).ask("SELECT customer_id FROM customers")["customer_id"]
    found = (int(each[:_PREFIX_DIGITS], 16) for each in pseudonyms(store, ids))
    prefixes = np.fromiter(found, dtype=np.uint64, count=len(ids))
    order = np.argsort(prefixes, kind="stable")
    return ids.iloc[order].reset_index(drop=True), prefixes[order]
