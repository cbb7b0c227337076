"""The Segment map, on a made-up snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.made_up import made_up_store
from tests.pages.screen import opened, said


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    made_up_store(folder)
    return folder


def test_it_opens_on_everyone(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = opened(store, "explore/segment_map", monkeypatch)
    assert not screen.exception
    told = said(screen)
    assert "Everyone · 600 customers" in told
    assert "30 Jun 2026" in told
    assert "UTC" in told
    assert "churn-0a1b2c3d" in told
    assert "trustworthiness **0.96**" in told


def test_a_link_restores_the_selection_and_says_who_it_is(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = opened(store, "explore/segment_map", monkeypatch, {"segment": "k24", "band": "high"})
    assert not screen.exception
    told = said(screen)
    assert "of 600 customers" in told
    assert "Selected customers" in told
    assert screen.query_params["segment"] == ["k24"] or screen.query_params["segment"] == "k24"


def test_what_a_link_says_that_makes_no_sense_is_left_out_with_a_note(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(
        store, "explore/segment_map", monkeypatch, {"segment": "nobody", "band": "huge", "colour": "![x](y)"}
    )
    assert not screen.exception
    assert "Everyone · 600 customers" in said(screen)
    assert said(screen).count("left out") == 3


def test_no_structure_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up_store(tmp_path, structure_found=False, structure_reason="Permuted data look the same.")
    screen = opened(tmp_path, "explore/segment_map", monkeypatch)
    assert "No segments were found" in said(screen)
