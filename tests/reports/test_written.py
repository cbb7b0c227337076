"""The report, written and read again: the same words and numbers in each form, and nothing that runs."""

from __future__ import annotations

import doctest
import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from pptx import Presentation

from analytics.__main__ import run
from analytics.insights.change_parts import change_parts
from analytics.insights.executive_report import Report, executive_report
from analytics.insights.intervals import wilson
from analytics.reports import pdf_parts
from analytics.reports.written import KINDS, written_as
from tests.pages.test_retention_kpis import store_with

HOSTILE = '=HYPERLINK("http://x") <b>ř</b>'
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def report() -> Report:
    years = pd.DataFrame(
        {
            "kpi": "retention_rate",
            "period": ["2024-07/2025-06", "2025-06/2026-05", "2025-07/2026-06"],
            "numerator": [900.0, 880.0, 850.0],
            "denominator": 1000.0,
            "unit": "share",
        }
    )
    lower, upper = wilson(years["numerator"].to_numpy(), years["denominator"].to_numpy())
    series = years.assign(value=years["numerator"] / years["denominator"], lower=lower, upper=upper)
    before, now = (
        pd.DataFrame({"member": ["a", "b"], "numerator": part, "denominator": [500.0, 500.0]})
        for part in ([450.0, 450.0], [400.0, 450.0])
    )
    parts = change_parts(before, now).assign(label=[HOSTILE, "quiet"])
    return executive_report(series, {"retention_rate": parts}, whom="All customers", source=("Data as of 30 Jun 2026",))


def test_the_report_says_what_the_numbers_say(report: Report) -> None:
    (kpi,) = report.kpis
    assert (kpi.value, kpi.change) == ("85.0%", "−5.0 percentage points")
    assert kpi.values == (0.9, 0.88, 0.85)
    assert kpi.periods[-1] == "2025-07/2026-06"
    assert "moved by −5.00 percentage points in a year: −5.00 by" in report.changed


def test_slides_have_editable_words_charts_with_numbers_and_alternative_texts(report: Report) -> None:
    deck = Presentation(io.BytesIO(written_as(".pptx", report)))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    words = "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    cells = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    (chart,) = (shape.chart for shape in shapes if shape.has_chart)
    assert report.kpis[0].sentence in words
    assert report.changed in words
    assert words.count("Data as of 30 Jun 2026") == len(deck.slides) == 4
    assert {"85.0%", "−5.0 percentage points", HOSTILE, "−5.00"} <= set(cells)
    assert tuple(chart.plots[0].series[0].values) == report.kpis[0].values
    graphics = [shape for shape in shapes if shape.has_chart or shape.has_table]
    assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in graphics)


def test_a_workbook_has_numbers_as_numbers_and_no_formula(report: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(written_as(".xlsx", report))) as book:
        sheets = [ElementTree.fromstring(book.read(f"xl/worksheets/sheet{at}.xml")) for at in (1, 2, 3)]
        strings = [text.text for text in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{SHEET}t")]
        assert not [name for name in book.namelist() if "externalLink" in name]
    assert not [cell for sheet in sheets for cell in sheet.iter(f"{SHEET}f")]
    assert not [link for sheet in sheets for link in sheet.iter(f"{SHEET}hyperlink")]
    assert HOSTILE in strings
    numbers = [float(str(cell.findtext(f"{SHEET}v"))) for cell in sheets[1].iter(f"{SHEET}c") if cell.get("t") is None]
    assert numbers == [0.9, 0.88, 0.85]


def test_a_pdf_has_a_page_for_numbers_for_changes_and_for_definitions(report: Report) -> None:
    written = written_as(".pdf", report)
    assert written.startswith(b"%PDF-")
    assert written.count(b"/Type /Page\n") == 3
    assert written == written_as(".pdf", report)
    assert doctest.testmod(pdf_parts).failed == 0
    assert pdf_parts.printable("客ř−") == "?r−"


def test_it_is_written_by_command_in_each_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(store_with(tmp_path / "store"))
    for ending in KINDS:
        assert run(["report", "--to", str(tmp_path / f"r{ending}"), "--store", store]) == 0
        assert (tmp_path / f"r{ending}").stat().st_size > 1_000
    assert "Wrote 1 KPI to" in capsys.readouterr().out
    for bad in ("r.docx", "nowhere/r.pdf"):
        assert run(["report", "--to", str(tmp_path / bad), "--store", store]) == 2
    assert run(["report", "--to", str(tmp_path / "x.pdf"), "--store", str(tmp_path / "empty")]) != 0
    assert not (tmp_path / "x.pdf").exists()
