"""What follows what: for the selection, with what is not drawn said."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages.shared.readers.transitions import following
from pages.shared.selection import Selection
from tests.pages.made_up_full import full_store
from tests.pages.made_up_rest import early_store
from tests.pages.screen import is_well, opened, said
from tests.pages.test_patterns import served

PAGE = "explore/transitions"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("transitions")
    full_store(folder, n=600)
    return folder


def test_a_third_of_complaints_was_followed_by_a_fee(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = following(served(store, monkeypatch), Selection(), 90)
    pairs = {(row.before_words, row.after_words): row for row in table.itertuples()}
    fee = pairs["complaint", "a fee higher than the last"]
    assert (fee.n_times, fee.n_customers, fee.median_gap_days) == (200, 200, 9)
    assert fee.share == pytest.approx(1 / 3)


def test_the_screen_says_how_much_and_for_whom(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, PAGE, monkeypatch)
    assert is_well(app)
    assert "400 times something had another thing after it within 90 days; of these 0.0%" in said(app)
    assert "Left out altogether: login" in said(app)
    assert "100 times something" in said(opened(store, PAGE, monkeypatch, {"region": "R00"}))
    few = opened(store, PAGE, monkeypatch, {"search": "C00000"})
    assert "too few for a picture" in said(few)


def test_without_times_the_screen_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early_store(tmp_path, source_kind="table")
    assert "doesn't say when anything happened" in said(opened(tmp_path, PAGE, monkeypatch))
