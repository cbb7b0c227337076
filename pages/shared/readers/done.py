"""What people did, month by month: offers in the data, and acts in the ledger."""

from __future__ import annotations

import pandas as pd

from analytics.knowledge.acts_by_month import acts_by_month
from analytics.knowledge.reading import events
from analytics.reporting import EVERYONE
from analytics.store.snapshots import Snapshot
from pages.shared import session
from pages.shared.formats import whole, words
from pages.shared.readers.kpis import Member
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import segments

COUNTED = frozenset({"all", "segment", "region"})
MOST_NAMED = 3


def what_was_done(snapshot: Snapshot, member: Member, *, first: str) -> pd.DataFrame:
    """What was done about a member since a period: `period` and `words`, oldest first.

    Acts in the ledger are those on the segment, or all; of a region nobody can say which were about it.
    """
    start = first.rsplit("/", maxsplit=1)[-1]
    parts = [offers(snapshot, member)]
    if member[0] in {"all", "segment"}:
        parts.append(acts_by_month(events(session.store()), segment=_key(snapshot, member)))
    told = pd.concat(parts, ignore_index=True)
    told = told[told["period"] >= start].groupby("period", sort=True)["words"].agg("; ".join).reset_index()
    return told.astype({"period": "str", "words": "str"})


@remembered
def offers(snapshot: Snapshot, member: Member) -> pd.DataFrame:
    """The offers made in each month to a member's customers: `period`, `words`."""
    if "offers" not in snapshot.tables() or member[0] not in COUNTED:
        return pd.DataFrame({"period": pd.Series(dtype="str"), "words": pd.Series(dtype="str")})
    made = snapshot.query("offers_by_month", dimension=member[0], member=member[1])
    rows = []
    for period, own in made.groupby("period", sort=True):
        named = [
            f"{words(str(offer))} to {whole(int(n))}" for offer, n in zip(own["offer"], own["n_offered"], strict=True)
        ]
        more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
        rows.append((str(period), f"offers: {', '.join(named[:MOST_NAMED])}{more}"))
    return pd.DataFrame(rows, columns=["period", "words"], dtype="str")


def _key(snapshot: Snapshot, member: Member) -> str | None:
    if member == EVERYONE:
        return None
    table = segments(snapshot)
    found = table.loc[table["segment_id"].astype("str") == member[1], "segment_key"]
    return str(found.iloc[0]) if len(found) else ""
