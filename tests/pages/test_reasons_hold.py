"""Where reasons do not hold, the screens say not to rely on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_rest import whole_tables
from tests.pages.made_up_stability import stability_tables
from tests.pages.screen import is_well, opened, said


def told(folder: Path, monkeypatch: pytest.MonkeyPatch, page: str, stability: float) -> str:
    tables = whole_tables(60)
    tables |= stability_tables(tables["attributions"], stability=stability)
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
