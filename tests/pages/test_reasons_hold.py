"""Where reasons do not hold, the screens say not to rely on them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from analytics.store.snapshots import open_snapshot
from pages.shared.readers import stability
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_rest import whole_tables
from tests.pages.made_up_stability import stability_tables
from tests.pages.screen import is_well, opened, said


def told(folder: Path, monkeypatch: pytest.MonkeyPatch, page: str, held: float) -> str:
    tables = whole_tables(60)
    tables |= stability_tables(tables["attributions"], stability=held)
    publish_tables(folder, tables, made_up_facts(seed=0, **knowledge_facts(Said())))
    app = opened(folder, page, monkeypatch, {"customer": "C000003"})
    assert is_well(app)
    return said(app)


def test_the_customer_screen_says_not_to_rely_on_reasons_that_do_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = told(tmp_path, monkeypatch, "explore/customer", 0.6)
    assert "Do not rely on this: only 60% of these reasons (by size) come back" in words
    assert "(0 of 4 times)" in words
    assert "Would another model say the same?" in words


def test_reasons_that_come_back_are_said_to_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = told(tmp_path, monkeypatch, "explore/customer", 0.9)
    assert "These reasons hold: 90% of them" in words
    assert "Do not rely" not in words


def test_churn_drivers_says_for_how_many_they_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = told(tmp_path, monkeypatch, "explore/drivers", 0.6)
    assert "The reasons hold for 0% of 60 customers" in words
    assert "Most explanations by this model are not to be relied on." in words
    assert "comes back in" in words


def test_of_each_feature_only_what_is_said_counts(tmp_path: Path) -> None:
    pushes = pd.DataFrame(
        [
            ("C1", "balance", 0.8, 1.0, None),
            ("C1", "cash", -0.4, 0.0, "cash_30d"),
            ("C1", "salary", 0.2, 0.75, None),
            ("C1", "later", 0.1, 1.0, None),
            ("C2", "balance", 0.8, 0.5, None),
            ("C2", "cash", 0.02, 1.0, "cash_30d"),
        ],
        columns=["customer_id", "feature", "contribution", "back_share", "twin"],
    ).assign(outcome="churn", sign_share=1.0, lower=0.0, upper=1.0)
    tables = {**whole_tables(60), "contribution_stability": pushes}
    snapshot = open_snapshot(tmp_path, publish_tables(tmp_path, tables, made_up_facts(seed=0)))
    found = stability.of_features(snapshot, "churn").set_index("feature")
    assert found["n_customers"].to_dict() == {"balance": 2, "cash": 1, "salary": 1}
    assert found["back_share"].to_dict() == {"balance": 0.75, "cash": 0.0, "salary": 0.75}
    assert found["twin_title"]["cash"] == "cash_30d"
