"""Who stays how long, and how many left over a year."""

from __future__ import annotations

import pandas as pd

from analytics.insights.kpis import kpis_by
from analytics.insights.retention import retention_curve
from analytics.store.snapshots import Snapshot
from pages.shared.readers import facts
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import Segment


@remembered
def curve(snapshot: Snapshot, segment_id: str | None) -> pd.DataFrame:
    """The share that stays by months since joining, of a segment or (None) of everyone; empty where not published."""
    if "retention" not in snapshot.tables():
        return pd.DataFrame(columns=["period_index", "share", "lower", "upper", "n_at_risk"])
    return retention_curve(snapshot.query("retention_of", segment_id=segment_id))


@remembered
def attrition(snapshot: Snapshot, segment_id: str | None) -> pd.DataFrame:
    """The last twelve whole months' attrition: at most one row with `period`, `value`, `lower`, `upper`, counts."""
    if "kpis" not in snapshot.tables():
        return pd.DataFrame(columns=["period", "value", "lower", "upper", "numerator", "denominator"])
    dimension, member = ("all", "all") if segment_id is None else ("segment", segment_id)
    return snapshot.query("kpi_latest_year", kpi="attrition_rate", dimension=dimension, member=member)


@remembered
def attrition_now(snapshot: Snapshot, segment: Segment) -> pd.DataFrame:
    """The same for a segment as people have edited it since the build, from the facts a customer; as `attrition`."""
    if "kpi_facts" not in snapshot.tables():
        return attrition(snapshot, segment.segment_id)
    members = snapshot.query("customers_of_segment", segment_key=segment.segment_key)["customer_id"]
    mapping = pd.DataFrame({"customer_id": members, "dimension": "segment", "member": segment.segment_key})
    table = kpis_by(mapping, snapshot.table("kpi_facts"), currency=facts.currency(snapshot))
    return table[(table["kpi"] == "attrition_rate") & table["period"].str.contains("/")].tail(1)


def why_not(snapshot: Snapshot) -> str:
    """Say why nobody can be seen to stay or leave; empty where this was not worked out yet."""
    told = snapshot.facts.get("not_published")
    return str(told.get("retention", "")) if isinstance(told, dict) else ""
