"""The Customer screen tells one record to three readers, once somebody says to whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from tests.pages.made_up import made_up_facts, made_up_tables
from tests.pages.made_up_changes import HELPED, change_tables, with_catalogue
from tests.pages.screen import is_well, opened, said

PAGE = "explore/customer"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    tables = made_up_tables(30)
    scores = tables["scores"].assign(band="high", probability=0.34)
    catalog = with_catalogue(tables["feature_catalog"])
    publish_tables(
        tmp_path,
        tables | {"scores": scores, "feature_catalog": catalog, **change_tables()},
        {**made_up_facts(seed=0, **knowledge_facts(Said()))},
    )
    return tmp_path


def told(app: AppTest, reader: str) -> str:
    app.button_group(key="explained_for").set_value(reader).run()
    assert is_well(app)
    return said(app)


def test_nothing_is_made_until_a_reader_is_chosen(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, PAGE, monkeypatch, {"customer": HELPED})
    assert is_well(app)
    assert "Choose who is to read it" in said(app)
    assert "Talking points" not in said(app)


def test_each_reader_is_told_the_same_record_with_three_files(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, PAGE, monkeypatch, {"customer": HELPED})
    plain = told(app, "plain")
    assert "Talking points for the adviser" in plain
    assert "Option 1, in the bank's hands. Lower fees: from 40 EUR in 90 days to 20 EUR in 90 days." in plain
    analyst = told(app, "analyst")
    assert "Option 1: The bank charges less: 40 EUR → 20 EUR of fees in 90 days. Risk 34.0% → 18.0%" in analyst
    regulator = told(app, "regulator")
    assert "Who approved" in regulator
    assert "Nobody has approved this model." in regulator
    for text in (plain, analyst, regulator):
        assert "Of 100 customers like this one, about 34" in text
    assert {str(getattr(button, "label", "")) for button in app.get("download_button")} >= {
        "Text",
        "Markdown",
        "Web page",
    }
