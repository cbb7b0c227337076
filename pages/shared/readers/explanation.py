"""What is read to explain one customer's risk to different readers."""

from __future__ import annotations

from analytics import explaining
from analytics.insights.explanation.record import Explanation
from analytics.store.snapshots import Snapshot
from pages.shared.readers.remembered import remembered


@remembered
def record(snapshot: Snapshot, customer_id: str, outcome: str) -> Explanation:
    """The one record of a customer and outcome that all texts are made of."""
    return explaining.explanation_of(snapshot, customer_id, outcome)
