"""Compare, on a made-up snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.made_up import made_up_store
from tests.pages.screen import is_well, opened, said


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    made_up_store(folder)
    return folder


def cards(screen: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in screen.metric}


def test_without_a_selection_it_says_how_to_choose_one(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = opened(store, "explore/compare", monkeypatch)
    assert is_well(screen)
    assert "Choose the first group" in said(screen)


def test_a_selection_is_compared_with_everyone_else(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = opened(store, "explore/compare", monkeypatch, {"segment": "k24"})
    assert is_well(screen)
    told = cards(screen)
    assert int(told["First group"]) + int(told["Second group"]) == 600
    assert "hold after the correction" in said(screen)


def test_a_link_names_both_groups_and_who_is_in_both_is_said(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = cards(opened(store, "explore/compare", monkeypatch, {"segment": "k24"}))
    screen = opened(store, "explore/compare", monkeypatch, {"segment": "k24", "beside": "band=high"})
    assert is_well(screen)
    assert cards(screen)["First group"] == alone["First group"]
    assert "in both are compared in neither" in said(screen)
    assert "**Second:** High risk" in said(screen)


def test_the_selection_can_be_kept_as_the_other_group(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = opened(store, "explore/compare", monkeypatch, {"segment": "k24"})
    next(button for button in screen.button if button.label.startswith("Keep this")).click().run()
    assert is_well(screen)
    assert screen.query_params["beside"] in (["segment=k24"], "segment=k24")
    assert "Choose the first group" in said(screen)
    assert "Family: Young starters" in said(screen)


def test_a_second_group_that_makes_no_sense_is_left_out_with_a_note(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(store, "explore/compare", monkeypatch, {"segment": "k24", "beside": "segment=nobody&band=huge"})
    assert is_well(screen)
    assert said(screen).count("left out") == 2
    assert "**Second:** everyone else" in said(screen)
