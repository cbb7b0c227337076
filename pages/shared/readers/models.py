"""Which model is in force."""

from __future__ import annotations

from analytics.store.snapshots import Snapshot
from pages.shared.readers import facts
from pages.shared.readers.remembered import remembered


@remembered
def model_in_force(snapshot: Snapshot, outcome: str | None = None) -> str | None:
    """The id of the model behind the scores of an outcome (default: the default one); None where there is none."""
    if "models" not in snapshot.tables():
        return None
    table = snapshot.table("models")
    fitting = table.loc[table["outcome"] == (outcome or facts.default_outcome(snapshot)), "model_id"]
    return str(fitting.iloc[-1]) if len(fitting) else None
