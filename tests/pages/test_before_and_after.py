"""Before and after: aligned on an event, for the selection; a part leads to its customers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.insights.before_and_after import NOTHING, OTHER
from pages.shared.readers import paths
from pages.shared.readers.happened import happened, in_order
from pages.shared.readers.paths import Moment
from pages.shared.readers.population import selected_customers
from pages.shared.selection import Selection
from tests.pages.made_up_full import full_store
from tests.pages.made_up_rest import early_store
from tests.pages.screen import is_well, opened, said
from tests.pages.test_patterns import served

N = 600
PAGE = "explore/before_and_after"
COMPLAINT = {"event": "complaint"}
FEE_AFTER = "path-after|first|90|complaint|fee_charged"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("paths")
    full_store(folder, n=N)
    return folder


def test_it_says_of_how_many_and_what_is_hidden(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, PAGE, monkeypatch, COMPLAINT)
    told = said(app)
    assert is_well(app)
    assert "600 customers. Made up." in told
    assert "more than once a month on average: login" in told
    assert "Parts of fewer than 2% are put together: the steps before are not fully shown for 0.0%" in told


def test_the_selection_is_answered_for_or_is_too_small(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "150 customers. Made up." in said(opened(store, PAGE, monkeypatch, {**COMPLAINT, "region": "R00"}))
    few = opened(store, PAGE, monkeypatch, {**COMPLAINT, "search": "C00000"})
    assert is_well(few)
    assert "10 customers here: too few for a picture" in said(few)


def test_a_part_leads_to_its_customers(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = served(store, monkeypatch)
    ids = selected_customers(snapshot, Selection(found=FEE_AFTER)).tolist()
    assert ids == [f"C{number:06d}" for number in range(0, N, 3)], "a third complained before the fee"
    app = opened(store, PAGE, monkeypatch, {**COMPLAINT, "part": FEE_AFTER})
    told = said(app)
    assert is_well(app)
    assert "a fee higher than the last, after the first “complaint”" in told
    assert "200 customers who are here now took this path" in told
    next(button for button in app.button if button.key == "path_select").click().run()
    assert is_well(app)
    assert "200 of 600 customers" in said(app)


def test_a_part_in_a_link_is_read_as_it_was_written(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = served(store, monkeypatch)
    symbols = happened(snapshot).symbols
    moment, path = Moment("complaint", is_last=True, days=365), (symbols.index("fee_charged"), NOTHING)
    key = paths.key_of(moment, -1, path, symbols)
    assert key == "path-before|last|365|complaint|fee_charged|-"
    assert paths.read_key(snapshot, key) == (moment, -1, path)
    assert paths.key_of(moment, 1, (OTHER,), symbols) == "", "the rest is no path of its own"


@pytest.mark.parametrize(
    "key",
    [
        "path-",
        "path-after|first|90|complaint",
        "path-after|first|91|complaint|quiet",
        "path-after|first|90|login|complaint",
        "path-sideways|first|90|complaint|quiet",
        "path-after|first|90|complaint|what|is|this",
        "path-" + "|" * 40,
    ],
)
def test_a_link_that_makes_no_sense_is_left_out_with_a_note(
    key: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(store, PAGE, monkeypatch, {"found": key})
    assert is_well(app)
    assert "is not found in these data any more, and is left out" in said(app)


def test_without_times_the_screen_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early_store(tmp_path / "old")
    assert "“Before and after” is not worked out yet" in said(opened(tmp_path / "old", PAGE, monkeypatch))
    early_store(tmp_path / "table", source_kind="table")
    assert "doesn't say when anything happened" in said(opened(tmp_path / "table", PAGE, monkeypatch))


def test_rows_are_put_in_order_whichever_way_they_are_read_and_an_opening_comes_first() -> None:
    rows = pd.DataFrame(
        [(0, 5, 3, 50, 1), (0, 5, 9, 50, 0), (0, 7, 1, 70, 1), (1, 2, 4, 20, 1), (1, 2, 8, 20, 1)],
        columns=["customer_no", "day", "symbol_no", "moment", "turn"],
    )
    wanted = [[0, 0, 0, 1, 1], [5, 5, 7, 2, 2], [9, 3, 1, 4, 8]]
    for seed in range(10):
        mixed = rows.sample(frac=1, random_state=seed)
        assert [column.tolist() for column in in_order(mixed)] == wanted
    assert [column.tolist() for column in in_order(rows.iloc[[1, 0, 2, 3, 4]])] == wanted
    assert [column.tolist() for column in in_order(rows.head(0))] == [[], [], []]
