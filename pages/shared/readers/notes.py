"""How forecasts came out, and how adopted notes hold, as the last build measured it."""

from __future__ import annotations

import pandas as pd

from analytics.store.snapshots import Snapshot
from pages.shared.readers.remembered import remembered_of_build

_FORECASTS = ["note_id", "author", "probability", "n_customers", "share", "share_of_others", "came_true", "brier"]
_RECORDS = ["author", "n_forecasts", "n_came_true", "mean_probability", "brier", "is_better_than_a_coin"]
_WATCHED = ["note_id", "feature", "effect", "lower", "upper", "n_scope", "proposal", "why"]


@remembered_of_build
def forecasts(snapshot: Snapshot) -> pd.DataFrame:
    """Forecasts that have ripened: a row a note, as `forecast_scores.scored_forecast`."""
    return _there(snapshot, "forecasts", _FORECASTS)


@remembered_of_build
def forecast_records(snapshot: Snapshot) -> pd.DataFrame:
    """Each author's record: as `forecast_scores.records`, with `base_rate_brier`."""
    return _there(snapshot, "forecast_records", [*_RECORDS, "base_rate", "base_rate_brier"])


@remembered_of_build
def watched(snapshot: Snapshot) -> pd.DataFrame:
    """Adopted notes as the last build measured them anew: a row a note."""
    return _there(snapshot, "note_watch", _WATCHED)


def _there(snapshot: Snapshot, name: str, columns: list[str]) -> pd.DataFrame:
    if name not in snapshot.tables():
        return pd.DataFrame(columns=columns)
    return snapshot.table(name).reindex(columns=columns)
