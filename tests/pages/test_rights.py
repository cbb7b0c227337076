"""Whose screens are whose: every screen has a row, each role sees its own alone, and a typed address shows no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.knowledge import rights
from analytics.knowledge.rights import HOMES, SCREENS, may_open
from analytics.knowledge.roles import Role
from pages.shared.screens import HEADINGS, SECTIONS
from tests.pages.made_up import made_up_store
from tests.pages.screen import ROOT, SECONDS, as_person, opened, said

NAMES = [name for names in SECTIONS.values() for name in names]


def test_every_screen_has_a_row_and_every_row_a_screen() -> None:
    assert set(SCREENS) == set(NAMES), "give a new screen its row in analytics/knowledge/rights.py"


def test_every_role_begins_on_a_screen_of_its_own() -> None:
    assert set(HOMES) == set(Role)
    assert all(may_open(role, home) for role, home in HOMES.items())


def test_every_screen_is_somebody_s_and_an_analyst_s() -> None:
    assert all(Role.ANALYST in roles for roles in SCREENS.values())


def test_a_role_has_at_most_three_groups_of_screens() -> None:
    for role in Role:
        groups = {
            HEADINGS.get(section, section)
            for section, names in SECTIONS.items()
            for name in names
            if may_open(role, name)
        }
        assert 1 <= len(groups) <= 3, role


def test_what_has_no_row_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "SCREENS", {})
    monkeypatch.setattr(rights, "EXPORTS", {})
    monkeypatch.setattr(rights, "SIGHTS", {})
    for role in Role:
        assert not any(may_open(role, name) for name in (*NAMES, "", "home", "../data"))
        assert not any(rights.may_export(role, kind) for kind in rights.Export)
        assert rights.sight(role) is rights.Sight.GROUPS


def test_a_screen_that_is_not_one_s_own_says_so_and_shows_nothing_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up_store(tmp_path, n=60)
    app = as_person(opened(tmp_path, "explore/segment_map", monkeypatch), "executive")
    assert "Not among your screens" in said(app)
    assert "“Segment map” is not among the screens of your role. You are signed in as executive." in said(app)
    assert "customers" not in said(app)
    assert not app.dataframe


def test_an_address_without_a_screen_leads_home_and_keeps_the_filters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up_store(tmp_path, n=60)
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    monkeypatch.setenv("TANDEM_AS", "analyst")
    monkeypatch.chdir(ROOT)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    app.query_params["region"] = "R01"
    app.run()
    assert [title.value for title in app.title] == ["Overview"]
    assert "15 of 60 customers" in said(app)
