"""The frame around every screen: what it says when there is nothing, or when something goes wrong."""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.errors import InputError
from tests.pages.made_up import made_up_store
from tests.pages.made_up_rest import early_store
from tests.pages.screen import SECONDS, opened, said


def running_build(store: Path) -> None:
    """Write what a build writes while it runs; this process stands in for it."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    told = {
        "pid": os.getpid(),
        "command": "build",
        "stage": "segments",
        "step": 1,
        "n_steps": 4,
        "message": "Finding segments",
        "started_at": now,
        "updated_at": now,
        "state": "running",
        "error": "",
    }
    store.mkdir(exist_ok=True)
    (store / "progress.json").write_text(json.dumps(told), encoding="utf-8")


def test_an_empty_store_offers_a_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = opened(tmp_path, "explore/segment_map", monkeypatch)
    assert not screen.exception
    assert "No customers yet" in said(screen)
    assert any("Data" in button.label for button in screen.button)


def test_a_first_build_says_that_it_is_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running_build(tmp_path)
    screen = opened(tmp_path, "explore/segment_map", monkeypatch)
    assert "is being prepared" in said(screen)
    assert "Finding segments" in said(screen)


def test_a_part_that_is_not_ready_says_so_and_the_rest_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early_store(tmp_path)
    screen = opened(tmp_path, "explore/segment_map", monkeypatch)
    assert "not worked out yet" in said(screen)
    running_build(tmp_path)
    screen = opened(tmp_path, "explore/segment_map", monkeypatch)
    assert "is being prepared" in said(screen)


def test_filters_that_leave_nobody_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up_store(tmp_path, n=60)
    screen = opened(tmp_path, "explore/segment_map", monkeypatch, {"search": "nobody"})
    assert "No customer fits all of these filters" in said(screen)
    assert "0 of 60 customers (0.0%)" in said(screen)


def test_the_selection_is_kept_when_the_page_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up_store(tmp_path, n=60)
    screen = opened(tmp_path, "explore/segment_map", monkeypatch, {"region": "R01"})
    assert "15 of 60 customers" in said(screen)
    screen.switch_page("pages/decide/overview.py").run()
    assert "15 of 60 customers" in said(screen)
    assert screen.query_params["region"] in ("R01", ["R01"])


def test_a_chip_is_cleared_by_one_click(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up_store(tmp_path, n=60)
    screen = opened(tmp_path, "explore/segment_map", monkeypatch, {"region": "R01", "product": "savings"})
    screen.button(key="chip_region").click().run()
    assert "region" not in screen.query_params
    assert "product" in screen.query_params
    screen.button(key="chip_reset").click().run()
    assert not dict(screen.query_params)
    assert "Everyone · 60 customers" in said(screen)


def broken() -> None:
    from pages.shared.problems import show_unexpected

    show_unexpected(ValueError("secret detail"))


def refused() -> None:
    from analytics.errors import InputError
    from pages.shared.problems import show_unexpected

    show_unexpected(InputError("regions.csv has no column **region_id**."))


def test_what_nobody_expected_gets_a_reference_and_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        screen = AppTest.from_function(broken, default_timeout=SECONDS).run()
    shown = screen.error[0].value
    assert "secret" not in shown
    assert "Traceback" not in shown
    reference = shown.rsplit("reference **", 1)[1].split("**")[0]
    assert any(reference in record.message for record in caplog.records)


def test_an_error_on_purpose_is_shown_in_its_own_words() -> None:
    screen = AppTest.from_function(refused, default_timeout=SECONDS).run()
    shown = screen.error[0].value
    assert "regions\\.csv has no column \\*\\*region\\_id\\*\\*\\." in shown
    assert InputError("x").exit_status == 2
