"""The list of customers: who is chosen, in which order, a page at a time; only that page goes to the browser."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.store.snapshots import Snapshot
from pages.shared.readers.noted import Claim, notes_on_customers
from pages.shared.readers.population import selected
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import segments
from pages.shared.selection import Selection

SORTS = {
    "risk": ("probability", False),
    "last_act": ("days_since_own_act", False),
    "balance": ("balance", False),
    "tenure": ("tenure_days", False),
    "segment": ("segment", True),
    "customer": ("customer_id", True),
}
"""What the list can be sorted by, the column, and whether it begins with the smallest. No other name is taken."""

_SHOWN = ("customer_id", "probability", "lower", "upper", "band", "segment")
_SHOWN_TOO = ("tenure_days", "days_since_own_act", "balance")


@remembered
def everyone_listed(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """Every active customer with `segment` in words and the columns of customer_list.sql, in the population's order."""
    if {"membership", "scores"} <= snapshot.tables():
        table = snapshot.query("customer_list", outcome=outcome)
    else:
        table = snapshot.query("customer_list_early")
    named = segments(snapshot)
    named = named[named["level"] == 3]
    names = dict(zip(named["segment_id"].astype("str"), named["label"].astype("str"), strict=True))
    return table.assign(segment=table["segment_id"].astype("string").map(names).astype("string"))


@remembered
def known_sorts(snapshot: Snapshot, outcome: str) -> tuple[str, ...]:
    """What this snapshot's list can be sorted by: the columns that are not empty throughout."""
    table = everyone_listed(snapshot, outcome)
    return tuple(name for name, (column, _) in SORTS.items() if table[column].notna().any())


@remembered
def shown_columns(snapshot: Snapshot, outcome: str) -> tuple[str, ...]:
    """The columns worth showing: those that are not empty throughout."""
    table = everyone_listed(snapshot, outcome)
    return tuple(name for name in (*_SHOWN, *_SHOWN_TOO) if table[name].notna().any())


def ends(sort: str) -> tuple[str, str]:
    """The two orders in words, the usual one first."""
    if sort in ("segment", "customer"):
        return "A to Z", "Z to A"
    if sort == "last_act":
        return "Longest ago first", "Latest first"
    return "Highest first", "Lowest first"


@remembered
def order(snapshot: Snapshot, selection: Selection, outcome: str, sort: str, *, reverse: bool) -> npt.NDArray[np.int64]:
    """Positions of the chosen customers in `everyone_listed`, in the order asked for; missing ones come last."""
    column, smallest_first = SORTS[sort]
    table = everyone_listed(snapshot, outcome)
    mask = selected(snapshot, selection)
    by = ["customer_id"] if column == "customer_id" else [column, "customer_id"]
    ascending = [smallest_first != reverse] if column == "customer_id" else [smallest_first != reverse, True]
    return table.loc[mask].sort_values(by, ascending=ascending, na_position="last").index.to_numpy(dtype=np.int64)


def page_of(
    snapshot: Snapshot, selection: Selection, outcome: str, sort: str, *, reverse: bool, number: int, size: int
) -> pd.DataFrame:
    """Give one page of the list, counted from 1."""
    places = order(snapshot, selection, outcome, sort, reverse=reverse)[(number - 1) * size : number * size]
    return everyone_listed(snapshot, outcome).loc[places]


def whole_list(
    snapshot: Snapshot, selection: Selection, outcome: str, sort: str, *, reverse: bool, claims: Sequence[Claim] = ()
) -> pd.DataFrame:
    """Give the whole list for an export, with what people claim about each customer in `notes`."""
    table = everyone_listed(snapshot, outcome).assign(notes=notes_on_customers(snapshot, claims))
    return table.loc[order(snapshot, selection, outcome, sort, reverse=reverse)]
