"""What can't be ruled out: said of a customer, and how often it holds said of the model."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_full import full_tables
from tests.pages.screen import is_well, opened, said


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("sets")
    publish_tables(folder, full_tables(600), made_up_facts(seed=0, **knowledge_facts(Said())))
    return folder


def test_the_model_says_how_often_its_sets_hold_and_where_they_do_not(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(store, "explore/drivers", monkeypatch)
    told = said(app)
    assert is_well(app)
    assert "The set held what happened in 8" in told
    assert "90% is promised" in told
    assert "Not to be relied on in Travellers (" in told


def test_a_customer_has_what_cannot_be_ruled_out(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, "explore/customer", monkeypatch, {"customer": "C000004"})
    assert is_well(app)
    assert "With 90% coverage, " in said(app)


def test_a_snapshot_from_before_there_were_sets_is_shown_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = full_tables(60)
    del tables["judged_rows"]
    tables["scores"] = tables["scores"].drop(columns="prediction_set")
    publish_tables(tmp_path, tables, made_up_facts(seed=0, **knowledge_facts(Said())))
    customer = opened(tmp_path, "explore/customer", monkeypatch, {"customer": "C000004"})
    assert is_well(customer)
    assert "coverage" not in said(customer)
    assert "How often the sets hold is not worked out yet." in said(opened(tmp_path, "explore/drivers", monkeypatch))
