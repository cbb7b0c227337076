"""What happened to one customer, in order, and which known sequences are in it."""

from __future__ import annotations

import pandas as pd

from analytics.insights.pattern_words import is_part_of, steps_of
from analytics.models.pattern_rows import latest_occurrence
from analytics.stages.patterns import MOST_A_YEAR, MOST_GAP_DAYS, WINDOW_DAYS
from analytics.store.snapshots import Snapshot
from pages.shared.readers import facts, patterns
from pages.shared.readers.happened import day_number
from pages.shared.readers.remembered import remembered_of_build

SHOWN_DAYS = 365
NEEDS = {"sequences", "alphabet"}
_MATCHED = ["pattern_id", "sentence", "words", "symbols", "days"]


@remembered_of_build
def happened_to(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """The customer's last year: `happened_at`, `day`, `symbol`, `words`, `meaning`, in order of time."""
    if not snapshot.tables() >= NEEDS:
        return pd.DataFrame(columns=["happened_at", "day", "symbol", "words", "meaning"])
    since = day_number(facts.as_of(snapshot)) - SHOWN_DAYS + 1
    return snapshot.query("customer_sequence_of", customer_id=customer_id, since=since, most_a_year=float(MOST_A_YEAR))


@remembered_of_build
def matched(snapshot: Snapshot, customer_id: str, outcome: str, dismissed: tuple[str, ...] = ()) -> pd.DataFrame:
    """The sequences before an outcome that hold up and that the customer has now, the surest first.

    `pattern_id`, `sentence`, `words`, `symbols` and `days` (a tuple each, an event an entry: the occurrence that ends
    last). One that is part of another that the customer has is left out, unless it goes the other way; so are the
    `dismissed` ones.
    """
    if outcome not in patterns.outcomes(snapshot):
        return pd.DataFrame(columns=_MATCHED)
    table = patterns.listed(snapshot, outcome)
    last = day_number(facts.as_of(snapshot))
    own = happened_to(snapshot, customer_id)
    window = own[(own["day"] > last - WINDOW_DAYS) & (own["day"] <= last)]
    days = {str(symbol): [int(day) for day in rows] for symbol, rows in window.groupby("symbol")["day"]}
    rows = []
    for row in table[table["is_sure"] & ~table["pattern_id"].isin(dismissed)].to_dict("records"):
        symbols = tuple(steps_of(str(row["pattern"])))
        found = latest_occurrence([days.get(symbol, []) for symbol in symbols], most_gap=MOST_GAP_DAYS)
        if found is not None:
            rows.append({**row, "symbols": symbols, "days": found, "more": row["lift"] > 1})
    whole = [
        row
        for row in rows
        if not any(
            is_part_of(str(row["pattern"]), str(each["pattern"])) and row["more"] == each["more"] for each in rows
        )
    ]
    return pd.DataFrame(whole, columns=_MATCHED)
