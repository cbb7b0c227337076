"""What can't be ruled out: said of a customer, and how often it holds said of the model."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
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


def slices(*, found: int) -> pd.DataFrame:
    row = {
        "outcome": "churn",
        "feature_1": "n_own_acts_90d",
        "sign_1": ">",
        "value_1": "20.0",
        "feature_2": None,
        "sign_2": None,
        "value_2": None,
        "n_rows": 90,
        "n_customers": 60,
        "observed": 0.22,
        "predicted": 0.16,
        "difference": 0.06,
        "lower": 0.03,
        "upper": 0.09,
        "p_adjusted": 0.01 if found else 0.4,
        "is_found": found,
    }
    return pd.DataFrame([row])


def test_groups_in_whom_the_model_is_wrong_are_named_and_lead_to_their_customers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = {**full_tables(60), "error_slices": slices(found=1)}
    publish_tables(tmp_path, tables, made_up_facts(seed=0, **knowledge_facts(Said())))
    app = opened(tmp_path, "explore/drivers", monkeypatch)
    told = said(app)
    assert is_well(app)
    assert "among the other half 1 is wrong beyond what chance explains" in told
    assert "foretold 16.0%, happened 22.0%" in told
    chosen = opened(tmp_path, "explore/customers", monkeypatch, {"rule": "n_own_acts_90d > 20.0"})
    assert is_well(chosen)
    assert "of 57." in said(chosen), "57 of the 60 have more than 20"


def test_where_the_model_is_wrong_nowhere_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = {**full_tables(60), "error_slices": slices(found=0)}
    publish_tables(tmp_path, tables, made_up_facts(seed=0, **knowledge_facts(Said())))
    assert "none is wrong beyond what chance explains" in said(opened(tmp_path, "explore/drivers", monkeypatch))
