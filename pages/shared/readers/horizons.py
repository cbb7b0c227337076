"""Risks within several horizons: of the selected, of segments and of one customer, and what they are worth."""

from __future__ import annotations

import pandas as pd

from analytics.insights.columns import texts
from analytics.settings import DEFAULT_OUTCOME
from analytics.store.snapshots import Snapshot
from pages.shared.readers.chosen import chosen
from pages.shared.readers.remembered import remembered
from pages.shared.selection import Selection

NEEDED = {"risk_horizons", "horizon_evaluation", "horizon_facts"}
_RISK = ["horizon_days", "n_scored", "mean_risk", "lower", "upper"]


def is_there(snapshot: Snapshot) -> bool:
    """Say whether risks over time were worked out, or why not."""
    return snapshot.tables() >= NEEDED


@remembered
def outcome_over_time(snapshot: Snapshot) -> str:
    """The outcome that has risks over time; where none has, that of leaving, or the first that there is."""
    if not is_there(snapshot):
        return DEFAULT_OUTCOME
    facts = snapshot.table("horizon_facts")
    dated = texts(facts[facts["why_not"].isna()], "outcome")
    known = [DEFAULT_OUTCOME, *texts(facts, "outcome")]
    return dated[0] if dated else next((name for name in known if (facts["outcome"] == name).any()), DEFAULT_OUTCOME)


@remembered
def why_not(snapshot: Snapshot) -> dict[int, str]:
    """By horizon, why there is no risk; a horizon with one is left out."""
    if not is_there(snapshot):
        return {}
    facts = snapshot.table("horizon_facts")
    own = facts[(facts["outcome"] == outcome_over_time(snapshot)) & facts["why_not"].notna()]
    return dict(zip(own["horizon_days"].astype(int), texts(own, "why_not"), strict=True))


@remembered
def risk(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """By horizon `n_scored`, `mean_risk`, `lower`, `upper` of the selected; empty where there is no risk over time."""
    if not is_there(snapshot):
        return pd.DataFrame(columns=_RISK)
    return snapshot.query("horizon_risk", outcome=outcome_over_time(snapshot), **chosen(snapshot, selection))


@remembered
def risk_of_segments(snapshot: Snapshot, selection: Selection, level: int) -> pd.DataFrame:
    """By segment of a level and horizon `mean_risk`, `lower`, `upper` of the selected."""
    if not is_there(snapshot) or "membership" not in snapshot.tables():
        return pd.DataFrame(columns=["segment_id", *_RISK])
    asked = chosen(snapshot, selection)
    return snapshot.query("horizon_risk_of_segments", outcome=outcome_over_time(snapshot), level=level, **asked)


@remembered
def quality(snapshot: Snapshot) -> pd.DataFrame:
    """What each horizon's risks are worth: as the table ``horizon_evaluation``, of one outcome."""
    return snapshot.query("horizon_quality", outcome=outcome_over_time(snapshot))


@remembered
def of_customer(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """One customer's risks: `outcome`, `horizon_days`, `probability`, `lower`, `upper`."""
    if not is_there(snapshot):
        return pd.DataFrame(columns=["outcome", "horizon_days", "probability", "lower", "upper"])
    return snapshot.query("customer_horizons", customer_id=customer_id)
