"""Selecting by a rule and by a saved cohort, on a made-up snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.store.snapshots import current_snapshot
from pages.shared.readers import population
from pages.shared.selection import Selection
from tests.pages.acted import acted
from tests.pages.made_up import made_up_store
from tests.pages.screen import is_well, opened, said

RULE = "n_own_acts_90d > 30 and not mobile_share_90d is missing"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made_up_store(tmp_path)
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    return tmp_path


def test_a_rule_keeps_who_meets_it(store: Path) -> None:
    snapshot = current_snapshot(store)
    assert snapshot is not None
    features = snapshot.table("features").sort_values("customer_id")
    expected = (features["n_own_acts_90d"] > 30) & features["mobile_share_90d"].notna()
    assert population.selected(snapshot, Selection(rule=RULE)).tolist() == expected.tolist()


def test_a_rule_stands_in_the_link_and_on_a_chip(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = opened(store, "explore/customers", monkeypatch, {"rule": RULE})
    assert is_well(screen)
    assert any(button.label.replace("\\", "").startswith("Rule: n_own_acts") for button in screen.button)


@pytest.mark.parametrize(
    ("rule", "words"),
    [("gender = 'f'", "protected"), ("wealth > 3", "no feature or attribute"), ("balance >", "left out")],
)
def test_a_rule_that_cannot_be_used_is_left_out_with_the_reason(
    store: Path, monkeypatch: pytest.MonkeyPatch, rule: str, words: str
) -> None:
    screen = opened(store, "explore/customers", monkeypatch, {"rule": rule})
    assert is_well(screen)
    assert words in said(screen)
    assert "Everyone" in said(screen)


def test_a_fixed_cohort_keeps_its_customers_and_a_live_one_whoever_meets_its_rule(store: Path) -> None:
    snapshot = current_snapshot(store)
    assert snapshot is not None
    ids = list(population.customer_ids(snapshot)[:60])
    fixed = acted(store, {"act": "cohort", "name": "First sixty", "customers": ids}).id
    live = acted(store, {"act": "cohort", "name": "Busy", "rule": RULE}).id
    assert population.selected_customers(snapshot, Selection(cohort=fixed)).tolist() == ids
    by_rule = population.selected(snapshot, Selection(rule=RULE))
    assert (population.selected(snapshot, Selection(cohort=live)) == by_rule).all()


def test_a_cohort_is_named_on_its_chip_and_a_withdrawn_one_is_left_out(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort = acted(store, {"act": "cohort", "name": "Busy", "rule": RULE}).id
    screen = opened(store, "explore/customers", monkeypatch, {"cohort": cohort})
    assert any("Busy (live rule)" in button.label.replace("\\", "") for button in screen.button)
    acted(store, {"act": "withdraw", "cohort": cohort})
    screen = opened(store, "explore/customers", monkeypatch, {"cohort": cohort})
    assert "Everyone" in said(screen)
    assert "not here any more" in said(screen)
