"""A deck of findings, written and read again: a slide a finding, tables and charts to edit, nobody named, no few."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from pptx import Presentation

from analytics.__main__ import run
from analytics.finding_deck import deck_of
from analytics.insights.finding_pages import TOO_FEW, BoardRow
from analytics.insights.finding_results import Result
from analytics.insights.findings_deck import Deck
from analytics.knowledge.evidence import Evidence, Figure
from analytics.knowledge.findings import Came, Finding, FindingTest, KindOfTest, WhomKind
from analytics.knowledge.reading import events
from analytics.live import live_snapshot
from analytics.reports.written import DECK_KINDS, deck_written_as
from tests.pages.acted import acted
from tests.pages.test_retention_kpis import store_with

HOSTILE = '=HYPERLINK("http://x") <b>ř</b> {customer:' + 64 * "a" + "}"
LONG = "Long. " * 60


def evidence(n: int, value: float, snapshot: str) -> Evidence:
    figure = Figure("retention_rate", "share", "2025-07/2026-06", value, value - 0.02, value + 0.02, 0.9, 0.89, 0.91)
    return Evidence(snapshot, date(2026, 6, 30), n, 900, "churn", (figure,))


def row(number: int, claim: str, n: int) -> BoardRow:
    finding = Finding(
        f"f{number}",
        claim,
        "analyst",
        "2026-07-01T10:00:00+00:00",
        "executive",
        WhomKind.REGION,
        "R01",
        (),
        "",
        None,
        "overview",
        evidence(n, 0.8125, "then"),
        FindingTest(KindOfTest.TARGET, "t9"),
    )
    return BoardRow(finding, "Region R01", evidence(n, 0.7875, "now"), "", Result(Came.DID_NOT_HOLD, "It was 78.8%."))


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    snapshot = live_snapshot(store_with(tmp_path_factory.mktemp("store")))
    assert snapshot is not None
    rows = [row(1, HOSTILE, 100), row(2, LONG, 9)]
    return deck_of(snapshot, rows, told={"f1"}, chosen="all", made_by="Anna Ö.")


def test_a_slide_a_finding_has_claim_figures_test_owner_and_what_came_of_it(deck: Deck) -> None:
    made = Presentation(io.BytesIO(deck_written_as(".pptx", deck)))
    first, one, few, last = made.slides
    words = ["\n".join(each.text_frame.text for each in slide.shapes if each.has_text_frame) for slide in made.slides]
    assert first.shapes.title.text_frame.text == "Findings"
    assert "2 findings: all" in words[0]
    assert "Made by Anna Ö." in words[0]
    assert all(deck.source[0] in each for each in words)
    assert "[a customer]" in one.shapes.title.text_frame.text
    assert 64 * "a" not in "".join(words)
    for told in ("Whether the target t9 is met", "Did not hold. It was 78.8%.", "executive; open", "Region R01"):
        assert told in words[1]
    (table,) = (each.table for each in one.shapes if each.has_table)
    cells = [[cell.text for cell in line.cells] for line in table.rows]
    assert cells[1] == ["Customers", "100", "100", "900", "900"]
    assert cells[2][1:3] == ["81.2% (79.2% to 83.2%)", "78.8% (76.8% to 80.8%)"]
    (chart,) = (each.chart for each in one.shapes if each.has_chart)
    assert list(chart.plots[0].series[0].values) == [0.9, 0.9, 0.7875, 0.8125]
    assert all(
        each._element.nvGraphicFramePr.cNvPr.get("descr") for each in one.shapes if each.has_chart or each.has_table
    )
    assert not [each for each in few.shapes if each.has_table or each.has_chart]
    assert TOO_FEW in words[2]
    assert "78.8%" not in words[2]
    assert "How each number is worked out" in last.shapes.title.text_frame.text


def test_a_pdf_of_the_same_findings_is_the_same_each_time(deck: Deck) -> None:
    made = deck_written_as(".pdf", deck)
    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") == 4
    assert made == deck_written_as(".pdf", deck)


def test_the_command_takes_all_some_or_those_of_a_state_and_writes_it_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = store_with(tmp_path / "store")
    there = ["--store", str(store)]
    assert run(["report", "--findings", "all", "--to", str(tmp_path / "a.pptx"), *there]) == 2
    for claim in ("One", "Two"):
        acted(store, {"act": "finding", "claim": claim}, author="analyst")
    for wanted, ending, n in (("all", ".pptx", 2), ("open", ".pdf", 2), ("f2", ".pptx", 1)):
        to = tmp_path / f"deck{ending}"
        assert run(["report", "--findings", wanted, "--to", str(to), "--as", "executive", *there]) == 0
        last = events(store)[-1]
        assert (last.author, last.act, last.text("form"), last.whole("rows")) == ("executive", "export", ending[1:], n)
        assert to.stat().st_size > 1000
    capsys.readouterr()
    for bad in (["f9", "x.pptx"], ["closed", "x.pptx"], ["all", "x.xlsx"]):
        assert run(["report", "--findings", bad[0], "--to", str(tmp_path / bad[1]), *there]) == 2
    assert not (tmp_path / "x.pptx").exists()
    assert set(DECK_KINDS) == {".pptx", ".pdf"}
