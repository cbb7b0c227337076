"""Fairness: what stands out is said, every rate can be seen by every attribute, and nothing is said of few."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_fairness import fairness_table
from tests.pages.made_up_full import full_tables
from tests.pages.made_up_rest import early_store
from tests.pages.screen import is_well, opened, said

PAGE = "oversee/fairness"
REGIONS = pd.DataFrame({"region_id": ["R01", "R02"], "name": ["Northmoor", "Eastvale"]})


def published(folder: Path, fairness: pd.DataFrame) -> Path:
    tables = {**full_tables(60), "fairness": fairness, "regions": REGIONS}
    publish_tables(folder, tables, made_up_facts(seed=0, **knowledge_facts(Said())))
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("fairness"), fairness_table())


def test_a_group_recorded_otherwise_than_it_behaves_is_named_with_its_interval(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(store, PAGE, monkeypatch)
    told = said(app)
    assert is_well(app)
    assert "were recorded with the outcome more or less often than the model expects" in told
    assert "Language brevic: " in told
    assert "90% interval" in told
    assert "by two attributes at once" in told
    assert "fewer than 30 customers nothing is said" in told


@pytest.mark.parametrize("attribute", ["language", "gender", "language and gender", "region_id"])
@pytest.mark.parametrize("rate", ["selection_rate", "calibration_gap", "interval_width"])
def test_every_rate_is_shown_by_every_attribute(
    store: Path, monkeypatch: pytest.MonkeyPatch, attribute: str, rate: str
) -> None:
    app = opened(store, PAGE, monkeypatch, {"attribute": attribute, "rate": rate})
    told = said(app)
    assert is_well(app)
    assert "beyond chance" in told
    assert ("Eastvale" in told) == (attribute == "region_id")


def test_where_nothing_differs_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = published(tmp_path, fairness_table(planted=0))
    told = said(opened(folder, PAGE, monkeypatch))
    assert "none was recorded with the outcome more or less often than the model expects" in told


def test_without_a_model_without_attributes_and_before_the_stage_ran_the_screen_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = fairness_table(80)
    nobody = published(tmp_path / "alone", table[table["attribute"] == "(all)"])
    assert "no protected attribute, no region" in said(opened(nobody, PAGE, monkeypatch))
    empty = published(tmp_path / "empty", table.head(0))
    assert "This outcome has no model" in said(opened(empty, PAGE, monkeypatch))
    early_store(tmp_path / "early")
    assert "“Fairness” is not worked out yet" in said(opened(tmp_path / "early", PAGE, monkeypatch))
