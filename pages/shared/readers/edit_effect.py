"""What one edit of the segment tree did: the segments just before it beside those just after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.insights.edit_effect import Predicts, fairness_change, prediction_change, stability_change
from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.insights.segment_flow import Placed
from analytics.live import overlaid
from analytics.models.confirm_part import confirm_part
from analytics.stages.informed import what_was_said
from analytics.store.snapshots import Snapshot
from pages.shared import session
from pages.shared.readers import facts
from pages.shared.readers.remembered import remembered

SEED = 0
SHOWN_KPIS = ("attrition_rate", "active_rate", "products_per_customer", "balance_at_risk")


@dataclass(frozen=True, eq=False)
class EditEffect:
    """What an edit did at one level.

    Attributes
    ----------
    stability : tuple of (float, float)
        Before and after, 0 to 1.
    predicts : Predicts or None
        How well segments alone tell the outcome on the confirm part; None where too few outcomes are known.
    fairness : DataFrame
        As `fairness_change`.
    kpis : DataFrame
        `name`, `kpi`, `before`, `after` (missing where there was, or is, no such segment), `lower`, `upper` of after;
        only segments whose customers changed.
    """

    stability: tuple[float, float]
    predicts: Predicts | None
    fairness: pd.DataFrame
    kpis: pd.DataFrame


@remembered
def edit_effect(snapshot: Snapshot, entry: int, level: int, outcome: str) -> EditEffect:
    """Compare the published snapshot with the edits up to just before an entry, and up to it.

    Parameters
    ----------
    snapshot : Snapshot
        The published one, without anything laid over it.
    entry : int
        The number of an act on segments.
    level : int
        1, 2 or 3.
    outcome : str
        The outcome that segments are to tell.
    """
    store = session.store()
    before, after = (overlaid(snapshot, what_was_said(store, at)) for at in (entry - 1, entry))
    then, now = (Placed(each.table("segments"), each.table("membership")) for each in (before, after))
    as_of = date.fromisoformat(facts.as_of(snapshot))
    return EditEffect(
        stability=stability_change(then.segments, now.segments, level=level),
        predicts=_predicts(snapshot, then, now, level, outcome),
        fairness=fairness_change(
            then,
            now,
            snapshot.table("customers"),
            level=level,
            protected=facts.protected(snapshot),
            as_of=as_of,
            seed=SEED,
        ),
        kpis=_kpis(before, after, level),
    )


def _predicts(snapshot: Snapshot, then: Placed, now: Placed, level: int, outcome: str) -> Predicts | None:
    if "labels" not in snapshot.tables():
        return None
    labels = snapshot.table("labels")
    known = labels[labels["outcome"] == outcome].sort_values("as_of").drop_duplicates("customer_id", keep="last")
    ids = known["customer_id"]
    confirm = ids[confirm_part(ids)].tolist()
    return prediction_change(then, now, known, level=level, customers=confirm, seed=SEED)


def _kpis(then: Snapshot, now: Snapshot, level: int) -> pd.DataFrame:
    columns = ["name", "kpi", "before", "after", "lower", "upper"]
    if not then.tables() >= {"kpis", "kpi_facts"}:
        return pd.DataFrame(columns=columns)
    before, after = (each.query("kpis_of_level", level=level, kpis=list(SHOWN_KPIS)) for each in (then, now))
    names = {**_names(before), **_names(after)}
    both = before.merge(after, on=["segment_key", "kpi"], how="outer", suffixes=("_before", ""))
    both = both.assign(before=both["value_before"], after=both["value"])
    changed = both[both["before"].isna() | both["after"].isna() | (both["before"] - both["after"]).abs().gt(1e-12)]
    titles = {kpi: definition.title for kpi, definition in KPI_DEFINITIONS.items()}
    return changed.assign(
        name=changed["segment_key"].astype(str).map(names), kpi=changed["kpi"].astype(str).map(titles)
    ).sort_values(["kpi", "name"], ignore_index=True)[columns]


def _names(kpis: pd.DataFrame) -> dict[str, str]:
    return dict(zip(kpis["segment_key"].astype(str), kpis["name"].astype(str), strict=True))
