"""The report as PDF, A4 across, letters as letters: numbers and courses, what changed, how each is worked out."""

from __future__ import annotations

from typing import Any

from reportlab.graphics.shapes import Drawing, PolyLine
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, PageBreak, Spacer, Table, TableStyle

from analytics.insights.executive_report import KpiPage, Report
from analytics.reports.parts import PART_HEADS, part_rows
from analytics.reports.pdf_parts import LINE, MARK, WIDTH, said, written

_ACROSS = 3
_WIDTH = WIDTH / _ACROSS


def as_pdf(report: Report) -> bytes:
    """Write a report as PDF.

    Parameters
    ----------
    report : Report

    Returns
    -------
    bytes
        The same for the same report.
    """
    footer = " · ".join((report.whom, *report.source))
    return written(_story(report), title=f"{report.title}, {report.whom}", footer=footer)


def _story(report: Report) -> list[Any]:
    cards = [_card(kpi) for kpi in report.kpis]
    cards += [[]] * (-len(cards) % _ACROSS)
    rows = [cards[at : at + _ACROSS] for at in range(0, len(cards), _ACROSS)]
    grid = Table(rows, colWidths=[_WIDTH] * _ACROSS)
    grid.setStyle(TableStyle([("INNERGRID", (0, 0), (-1, -1), 0.5, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    story: list[Any] = [said(f"{report.title}: {report.whom}", 18, bold=True), said(report.source[0], 9, quiet=True)]
    story += [Spacer(1, 5 * mm), grid]
    if len(report.parts):
        story += [PageBreak(), said("What changed, and where", 14, bold=True), said(report.changed, 10)]
        story += [Spacer(1, 3 * mm), _parts(report)]
    story += [PageBreak(), said("How each number is worked out", 14, bold=True)]
    for kpi in report.kpis:
        story.append(KeepTogether([said(kpi.title, 10, bold=True), said(kpi.definition, 9), Spacer(1, 2 * mm)]))
    return story


def _card(kpi: KpiPage) -> list[Any]:
    sure = f"90% interval {kpi.interval}" if kpi.interval else ""
    change = f"{kpi.change} on a year before" if kpi.change else ""
    return [
        said(kpi.title, 9, bold=True),
        said(kpi.value, 18, bold=True),
        said(" · ".join(part for part in (change, sure) if part) or " ", 8, quiet=True),
        _course(kpi.values),
        said(kpi.sentence, 8),
    ]


def _course(values: tuple[float, ...]) -> Drawing:
    """A line of how the number came to be."""
    width, height = _WIDTH - 14 * mm, 12 * mm
    drawing = Drawing(width, height)
    if len(values) > 1:
        low, span = min(values), (max(values) - min(values)) or 1.0
        step = width / (len(values) - 1)
        points = [
            each for at, value in enumerate(values) for each in (at * step, 2 + (height - 4) * (value - low) / span)
        ]
        drawing.add(PolyLine(points, strokeColor=MARK, strokeWidth=1.4))
    return drawing


def _parts(report: Report) -> Table:
    body = [[said(cell, 8) for cell in row] for row in part_rows(report.parts)]
    widths = [90 * mm] + [(WIDTH - 90 * mm) / (len(PART_HEADS) - 1)] * (len(PART_HEADS) - 1)
    table = Table([[said(head, 8, bold=True) for head in PART_HEADS], *body], colWidths=widths, repeatRows=1)
    table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
    return table
