"""What is read about the months to come: what is foreseen, how it fared in the past, and who is at which risk."""

from __future__ import annotations

import pandas as pd

from analytics.store.snapshots import Snapshot
from pages.shared.readers import facts
from pages.shared.readers.kpis import Member
from pages.shared.readers.remembered import remembered

FORESEEN = frozenset({"all", "segment", "region"})
"""The dimensions whose members' months are kept."""


def is_there(snapshot: Snapshot) -> bool:
    """Say whether the snapshot was published with a look ahead."""
    return "kpi_forecast" in snapshot.tables()


@remembered
def forecast(snapshot: Snapshot, member: Member) -> pd.DataFrame:
    """What is foreseen of a member: `kpi`, `period`, `model`, `is_preferred`, `value`, `lower`, `upper`."""
    return snapshot.query("kpi_forecast_of", dimension=member[0], member=member[1])


@remembered
def tests(snapshot: Snapshot, member: Member) -> pd.DataFrame:
    """How it would have fared: `kpi`, `model`, `n_origins`, `mae`, `bias`, `coverage`."""
    return snapshot.query("kpi_forecast_tests_of", dimension=member[0], member=member[1])


@remembered
def books(snapshot: Snapshot, member: Member) -> pd.DataFrame:
    """A member's months: `period`, `n_start`, `n_start_lost`, `held`."""
    return snapshot.query("month_books_of", dimension=member[0], member=member[1])


@remembered
def risk_by_band(snapshot: Snapshot, member: Member) -> pd.DataFrame:
    """Who of a member is at which risk of the default outcome, as the query of this name."""
    if not {"scores", "kpi_facts"} <= set(snapshot.tables()) or member[0] not in FORESEEN:
        return pd.DataFrame()
    outcome = facts.default_outcome(snapshot)
    return snapshot.query("risk_by_band", outcome=outcome, dimension=member[0], member=member[1])
