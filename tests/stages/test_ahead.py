"""What may be ahead is an outcome like others: it says what it is, what was learned, and why it has no model."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.store.ahead import AHEAD
from analytics.store.snapshots import Snapshot, current_snapshot


@pytest.fixture(scope="module")
def snapshot(demo_store: Path) -> Snapshot:
    found = current_snapshot(demo_store)
    assert found is not None
    return found


def test_every_outcome_says_what_it_is_and_whether_it_has_a_model(snapshot: Snapshot) -> None:
    told = snapshot.facts["outcomes"]
    assert isinstance(told, dict)
    assert {each.outcome for each in AHEAD} < set(told)
    have = set(snapshot.table("models")["outcome"].astype(str))
    for name, each in told.items():
        assert each["has_model"] == (name in have), name
        assert each["has_model"] or each["why_not"], name
    assert snapshot.facts["default_outcome"] == "churn"


def test_what_is_learned_is_published_as_labels_for_each(snapshot: Snapshot) -> None:
    labels, facts = snapshot.table("labels"), snapshot.facts["outcomes"]
    assert isinstance(facts, dict)
    for each in AHEAD:
        told, own = facts[each.outcome], labels[labels["outcome"] == each.outcome]
        assert [len(own), own["value"].sum()] == [told["n_labelled"], told["n_positive"]]
    assert not labels.duplicated(["outcome", "customer_id", "as_of"]).any()
