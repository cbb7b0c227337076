"""Who stays how long, and how many left over a year; of segments as people have edited them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.insights.cohort_triangle import cohort_triangle
from analytics.insights.retention import retention_curve
from analytics.store.snapshots import Snapshot
from pages.shared.readers import population
from pages.shared.readers.facts import text_fact
from pages.shared.readers.remembered import remembered
from pages.shared.selection import Selection


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


def is_live(snapshot: Snapshot) -> bool:
    """Say whether who stays how long is of the segments as they are now; edits of an older version's build are not."""
    return "~" not in snapshot.id or "retention_facts" in snapshot.tables()


def why_not(snapshot: Snapshot, table: str = "retention") -> str:
    """Say why nobody can be seen to stay or leave; empty where this was not worked out yet."""
    told = snapshot.facts.get("not_published")
    return str(told.get(table, "")) if isinstance(told, dict) else ""


@remembered
def triangle(snapshot: Snapshot, segment_id: str | None, by: str) -> pd.DataFrame:
    """The cohorts of a segment or (None) of everyone: as `cohort_triangle`; empty where not published."""
    if "retention" not in snapshot.tables():
        return cohort_triangle(pd.DataFrame(), by=by)
    return cohort_triangle(snapshot.query("retention_of", segment_id=segment_id), by=by)


@remembered
def member_triangle(snapshot: Snapshot, dimension: str, member: str, by: str) -> pd.DataFrame:
    """The cohorts of a region's, channel's or product's customers, as it stands or stood when they left."""
    name = _NAMED_BY[dimension]
    told: dict[str, object] = {name: member, "as_of": _as_of(snapshot)}
    if dimension == "product":
        told["without"] = None
    return cohort_triangle(snapshot.query(f"cohorts_of_{dimension}", **told), by=by)


@remembered
def holders_triangle(snapshot: Snapshot, product: str, without: str, by: str) -> pd.DataFrame:
    """The cohorts of those who hold a product and not another one."""
    rows = snapshot.query("cohorts_of_product", product=product, without=without, as_of=_as_of(snapshot))
    return cohort_triangle(rows, by=by)


@remembered
def selected_triangle(snapshot: Snapshot, kept: Selection, without: Selection | None, by: str) -> pd.DataFrame:
    """The cohorts of those whom one selection keeps, and another one (if given) does not.

    Whoever left counts with the customer here who is most like them, as in the KPIs.
    """
    mask = population.selected(snapshot, kept)
    if without is not None:
        mask = mask & ~population.selected(snapshot, without)
    ids = population.customer_ids(snapshot)[mask].tolist()
    return cohort_triangle(snapshot.query("cohorts_of_customers", customer_ids=ids, as_of=_as_of(snapshot)), by=by)


def _as_of(snapshot: Snapshot) -> date:
    return date.fromisoformat(text_fact(snapshot, "as_of"))


_NAMED_BY = {"region": "region_id", "channel": "home_channel", "product": "product"}
