"""Who has a pattern, on which day, and what followed: worked out from the sequences of the snapshot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.insights.pattern_words import pattern_words, steps_of
from analytics.models.pattern_rows import Occurrences, occurrences, rows_with
from analytics.stages.patterns import HORIZON_DAYS, MOST_GAP_DAYS, WINDOW_DAYS
from analytics.store.snapshots import Snapshot
from pages.shared.readers import facts
from pages.shared.readers.happened import day_number, everybody, happened, symbol_words
from pages.shared.readers.remembered import remembered_of_build
from pages.shared.readers.unnamed import Finding

KIND = "pattern"
NEEDS = ("patterns", "sequences", "alphabet", "customers", "labels")


@dataclass(frozen=True)
class LandmarkRows:
    """The rows that patterns of an outcome are judged by, sorted by customer and day.

    Attributes
    ----------
    customer : ndarray of int32
        The customer's place in `everybody`.
    day : ndarray of int32
        Days since 1970-01-01.
    is_case : ndarray of bool
        Whether the outcome followed.
    """

    customer: NDArray[np.int32]
    day: NDArray[np.int32]
    is_case: NDArray[np.bool_]


@remembered_of_build
def all_patterns(snapshot: Snapshot) -> pd.DataFrame:
    """Every published pattern; `outcome` is empty where it goes before none. No row where there are none."""
    if "patterns" not in snapshot.tables():
        return pd.DataFrame(columns=["pattern_id", "outcome"])
    table = snapshot.table("patterns")
    return table.assign(outcome=table["outcome"].astype(object).fillna(""))


def pattern_at(snapshot: Snapshot, pattern_id: str) -> str | None:
    """Spell the pattern of an id; None where this snapshot has none."""
    table = all_patterns(snapshot)
    match = table.loc[table["pattern_id"] == pattern_id]
    return None if match.empty else str(match["pattern"].iloc[0])


@remembered_of_build
def landmarks(snapshot: Snapshot, outcome: str) -> LandmarkRows:
    """The customers on days by which patterns before an outcome are judged."""
    rows = snapshot.query(
        "pattern_landmarks",
        outcome=outcome,
        as_of=facts.as_of(snapshot),
        window_days=WINDOW_DAYS,
        horizon_days=HORIZON_DAYS,
    )
    return LandmarkRows(
        rows["customer_no"].to_numpy(np.int32), rows["day"].to_numpy(np.int32), rows["value"].to_numpy() == 1
    )


@remembered_of_build
def ends_of(snapshot: Snapshot, pattern: str) -> Occurrences:
    """Where a pattern ends, for all customers who ever were."""
    did = happened(snapshot)
    return occurrences([did.days_of(symbol) for symbol in steps_of(pattern)], most_gap=MOST_GAP_DAYS)


@remembered_of_build
def rows_of(snapshot: Snapshot, pattern: str, outcome: str) -> NDArray[np.int64]:
    """The numbers of the landmarks that have a pattern."""
    rows = landmarks(snapshot, outcome)
    found = rows_with(ends_of(snapshot, pattern), rows.customer, rows.day, window_days=WINDOW_DAYS)
    found.flags.writeable = False
    return found


@remembered_of_build
def now_with(snapshot: Snapshot, pattern: str) -> NDArray[np.int64]:
    """Who has a pattern in the window up to the data's date: places in `everybody`, rising, those who left included."""
    everyone = np.arange(len(everybody(snapshot)))
    today = np.full(len(everyone), day_number(facts.as_of(snapshot)))
    found = rows_with(ends_of(snapshot, pattern), everyone, today, window_days=WINDOW_DAYS)
    found.flags.writeable = False
    return found


@remembered_of_build
def finding(snapshot: Snapshot, key: str) -> Finding | None:
    """The customers who have a pattern now, for a link; None where the key names no pattern of today."""
    pattern = pattern_at(snapshot, key.removeprefix(f"{KIND}-"))
    if pattern is None or not snapshot.tables() >= set(NEEDS):
        return None
    words = pattern_words(pattern, symbol_words(snapshot))
    customers = tuple(everybody(snapshot).iloc[now_with(snapshot, pattern)])
    return Finding(key, f"In the last {WINDOW_DAYS} days: {words}.", f"Did: {words}", customers)


def key_of(pattern_id: str) -> str:
    """What a link calls the customers who have a pattern now."""
    return f"{KIND}-{pattern_id}"
