"""What can be foreseen: who wins, what can be foreseen, and why something can't."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_full import full_tables
from tests.pages.made_up_rest import early_store
from tests.pages.screen import is_well, opened, said

PAGE = "explore/foreseen"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("foreseen")
    publish_tables(folder, full_tables(60), made_up_facts(seed=0, **knowledge_facts(Said())))
    return folder


def test_who_wins_is_said_with_the_interval_of_the_gain(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, PAGE, monkeypatch)
    told = said(app)
    assert is_well(app)
    assert "Counts and sequences: AUC 0.78 (90% interval 0.76 to 0.80)" in told
    assert "better than counts of events by 0.030 (0.010 to 0.050)" in told
    assert "Every method scored the same 900 rows" in told
    assert "worse than counts and sequences by 0.040 (0.020 to 0.060)" in told
    assert "The recurrent network is in force for 0 of 1. Its AUC is 0.68 on average" in told
    assert "1 event not forecast, and why" in {each.label for each in app.expander}


def test_where_the_network_was_not_tried_that_is_said_beside_the_others(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = said(opened(store, PAGE, monkeypatch, {"foresee": "mortgage"}))
    assert "The last event alone: AUC 0.60" in told
    assert "The recurrent network wasn't tried." in told


def test_an_outcome_with_too_few_cases_says_so(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = said(opened(store, PAGE, monkeypatch, {"foresee": "arrears"}))
    assert "Too few cases: 3 to learn from." in told
    assert "Every method scored" not in told


def test_filters_change_nothing_and_that_is_said(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = said(opened(store, PAGE, monkeypatch, {"search": "nobody-has-this"}))
    assert "The methods are compared on all customers, whatever the filters above." in told
    assert "better than counts of events" in told


def test_without_times_or_before_the_stages_ran_the_screen_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early_store(tmp_path / "table", source_kind="table")
    assert "doesn't say when anything happened" in said(opened(tmp_path / "table", PAGE, monkeypatch))
    early_store(tmp_path / "early")
    assert "“What can be foreseen” is not worked out yet" in said(opened(tmp_path / "early", PAGE, monkeypatch))
