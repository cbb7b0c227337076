"""Trying changes on the Customer screen: only allowed steps, and the model's own answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from analytics.features.catalog import behaviour_catalog
from analytics.models.design import feature_columns
from analytics.models.model_card import model_files
from analytics.models.what_if import what_if
from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from tests.models.made_up_levers import Bank, made_up_bank
from tests.pages.made_up import made_up_facts, made_up_tables
from tests.pages.made_up_changes import change_tables
from tests.pages.screen import is_well, opened, said

N = 300


@pytest.fixture(scope="module")
def bank() -> Bank:
    return made_up_bank(N)


def on_screen(bank: Bank, folder: Path, monkeypatch: pytest.MonkeyPatch, owner: int) -> AppTest:
    tables = {**made_up_tables(N), **change_tables(), "features": bank.customers}
    model_id = str(tables["models"]["model_id"].iloc[0])
    tables["model_files"] = model_files(model_id, bank.model.booster, bank.model.calibration, bank.model.design)
    tables["feature_catalog"] = behaviour_catalog(feature_columns(bank.customers))
    tables["scores"] = tables["scores"].assign(probability=bank.risk)
    searched = tables["counterfactual_search"]
    customer_id = str(bank.customers["customer_id"].iloc[owner])
    tables["counterfactual_search"] = searched.tail(1).assign(customer_id=customer_id)
    tables["counterfactuals"] = tables["counterfactuals"].head(0)
    publish_tables(folder, tables, made_up_facts(seed=0, **knowledge_facts(Said())))
    return opened(folder, "explore/customer", monkeypatch, {"customer": customer_id})


def test_sliders_offer_steps_and_the_risk_is_the_models_own(
    bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = int(np.argmax(bank.rows["fees_paid_90d"] * (bank.rows["fees_paid_90d"] < 60)))
    app = on_screen(bank, tmp_path, monkeypatch, owner)
    assert not app.select_slider, "nothing is read until somebody wants to try"
    app.toggle(key="what_if").set_value(True).run()
    assert is_well(app)
    labels = [slider.label for slider in app.select_slider]
    assert labels[0] == "Lower fees"
    assert set(labels) <= {"Lower fees", "Fewer days below zero", "One more offer", "Open savings"}
    assert f"Risk {bank.risk[owner]:.1%}, as it is." in said(app).replace("**", "")
    half = app.select_slider[0].options[2]
    app.select_slider[0].set_value(2).run()
    assert is_well(app)
    after = what_if(bank.field("churn"), bank.rows.among(np.array([owner])), owner, ((0, 0.5),))
    assert f"Risk {bank.risk[owner]:.1%} → {after.probability:.1%}" in said(app)
    fees = float(bank.rows["fees_paid_90d"][owner])
    assert half == f"{fees - round(fees / 2, 2):.2f}".rstrip("0").rstrip(".") + " EUR in 90 days"
