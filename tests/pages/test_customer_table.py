"""Every screen of a customer table, built by every stage: it shows something, or says why there is nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.pipeline import Request, build
from analytics.store.load import ingest
from analytics.store.snapshots import current_snapshot
from pages.shared.loaded import TABLE_LACKS
from pages.shared.readers import cohorts_told, map_view
from pages.shared.readers.segments import by_id, segments
from pages.shared.screens import SECTIONS, file_of
from tests.pages.screen import is_well, opened, said

SCREENS = [name for names in SECTIONS.values() for name in names]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("table")
    rows = {"id": [f"N{n:03d}" for n in range(60)], "age": [20 + n % 45 for n in range(60)], "left": [0, 0, 1] * 20}
    pd.DataFrame(rows).to_csv(folder / "table.csv", index=False)
    ingest(folder / "store", folder / "table.csv", label="left", id_column="id", as_of=date(2026, 6, 30))
    build(folder / "store", Request())
    return folder / "store"


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_of_a_customer_table_is_well(screen: str, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = str(file_of(screen)).removeprefix("pages/").removesuffix(".py")
    app = opened(store, page, monkeypatch)
    assert is_well(app), said(app)
    assert "not worked out yet" not in said(app), "it never will be: say why"


def test_the_data_screen_says_what_a_table_cannot_have(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = said(opened(store, "contribute/data", monkeypatch))
    assert TABLE_LACKS in told
    assert "Nothing that a screen needs is missing" not in told


def test_where_no_groups_were_found_everybody_is_in_one_segment_with_one_name(store: Path) -> None:
    snapshot = current_snapshot(store)
    assert snapshot is not None
    assert segments(snapshot)["segment_id"].tolist() == ["all"] * 3, "of every level"
    assert by_id(snapshot).index.tolist() == ["all"]
    assert cohorts_told.of_segments(snapshot) == {"all": frozenset()}
    assert b"Name: " not in map_view.tips_bytes(snapshot, 3, "churn"), "a name, not a printed table"
