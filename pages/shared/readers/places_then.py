"""Where customers were on the map at earlier days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.insights.then_and_now import ways
from analytics.store.snapshots import Snapshot
from pages.shared.readers import facts, movement, population
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import segments
from pages.shared.selection import Selection

MOST_DRAWN = 3_000
"""Customers of a selection that are drawn at their earlier places, evenly from all of them."""

_LOWEST = 3
_COLUMNS = ["customer_id", "as_of", "segment_id", "strength", "x", "y", "name", "colour"]


@dataclass(frozen=True)
class ThenAndNow:
    """Where some customers were, and where they are.

    Attributes
    ----------
    then : DataFrame
        ``customer_id``, ``name`` and ``colour`` of the segment they were in, ``x``, ``y``; of those who were here.
    ways : DataFrame
        As `analytics.insights.then_and_now.ways`.
    n_selected, n_looked_at : int
        How many are selected, and how many of these were looked at.
    """

    then: pd.DataFrame
    ways: pd.DataFrame
    n_selected: int
    n_looked_at: int


def are_kept(snapshot: Snapshot) -> bool:
    """Whether this snapshot says where customers were on the map: older ones do not."""
    return snapshot.tables() >= {*movement.NEEDED, "map", "membership"} and "x" in snapshot.columns("model_past")


@remembered
def path(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """One customer's days, oldest first, the last today: ``as_of``, ``name``, ``colour``, ``strength``, ``x``, ``y``.

    Places are missing where only segments were kept; without rows where nothing was.
    """
    if not are_kept(snapshot):
        return pd.DataFrame(columns=_COLUMNS)
    return _places(snapshot, (customer_id,), _LOWEST, first_day="0001-01-01")


@remembered
def then_and_now(snapshot: Snapshot, selection: Selection, level: int, on: str) -> ThenAndNow:
    """The selected customers at their places of an earlier day, and their ways from there to today."""
    ids = population.customer_ids(snapshot)[population.selected(snapshot, selection)].astype("str").to_numpy()
    drawn = ids[np.unique(np.linspace(0, len(ids) - 1, min(len(ids), MOST_DRAWN)).astype(int))] if len(ids) else ids
    places = _places(snapshot, tuple(drawn), level, first_day=on)
    day = pd.to_datetime(places["as_of"]).dt.strftime("%Y-%m-%d")
    then, now = places[day == on], places[day == facts.as_of(snapshot)[:10]]
    columns = ["customer_id", "name", "x", "y"]
    return ThenAndNow(then.reset_index(drop=True), ways(then[columns], now[columns]), len(ids), len(drawn))


def _places(snapshot: Snapshot, customers: Sequence[str], level: int, *, first_day: str) -> pd.DataFrame:
    today = facts.as_of(snapshot)[:10]
    table = snapshot.query("places_then", customers=list(customers), level=level, today=today, first_day=first_day)
    named = segments(snapshot).loc[lambda each: each["level"] == level].set_index("segment_id")
    ids = table["segment_id"].astype("str")
    return table.assign(name=ids.map(named["label"]).fillna(ids), colour=ids.map(named["colour"]))
