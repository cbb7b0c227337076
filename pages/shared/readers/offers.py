"""What the bank had done for those with a sequence, and what followed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.insights.what_was_done import HELD_BACK, NOTHING, last_before, what_was_done
from analytics.stages.patterns import WINDOW_DAYS
from analytics.store.snapshots import Snapshot
from pages.shared.readers import pattern_matches
from pages.shared.readers.ever import chosen_ever
from pages.shared.readers.remembered import remembered, remembered_of_build
from pages.shared.selection import Selection

WORDS = {NOTHING: "No offer", HELD_BACK: "An offer was held back, to compare"}


@remembered_of_build
def offers(snapshot: Snapshot) -> pd.DataFrame:
    """Every offer that was made or held back: as in `offers_made.sql`; no row where the source says of none."""
    if "offers" not in snapshot.tables():
        return pd.DataFrame(columns=["customer_no", "day", "offer", "is_control", "accepted"])
    return snapshot.query("offers_made")


@remembered
def done_with(snapshot: Snapshot, pattern: str, outcome: str, selection: Selection) -> pd.DataFrame:
    """What had been done on the rows of the selected that have a pattern: as `what_was_done`, with `title`."""
    rows, done = pattern_matches.landmarks(snapshot, outcome), offers(snapshot)
    at = pattern_matches.rows_of(snapshot, pattern, outcome)
    at = at[chosen_ever(snapshot, selection)[rows.customer[at]]]
    customer, day = (done[name].to_numpy(np.int64) for name in ("customer_no", "day"))
    whose, when = rows.customer[at].astype(np.int64), rows.day[at].astype(np.int64)
    last = last_before(whose, when, customer, day, window_days=WINDOW_DAYS)
    table = what_was_done(done, last, rows.is_case[at])
    titles = [WORDS.get(str(each), str(each).replace("_", " ").capitalize()) for each in table["done"]]
    return table.assign(title=titles)
