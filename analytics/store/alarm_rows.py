"""What alarms are raised and judged by: one and the same statement while a build runs and on a snapshot after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analytics.store.statements import statement

if TYPE_CHECKING:
    import pandas as pd

    from analytics.store.rooms import Tables

NEEDED = frozenset({"customers", "labels", "outcome_facts", "sequences"})
_ROOM = "/* room */"


@dataclass(frozen=True)
class Horizon:
    """How far an outcome is looked ahead for.

    Attributes
    ----------
    days : int
        How soon after a day it follows.
    judged_until : int or None
        The last day of which it can be known whether it followed (days since 1970-01-01); None where this source has
        no outcome of this name.
    """

    days: int
    judged_until: int | None


def alarm_horizon(tables: Tables, outcome: str, *, as_of: date, opening_days: int) -> Horizon:
    """Say how far an outcome is looked ahead for: as in ``alarm_horizon.sql``."""
    row = _asked(tables, "alarm_horizon", outcome=outcome, as_of=as_of, horizon_days=opening_days).iloc[0]
    until = row["judged_until"]
    return Horizon(int(row["horizon_days"]), None if np.isnan(until) else int(until))


def alarm_stretches(tables: Tables, outcome: str, horizon: Horizon, *, as_of: date) -> pd.DataFrame:
    """List on which days of whom an alarm can be raised, and what came of it: as in ``alarm_stretches.sql``."""
    until = -1 if horizon.judged_until is None else horizon.judged_until
    return _asked(
        tables, "alarm_stretches", outcome=outcome, as_of=as_of, horizon_days=horizon.days, judged_until=until
    )


def days_of_symbols(tables: Tables, symbols: Sequence[str]) -> dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Give for each symbol the customers (by number) and days on which it happened, sorted by both."""
    rows = _asked(tables, "alarm_events", symbols=sorted(set(symbols)))
    found = {}
    for symbol in set(symbols):
        own = rows[rows["symbol"] == symbol]
        found[symbol] = (own["customer_no"].to_numpy(np.int64), own["day"].to_numpy(np.int64))
    return found


def everybody_in(tables: Tables) -> pd.Series[str]:
    """Give the ids of all customers who ever were, in the order of their numbers."""
    return tables.frame("customers", columns="t.customer_id", rest="ORDER BY t.customer_id")["customer_id"]


def _asked(tables: Tables, name: str, **values: object) -> pd.DataFrame:
    found: pd.DataFrame = (
        tables.run(statement("queries", name).replace(_ROOM, tables.room), values).read_all().to_pandas()
    )
    return found
