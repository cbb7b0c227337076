"""What the model found that nobody has named: shown to experts, a click from the map, the list and a note."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.models.confirm_part import confirm_part
from analytics.store.publish import publish_tables
from analytics.store.snapshots import Snapshot, current_snapshot
from pages.shared.readers import drift, unnamed
from pages.shared.readers.population import selected_customers
from pages.shared.readers.remembered import forget
from pages.shared.selection import Selection
from tests.pages.made_up import AS_OF, made_up_facts
from tests.pages.made_up_drift import drift_tables
from tests.pages.made_up_rest import early_store, whole_tables
from tests.pages.screen import as_person, is_well, opened, said

N = 900
PAGE = "explore/unnamed"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty customers far from all others; labels that are right for half of the sure ones; things that moved."""
    folder = tmp_path_factory.mktemp("unnamed")
    tables = whole_tables(N)
    features = tables["features"].copy()
    random = np.random.default_rng(3)
    numbers = features.columns.difference(["customer_id", "as_of"])
    features[numbers] = features[numbers].astype(float)
    middle, spread = features[numbers].mean().to_numpy(), features[numbers].std().to_numpy()
    features.loc[:29, numbers] = middle + 0.05 * spread * random.normal(size=(30, len(numbers)))
    features.loc[:29, "inflow_90d"] = 90_000.0 + random.normal(0, 50, 30)
    ids = features["customer_id"]
    probability = np.linspace(0.01, 0.99, N)
    scores = tables["scores"].assign(probability=probability, split="test")
    labels = pd.DataFrame(
        {"customer_id": ids, "as_of": pd.Timestamp(AS_OF), "outcome": "churn", "value": np.arange(N) % 2}
    )
    changed = {"features": features, "scores": scores, "labels": labels, **drift_tables(ids.tolist())}
    publish_tables(folder, {**tables, **changed}, made_up_facts())
    return folder


def served(store: Path, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    monkeypatch.setenv("TANDEM_STORE", str(store))
    forget()
    found = current_snapshot(store)
    assert found is not None
    return found


def test_the_screen_shows_groups_drift_and_surprises_with_a_way_to_each(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = as_person(opened(store, PAGE, monkeypatch), "expert")
    assert is_well(screen)
    told = said(screen)
    assert "standard deviations above the average" in told
    assert "The model gave them a low risk, and it happened." in told
    assert "The model gave them a high risk, and it did not happen." in told
    assert "Customers with “login” in the month: 4.0%, where 9.0% was to be expected." in told
    assert "8.3 times as large as usual" in told
    assert "1 of 1 numbers is distributed otherwise, the risk that it gives" in told
    assert "Select and note" in {button.label for button in screen.button}


def test_nobody_who_confirms_is_on_the_screen_or_behind_a_link(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = served(store, monkeypatch)
    surprises = unnamed.surprises(snapshot, "churn")
    assert len(surprises) > 20
    assert not confirm_part(surprises["customer_id"]).any()
    for found in unnamed.wrong(snapshot, "churn"):
        assert not confirm_part(pd.Series(found.customers)).any()
        chosen = selected_customers(snapshot, Selection(found=found.key))
        assert chosen.tolist() == list(found.customers)
    screen = opened(store, PAGE, monkeypatch)
    listed = next(frame.value for frame in screen.dataframe if "happened" in frame.value)
    assert not confirm_part(listed["customer_id"]).any()
    assert len(listed) == len(surprises)


def test_a_link_selects_the_group_and_names_it_on_its_chip(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = served(store, monkeypatch)
    group = unnamed.odd(snapshot)[0]
    ids = snapshot.table("features")["customer_id"]
    assert set(group.customers) <= set(ids[:30])
    assert len(group.customers) >= 20
    listed = opened(store, "explore/customers", monkeypatch, {"found": group.key})
    assert is_well(listed)
    assert f"{len(group.customers)} of {N} customers" in said(listed)
    assert any("Odd group" in button.label for button in listed.button)


def test_who_is_behind_an_alarm_is_a_selection_of_those_still_here(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = served(store, monkeypatch)
    alarm = drift.alarms(snapshot)[0]
    ids = snapshot.table("features")["customer_id"]
    assert alarm.found.customers == tuple(sorted(ids[:12]))
    assert selected_customers(snapshot, Selection(found=alarm.found.key)).tolist() == list(alarm.found.customers)
    assert "1 thing moved more than usual" in said(opened(store, "decide/what_changed", monkeypatch))


def test_that_nothing_moved_says_what_was_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = whole_tables(100)
    kept = drift_tables([])
    publish_tables(tmp_path, {**tables, **kept}, made_up_facts())
    told = said(opened(tmp_path, PAGE, monkeypatch))
    assert "Nothing moved more than usual" in told
    assert "shares of 2 segments and 1 kind of events" in told
    assert "about one alarm a year is false" in told
    assert "moved more than usual" not in said(opened(tmp_path, "decide/what_changed", monkeypatch))


def test_too_few_months_and_results_of_before_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables, kept = whole_tables(100), drift_tables([])
    short = {**kept, "drift_series": kept["drift_series"].assign(p=np.nan)}
    publish_tables(tmp_path / "short", {**tables, **short}, made_up_facts())
    assert "too few months" in said(opened(tmp_path / "short", PAGE, monkeypatch))
    publish_tables(tmp_path / "older", tables, made_up_facts())
    assert "not worked out yet" in said(opened(tmp_path / "older", PAGE, monkeypatch))


def test_a_finding_that_is_not_found_any_more_is_left_out_of_a_link(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(store, "explore/customers", monkeypatch, {"found": "odd-00000000"})
    assert is_well(screen)
    assert "not found in these data any more" in said(screen)
    assert f"Everyone · {N} customers" in said(screen)


def test_the_note_on_a_finding_is_about_its_customers(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = as_person(opened(store, PAGE, monkeypatch), "expert")
    group = unnamed.odd(served(store, monkeypatch))[0]
    next(button for button in screen.button if button.key == f"note_{group.key}").click().run()
    assert is_well(screen)
    assert f"About {len(group.customers)} customers: they are saved as a cohort" in said(screen)


def test_where_there_is_nothing_the_screen_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early_store(tmp_path)
    told = said(opened(tmp_path, PAGE, monkeypatch))
    assert "No small group stands apart" in told
    assert "What moved more than usual is not worked out yet" in told
    assert "Nobody of whom the model was sure" in told
