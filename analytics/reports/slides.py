"""The report as PowerPoint slides: text and charts that can be edited, alternative texts, a source on each."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
from pptx.util import Inches, Pt

from analytics.insights.executive_report import KpiPage, Report
from analytics.reports.parts import PART_HEADS, part_rows

_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_LEFT, _ACROSS = Inches(0.6), Inches(12.1)
_INK, _QUIET, _MARK = RGBColor(0x0A, 0x16, 0x28), RGBColor(0x55, 0x60, 0x6E), RGBColor(0x24, 0x56, 0xC7)
_TITLE_ONLY = 5
_FIRST = 0.4
"""Of a table's width, for the column with names."""


def as_slides(report: Report) -> bytes:
    """Write a report as a PowerPoint file.

    Parameters
    ----------
    report : Report

    Returns
    -------
    bytes
        A slide with all KPIs, one for each with its course, what changed, and how each is worked out.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDE, _HIGH
    footer = " · ".join((report.whom, *report.source))
    rows = [[kpi.title, kpi.value, kpi.change or "–", kpi.interval or "–"] for kpi in report.kpis]
    heads = ["KPI", "Now", "Change on a year before", "90% interval"]
    _table(_slide(deck, f"{report.title}: {report.whom}", footer), heads, rows)
    for kpi in report.kpis:
        _course(_slide(deck, kpi.title, footer), kpi)
    if len(report.parts):
        slide = _slide(deck, "What changed, and where", footer)
        _text(slide, report.changed, top=1.2, size=14)
        _table(slide, list(PART_HEADS), part_rows(report.parts), top=2.4)
    slide = _slide(deck, "How each number is worked out", footer)
    _text(slide, "\n".join(f"{kpi.title}: {kpi.definition}" for kpi in report.kpis), top=1.2, size=11)
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def _slide(deck: Any, title: str, footer: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = _LEFT, Inches(0.3), _ACROSS, Inches(0.8)
    head.text_frame.text = title
    _styled(head.text_frame, 28)
    _text(slide, footer, top=6.95, size=10, colour=_QUIET)
    return slide


def _text(slide: Any, text: str, *, top: float, size: int, colour: RGBColor = _INK) -> None:
    box = slide.shapes.add_textbox(_LEFT, Inches(top), _ACROSS, Inches(0.4))
    box.text_frame.word_wrap = True
    box.text_frame.text = text
    _styled(box.text_frame, size, colour)


def _styled(frame: Any, size: int, colour: RGBColor = _INK) -> None:
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = Pt(size), colour


def _table(slide: Any, heads: list[str], rows: list[list[str]], *, top: float = 1.4) -> None:
    shape = slide.shapes.add_table(
        len(rows) + 1, len(heads), _LEFT, Inches(top), _ACROSS, Inches(0.36) * (len(rows) + 1)
    )
    _described(shape, f"A table of {len(rows)} rows: {', '.join(heads)}.")
    others = int(_ACROSS * (1 - _FIRST) / (len(heads) - 1))
    for place in range(len(heads)):
        shape.table.columns[place].width = others if place else int(_ACROSS * _FIRST)
    for row, cells in enumerate([heads, *rows]):
        for place, words in enumerate(cells):
            frame = shape.table.cell(row, place).text_frame
            frame.text = words
            _styled(frame, 13, RGBColor(0xFF, 0xFF, 0xFF) if row == 0 else _INK)


def _course(slide: Any, kpi: KpiPage) -> None:
    _text(slide, kpi.sentence, top=1.2, size=16)
    if len(kpi.values) > 1:
        data = CategoryChartData(number_format="0.0%" if kpi.unit == "share" else "#,##0")
        ends = [date.fromisoformat(f"{period[-7:]}-01") for period in kpi.periods]
        data.categories = [f"{end:%b %Y}" for end in ends]
        data.add_series(kpi.title, kpi.values)
        shape = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, _LEFT, Inches(2.2), _ACROSS, Inches(4.5), data)
        shape.chart.has_legend, shape.chart.has_title = False, False
        shape.chart.font.size = Pt(11)
        ups, along = shape.chart.value_axis, shape.chart.category_axis
        ups.tick_labels.number_format = "0.0%" if kpi.unit == "share" else "#,##0"
        ups.tick_labels.number_format_is_linked = False
        along.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        along.axis_title.text_frame.text = "12 months to" if "/" in kpi.periods[0] else "Month"
        _styled(along.axis_title.text_frame, 11)
        shape.chart.plots[0].series[0].format.line.color.rgb = _MARK
        _described(shape, kpi.sentence)


def _described(shape: Any, words: str) -> None:
    """Give a table or chart its alternative text, for which the library has no name."""
    shape._element.nvGraphicFramePr.cNvPr.set("descr", words)
