"""Which segment customers were in at earlier dates, and who moved between two of them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from statistics import median

import pandas as pd

from analytics.insights.columns import texts
from analytics.insights.segment_flow import Placed, segment_flow
from analytics.store.snapshots import Snapshot
from pages.shared.formats import day
from pages.shared.readers import facts, population
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import segments
from pages.shared.selection import Selection

NEEDED = {"model_past", "model_membership"}
LONGEST_MONTH = 31


@remembered
def days(snapshot: Snapshot) -> tuple[str, ...]:
    """The days on which customers can be told apart, ISO, oldest first; the last is the day of the data."""
    if not snapshot.tables() >= NEEDED:
        return ()
    found = [str(each)[:10] for each in snapshot.query("described_days")["as_of"]]
    today = facts.as_of(snapshot)[:10]
    return (*(each for each in found if each < today), today)


def grain_words(snapshot: Snapshot) -> str:
    """How far apart the days are, and why, in a sentence."""
    known = [date.fromisoformat(each) for each in days(snapshot)]
    if len(known) < 2:
        return ""
    usual = median((after - before).days for before, after in pairwise(known))
    if usual <= LONGEST_MONTH:
        return f"At the end of each month from {day(str(known[0]))}, when a year of records was complete."
    return (
        "At the end of some months only: months are kept from the day on which a year of records is complete, and with "
        "very many customers quarters or years."
    )


@remembered
def placed(snapshot: Snapshot, level: int, on: str) -> pd.DataFrame:
    """`customer_id` and `segment_id` of everybody described on a day."""
    if on == facts.as_of(snapshot)[:10]:
        ids = population.segment_of(snapshot, level)["segment_id"].astype("str")
        return pd.DataFrame({"customer_id": population.customer_ids(snapshot), "segment_id": ids})
    return snapshot.query("segments_then", level=level, day=on)


@remembered
def flow(snapshot: Snapshot, selection: Selection, level: int, first: str, second: str) -> pd.DataFrame:
    """From where to where the selected moved between two days: as `segment_flow`, of one level."""
    named = segments(snapshot)
    named = named.loc[named["level"] == level, ["segment_id", "segment_key", "level"]].assign(
        name=texts(named.loc[named["level"] == level], "label")
    )
    sides = [_selected(snapshot, selection, placed(snapshot, level, on)).assign(level=level) for on in (first, second)]
    return segment_flow(*(Placed(named, side) for side in sides))


@remembered
def movers(
    snapshot: Snapshot, selection: Selection, level: int, days_compared: tuple[str, str], outcome: str
) -> pd.DataFrame:
    """The selected who are still here and moved: `customer_id`, `then`, `now`, `probability`, most at risk first."""
    named = segments(snapshot).loc[lambda table: table["level"] == level].set_index("segment_id")["label"].astype("str")
    before, after = (placed(snapshot, level, on) for on in days_compared)
    both = before.merge(after, on="customer_id", suffixes=("_then", "_now"))
    moved = both[both["segment_id_then"] != both["segment_id_now"]]
    ids = population.customer_ids(snapshot)
    here = pd.DataFrame(
        {"customer_id": ids, "probability": population.risk(snapshot, outcome)["probability"].to_numpy()}
    )
    kept = here.loc[population.selected(snapshot, selection)].merge(moved, on="customer_id")
    table = pd.DataFrame(
        {
            "customer_id": kept["customer_id"],
            "then": kept["segment_id_then"].map(named),
            "now": kept["segment_id_now"].map(named),
            "probability": kept["probability"],
        }
    )
    return table.sort_values(["probability", "customer_id"], ascending=[False, True], ignore_index=True)


@remembered
def path(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """The segments of one customer over time, oldest first: `as_of`, `name`, `strength`; as the model sees them."""
    if not snapshot.tables() >= NEEDED:
        return pd.DataFrame({"as_of": [], "name": [], "strength": []})
    own = snapshot.query("customer_segments_then", customer_id=customer_id)
    keys = snapshot.table("model_segments").loc[lambda table: table["level"] == 3].set_index("segment_id")
    now = segments(snapshot).drop_duplicates("segment_key").set_index("segment_key")["label"].astype("str")
    names = own["segment_id"].map(keys["segment_key"])
    return own.assign(name=names.map(now).fillna(own["segment_id"].map(keys["suggested_name"])))


def _selected(snapshot: Snapshot, selection: Selection, table: pd.DataFrame) -> pd.DataFrame:
    """Keep who is selected; with no filter in force, those who have left since stay in."""
    if selection.is_everyone:
        return table
    chosen = population.customer_ids(snapshot)[population.selected(snapshot, selection)]
    return table[table["customer_id"].isin(chosen)]
