"""The report as PowerPoint slides: text and charts that can be edited, alternative texts, a source on each."""

from __future__ import annotations

from datetime import date
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
from pptx.util import Inches, Pt

from analytics.insights.executive_report import KpiPage, Report
from analytics.reports.parts import PART_HEADS, part_rows
from analytics.reports.slide_parts import ACROSS, LEFT, MARK, as_bytes, described, new_deck, slide, styled, table, text


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
    deck = new_deck()
    footer = " · ".join((report.whom, *report.source))
    rows = [[kpi.title, kpi.value, kpi.change or "–", kpi.interval or "–"] for kpi in report.kpis]
    heads = ["KPI", "Now", "Change on a year before", "90% interval"]
    table(slide(deck, f"{report.title}: {report.whom}", footer), heads, rows)
    for kpi in report.kpis:
        _course(slide(deck, kpi.title, footer), kpi)
    if len(report.parts):
        page = slide(deck, "What changed, and where", footer)
        text(page, report.changed, top=1.2, size=14)
        table(page, list(PART_HEADS), part_rows(report.parts), top=2.4)
    page = slide(deck, "How each number is worked out", footer)
    text(page, "\n".join(f"{kpi.title}: {kpi.definition}" for kpi in report.kpis), top=1.2, size=11)
    return as_bytes(deck)


def _course(on: Any, kpi: KpiPage) -> None:
    text(on, kpi.sentence, top=1.2, size=16)
    if len(kpi.values) > 1:
        data = CategoryChartData(number_format="0.0%" if kpi.unit == "share" else "#,##0")
        ends = [date.fromisoformat(f"{period[-7:]}-01") for period in kpi.periods]
        data.categories = [f"{end:%b %Y}" for end in ends]
        data.add_series(kpi.title, kpi.values)
        shape = on.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, LEFT, Inches(2.2), ACROSS, Inches(4.5), data)
        shape.chart.has_legend, shape.chart.has_title = False, False
        shape.chart.font.size = Pt(11)
        ups, along = shape.chart.value_axis, shape.chart.category_axis
        ups.tick_labels.number_format = "0.0%" if kpi.unit == "share" else "#,##0"
        ups.tick_labels.number_format_is_linked = False
        along.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        along.axis_title.text_frame.text = "12 months to" if "/" in kpi.periods[0] else "Month"
        styled(along.axis_title.text_frame, 11)
        shape.chart.plots[0].series[0].format.line.color.rgb = MARK
        described(shape, kpi.sentence)
