"""Notes on cells of the cohorts: on the triangle, in its table and files, with the number then and now."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from analytics.errors import InputError
from analytics.knowledge.reading import events
from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from analytics.vocabulary import Json
from pages.shared.list_export import csv_bytes, excel_bytes, parquet_bytes
from tests.pages.acted import acted
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_full import full_tables
from tests.pages.screen import is_well, opened, said

COHORTS = "decide/cohorts"
CLAIM = "The branch <b>closed</b> that month"


def store_with(folder: Path, *, n_retained: int, n_small: int = 9, n_beside: int = 0) -> Path:
    """Of two months of joining, or three, one with few; after twelve months so many of forty are still here."""
    cells = [("2025-01", k, None, 40, 40 if k < 12 else n_retained) for k in range(13)]
    others = {"2025-02": n_small, "2025-03": n_beside}
    cells += [(month, k, None, n, n - 1) for month, n in others.items() if n for k in range(13)]
    retention = pd.DataFrame(cells, columns=["cohort", "period_index", "segment_id", "n_start", "n_retained"])
    publish_tables(
        folder, {**full_tables(60), "retention": retention}, made_up_facts(seed=0, **knowledge_facts(Said()))
    )
    return folder


def note_on(folder: Path, cell: str, **more: Json) -> None:
    what: dict[str, Json] = {"act": "note", "subject_kind": "cohort_cell", "subject_id": cell, "kind": "product"}
    acted(folder, {**what, "body": CLAIM, **more})


def test_a_note_stays_at_its_cell_and_says_the_number_then_and_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_with(tmp_path, n_retained=28)
    note_on(tmp_path, "2025-01|12|all")
    assert (events(tmp_path)[-1].whole("n_retained"), events(tmp_path)[-1].whole("n_start")) == (28, 40)
    first = opened(tmp_path, COHORTS, monkeypatch, {"cohorts": "month"})
    assert "joined in 2025-01, 12 months later: 70.0% of 40 customers (28), as when it was written." in said(first)
    store_with(tmp_path, n_retained=30)
    app = opened(tmp_path, COHORTS, monkeypatch, {"cohorts": "month"})
    assert is_well(app)
    assert "70.0% of 40 customers (28) when it was written, 75.0% of 40 customers (30) now." in said(app)
    assert CLAIM in said(app)
    spec = str(json.loads(app.get("plotly_chart")[0].proto.spec))
    assert "2006✎" in spec.replace("\u2006", "2006"), "a pen on a cell"
    assert "✎ The branch &lt;b&gt;closed&lt;/b&gt; that month" in spec, "Plotly reads no markup in it"
    table = app.dataframe[0].value
    is_noted = table["notes"].str.contains("closed")
    assert table.loc[is_noted, ["cohort", "period_index"]].to_numpy().tolist() == [["2025-01", 12]]
    files = (pd.read_csv(io.BytesIO(csv_bytes(table))), pd.read_parquet(io.BytesIO(parquet_bytes(table))))
    assert all(CLAIM in " ".join(file["notes"].fillna("").astype(str)) for file in files)
    with zipfile.ZipFile(io.BytesIO(excel_bytes(table))) as book:
        assert "that month" in book.read("xl/sharedStrings.xml").decode()


def test_a_cell_of_another_length_keeps_its_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store_with(tmp_path, n_retained=28)
    note_on(tmp_path, "2025 Q1|12|all")
    app = opened(tmp_path, COHORTS, monkeypatch, {"cohorts": "month"})
    assert "joined in 2025 Q1, 12 months later: 73.5% of 49 customers (36)" in said(app)
    assert "notes" not in app.dataframe[0].value


def test_an_executive_is_told_of_no_note_on_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store_with(tmp_path, n_retained=28, n_beside=30)
    for cell in ("2025-01|12|all", "2025-02|12|all", "2025-03|12|all"):
        note_on(tmp_path, cell)
    analyst = said(opened(tmp_path, COHORTS, monkeypatch, {"cohorts": "month"}))
    assert "joined in 2025-02, 12 months later: 88.9% of 9" in analyst
    executive = said(opened(tmp_path, COHORTS, monkeypatch, {"cohorts": "month"}, person="executive"))
    assert "joined in 2025-01, 12 months later" in executive
    assert "2025-02" not in executive
    assert "2025-03" not in executive, "the quarter less the other months is February"
    store_with(tmp_path, n_retained=28, n_small=12, n_beside=30)
    grown = said(opened(tmp_path, COHORTS, monkeypatch, {"cohorts": "month"}, person="executive"))
    assert "joined in 2025-02, 12 months later" not in grown, "when it was written it told of nine"
    assert "joined in 2025-03, 12 months later" in grown


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2025-01|99|all", "nobody's"),
        ("2025 Q1|13|all", "every 3 months"),
        ("2025-13|12|all", "is no cell"),
        ("2025-01|12|3-none", 'no segment "3-none"'),
        ("2025-01|12", "is no cell"),
        ("2025-01|-1|all", "is no cell"),
    ],
)
def test_a_note_on_no_cell_is_refused(cell: str, why: str, refusing: Path) -> None:
    with pytest.raises(InputError, match=why):
        note_on(refusing, cell)


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_with(tmp_path_factory.mktemp("refusing"), n_retained=28)


def test_a_careful_note_on_few_is_refused(refusing: Path) -> None:
    with pytest.raises(InputError, match="at least 50 customers, and this one would be about 40"):
        note_on(refusing, "2025-01|12|all", kind="socioeconomic")
