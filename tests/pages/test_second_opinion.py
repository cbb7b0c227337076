"""A second explanation beside the first, on the Customer screen and in general."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.features.catalog import behaviour_catalog
from analytics.models.design import feature_columns
from analytics.models.model_card import model_files
from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from tests.models.made_up_levers import made_up_bank
from tests.pages.made_up import made_up_facts, made_up_tables
from tests.pages.made_up_rest import whole_tables
from tests.pages.screen import is_well, opened, said

N = 120


def test_a_customer_s_reasons_are_held_against_a_second_method(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bank, tables = made_up_bank(N), made_up_tables(N)
    model_id = str(tables["models"]["model_id"].iloc[0])
    tables |= {
        "features": bank.customers,
        "model_files": model_files(model_id, bank.model.booster, bank.model.calibration, bank.model.design),
        "feature_catalog": behaviour_catalog(feature_columns(bank.customers)),
    }
    publish_tables(tmp_path, tables, made_up_facts(seed=0, **knowledge_facts(Said())))
    customer_id = str(bank.customers["customer_id"].iloc[0])
    app = opened(tmp_path, "explore/customer", monkeypatch, {"customer": customer_id})
    assert "straight line" not in said(app), "nothing is worked out until somebody asks"
    app.toggle(key="second_opinion").set_value(True).run()
    assert is_well(app)
    words = said(app)
    assert "of the 5 largest pushes both name" in words
    assert "The straight line explains" in words


def agreed(folder: Path, monkeypatch: pytest.MonkeyPatch, extra: dict[str, pd.DataFrame]) -> str:
    publish_tables(folder, {**whole_tables(60), **extra}, made_up_facts(seed=0, **knowledge_facts(Said())))
    app = opened(folder, "explore/drivers", monkeypatch)
    assert is_well(app)
    return said(app)


def test_churn_drivers_says_how_far_two_methods_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["feature_agreement", "sign_agreement", "rank_agreement", "rank_correlation", "local_fit"]
    table = pd.DataFrame([["churn", f"C{i:06d}", 0.4, 0.2, 0.0, 0.1, 0.3] for i in range(9)])
    table.columns = pd.Index(["outcome", "customer_id", *names])
    words = agreed(tmp_path, monkeypatch, {"explanation_agreement": table})
    assert "both methods name 1.0 with the same sign on average" in words
    assert "fits poorly for 100%" in words


def test_before_it_was_worked_out_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "is not worked out yet. Build again" in agreed(tmp_path, monkeypatch, {})
