"""What is read about drivers by cohort, by date, and since the last snapshot."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.errors import DamagedStoreError
from analytics.insights.columns import texts
from analytics.insights.driver_changes import driver_changes
from analytics.insights.driver_words import with_words
from analytics.insights.outcome_words import how_likely
from analytics.store.snapshots import Snapshot, open_snapshot, snapshot_ids
from analytics.vocabulary import SnapshotId
from pages.shared import session
from pages.shared.readers import facts
from pages.shared.readers.catalog import titles
from pages.shared.readers.churn import drivers
from pages.shared.readers.models import model_in_force
from pages.shared.readers.remembered import build_of, remembered


@dataclass(frozen=True)
class Since:
    """What changed since an earlier snapshot.

    Attributes
    ----------
    as_of : str
        The earlier snapshot's date.
    same_date : bool
        Whether both describe customers on the same date.
    changes : DataFrame
        From `driver_changes`, with `title`.
    """

    as_of: str
    same_date: bool
    changes: pd.DataFrame


def is_known(snapshot: Snapshot) -> bool:
    """Say whether cohorts and dates were worked out."""
    return "driver_groups" in snapshot.tables()


@remembered
def groups(snapshot: Snapshot, outcome: str, dimension: str) -> pd.DataFrame:
    """Drivers by `member` of a dimension (`cohort`, `period`), in order of members, with words."""
    table = snapshot.table("driver_groups")
    own = table[(table["outcome"] == outcome) & (table["dimension"] == dimension)]
    return with_words(own.reset_index(drop=True), titles(snapshot), likely=how_likely(outcome))


@remembered
def first_and_last(snapshot: Snapshot, outcome: str, dimension: str) -> pd.DataFrame:
    """How drivers differ between the first and the last member of a dimension; empty where there is one only."""
    table = groups(snapshot, outcome, dimension)
    members = sorted(set(texts(table, "member")))
    ends = [table[table["member"] == one] for one in (members[0], members[-1])] if len(members) > 1 else []
    return driver_changes(*ends) if ends else driver_changes(table.head(0), table.head(0))


@remembered
def since_last(snapshot: Snapshot, outcome: str) -> Since | None:
    """What changed since the latest earlier snapshot with another model or date; None where there is none."""
    here = build_of(snapshot.id)
    own = (model_in_force(snapshot, outcome), facts.as_of(snapshot))
    for each in reversed([one for one in snapshot_ids(session.store()) if one < here]):
        before = _opened(each)
        if before is None or not {"drivers", "models"} <= before.tables():
            continue
        model = model_in_force(before, outcome)
        if model is None or (model, facts.as_of(before)) == own:
            continue
        changes = driver_changes(drivers(before, outcome), drivers(snapshot, outcome))
        known = {**titles(before), **titles(snapshot)}
        named = changes.assign(title=[known.get(one, one) for one in texts(changes, "feature")])
        return Since(facts.as_of(before), facts.as_of(before) == facts.as_of(snapshot), named)
    return None


def _opened(snapshot_id: SnapshotId) -> Snapshot | None:
    """Open an earlier snapshot; None where it was pruned or damaged since it was listed: `verify` says which."""
    try:
        return open_snapshot(session.store(), snapshot_id)
    except DamagedStoreError:
        return None
