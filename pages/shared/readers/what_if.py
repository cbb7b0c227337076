"""What is read to ask the model about a changed customer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.models.changes_tried import Field, Reader
from analytics.models.counterfactual_tables import field_of
from analytics.models.levers import catalogue_rules, levers_for
from analytics.models.model_card import stored_model
from analytics.models.named_rows import NamedRows
from analytics.store.snapshots import Snapshot
from pages.shared.readers.remembered import remembered

MOST_OTHERS = 10_000
"""Real customers that a change is held against on the screen; the build's own search takes all."""


@dataclass(frozen=True)
class Asked:
    """A customer, and all that the model can be asked with.

    Attributes
    ----------
    field : Field
        Levers, model, real customers.
    customer : NamedRows
        The one customer, whose row is the first of the real ones.
    """

    field: Field
    customer: NamedRows


def can_be_asked(snapshot: Snapshot) -> bool:
    """Say whether the snapshot holds a model that can be asked."""
    return {"features", "feature_catalog", "models", "model_files"} <= snapshot.tables()


@remembered
def asked(snapshot: Snapshot, customer_id: str, outcome: str) -> Asked | None:
    """The customer with levers and model; None where there is no model, or nobody can change anything."""
    texts = snapshot.query("model_texts", outcome=outcome)
    features = snapshot.query("features_near", customer_id=customer_id, n=MOST_OTHERS)
    if texts.empty or features.empty or str(features["customer_id"].iloc[0]) != customer_id:
        return None
    reader = Reader(stored_model(dict(zip(texts["part"], texts["text"], strict=True))), 1)
    rows = reader.rows(features)
    rules = catalogue_rules(snapshot.table("feature_catalog"))
    levers = levers_for(outcome, rows, rules, reader.model.design.levels)
    if not levers:
        return None
    return Asked(field_of(reader, rows, levers, features["customer_id"]), rows.among(np.array([0])))
