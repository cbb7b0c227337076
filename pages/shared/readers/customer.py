"""What is read about one customer."""

from __future__ import annotations

import pandas as pd

from analytics.store.snapshots import Snapshot
from pages.shared.readers import facts
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import segments

MAP_SAMPLE = 1_500
MOST_FOUND = 20


@remembered
def found(snapshot: Snapshot, text: str) -> pd.DataFrame:
    """Customers whose id begins with a text, then those that contain it: `customer_id`, `status`; at most 20."""
    return snapshot.query("customer_ids_like", text=text.strip(), n=MOST_FOUND)


@remembered
def attributes(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """The customer's own row, with every attribute; no row where the id is not known."""
    return snapshot.query("customer_attributes", customer_id=customer_id)


@remembered
def scores(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """The customer's risk for each outcome that has a model."""
    return _rows(snapshot, "scores", "customer_scores", customer_id)


@remembered
def attributions(snapshot: Snapshot, customer_id: str, outcome: str) -> pd.DataFrame:
    """What pushes the customer's risk up and down."""
    if "attributions" not in snapshot.tables():
        return pd.DataFrame(columns=["feature", "feature_value", "contribution", "description", "unit"])
    table = snapshot.query("customer_attributions", customer_id=customer_id, outcome=outcome)
    return table.assign(unit=table["unit"].replace("money", facts.currency(snapshot)))


@remembered
def places_in_segments(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """The customer's segment at each level: `level`, `label`, `segment_key`, `colour`, `strength`."""
    if "membership" not in snapshot.tables():
        return pd.DataFrame(columns=["level", "segment_id", "strength", "label", "segment_key", "colour"])
    own = snapshot.query("customer_segments", customer_id=customer_id)
    named = segments(snapshot)[["level", "segment_id", "segment_key", "label", "colour"]]
    return own.merge(named, on=["level", "segment_id"], how="left")


@remembered
def months(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """The customer's months, oldest first."""
    return _rows(snapshot, "customer_months", "customer_months_of", customer_id)


@remembered
def events(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """The customer's events, newest first."""
    return _rows(snapshot, "customer_events", "customer_events_of", customer_id)


@remembered
def transactions(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """The customer's last transactions, newest first."""
    return _rows(snapshot, "recent_transactions", "customer_transactions_of", customer_id)


@remembered
def accounts(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """The customer's accounts."""
    return _rows(snapshot, "customer_accounts", "customer_accounts_of", customer_id)


@remembered
def next_events(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """What may happen to the customer soon: `words`, `probability`, `within_days`, `average` of all."""
    needed = {"next_events", "next_event_types", "next_event_tests", "alphabet"}
    if not needed <= snapshot.tables():
        return pd.DataFrame(columns=["event_type", "words", "probability", "within_days", "average"])
    return snapshot.query("customer_next_events", customer_id=customer_id)


@remembered
def place_on_map(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """The customer's place; no row where there is none."""
    return _rows(snapshot, "map", "map_place", customer_id)


@remembered
def map_around(snapshot: Snapshot, segment_id: str, level: int) -> pd.DataFrame:
    """A fixed sample of the map: `x`, `y`, `is_same_segment`."""
    return snapshot.query("map_around", n=MAP_SAMPLE, segment_id=segment_id, level=level)


def _rows(snapshot: Snapshot, table: str, query: str, customer_id: str) -> pd.DataFrame:
    if table not in snapshot.tables():
        return pd.DataFrame()
    return snapshot.query(query, customer_id=customer_id)
