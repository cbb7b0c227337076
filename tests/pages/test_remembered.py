"""The only cache of the screens: bounded, and filled before anyone asks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from analytics.store.snapshots import Snapshot, current_snapshot
from pages.shared.readers import compared, described_selection, map_view, patience, remembered, unnamed, warm
from pages.shared.readers.map_view import Ask
from pages.shared.selection import Selection
from tests.pages.made_up import made_up_store


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    remembered.forget()
    yield
    remembered.forget()


class Named:
    """What a reader needs of a snapshot to be remembered."""

    id = "one"


def test_old_answers_make_room_when_they_take_too_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST_BYTES", 2_500)
    asked: list[int] = []

    @remembered.remembered
    def block(_: Snapshot, number: int) -> np.ndarray:
        asked.append(number)
        return np.zeros(1_000, dtype=np.uint8)

    snapshot = cast("Snapshot", Named())
    for number in (1, 2, 1, 3, 1, 2):
        block(snapshot, number)
        assert remembered.n_bytes_kept() <= 2_500
    assert asked == [1, 2, 3, 2]  # 1 was asked for again in time, 2 had to make room for 3


def test_who_waits_for_an_answer_is_told_so_once_and_who_does_not_wait_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    @contextmanager
    def spinner(words: str, *, show_time: bool) -> Iterator[None]:
        assert show_time
        told.append(words)
        yield

    @remembered.remembered
    def inner(_: Snapshot) -> int:
        return 1

    @remembered.remembered
    def outer(snapshot: Snapshot) -> int:
        return inner(snapshot) + 1

    snapshot = cast("Snapshot", Named())
    monkeypatch.setattr("streamlit.spinner", spinner)
    monkeypatch.setattr(patience, "get_script_run_ctx", lambda **_: object())
    assert (outer(snapshot), outer(snapshot)) == (2, 2)
    assert told == [patience.WORDS]
    remembered.forget()
    monkeypatch.setattr(patience, "get_script_run_ctx", lambda **_: None)
    assert outer(snapshot) == 2
    assert told == [patience.WORDS], "what is read ahead is waited for by nobody"


def test_an_answer_larger_than_all_memory_allowed_is_still_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST_BYTES", 10)

    @remembered.remembered
    def block(_: Snapshot) -> bytes:
        return bytes(1_000)

    assert len(block(cast("Snapshot", Named()))) == 1_000


def test_what_was_read_ahead_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up_store(tmp_path)
    snapshot = current_snapshot(tmp_path)
    assert snapshot is not None
    stopped = threading.Event()
    stopped.set()
    warm.keep_warm(tmp_path, stopped)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("read from the store again")

    for name in ("query", "table", "stream"):
        monkeypatch.setattr(Snapshot, name, refuse)
    map_view.places_bytes(snapshot)
    map_view.tips_bytes(snapshot, 3, "churn")
    map_view.view_bytes(snapshot, Selection(segment="k24"), Ask("segment", 3, "churn"))
    map_view.view_bytes(snapshot, Selection(), Ask("risk", 3, "churn"))
    described_selection.selected_risk(snapshot, Selection(segment="k24"), "churn")
    compared.behaviour(snapshot, Selection(segment="k24"), None)
    compared.protected(snapshot, Selection(segment="k24"), None)
    unnamed.odd(snapshot)
    unnamed.wrong(snapshot, "churn")


def test_an_empty_store_is_read_ahead_without_a_word(tmp_path: Path) -> None:
    stopped = threading.Event()
    stopped.set()
    warm.keep_warm(tmp_path, stopped)
    assert remembered.n_bytes_kept() == 0
