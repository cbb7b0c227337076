"""The report as PDF, A4 across, letters as letters: numbers and courses, what changed, how each is worked out."""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from html import escape
from typing import Any

from reportlab.graphics.shapes import Drawing, PolyLine
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from analytics.insights.executive_report import KpiPage, Report
from analytics.reports.parts import PART_HEADS, part_rows

_INK, _QUIET, _MARK = colors.HexColor("#0A1628"), colors.HexColor("#55606E"), colors.HexColor("#2456C7")
_LINE = colors.HexColor("#D5DAE1")
_FONT, _BOLD = "Vera", "VeraBd"
_ACROSS = 3
_WIDTH = (landscape(A4)[0] - 30 * mm) / _ACROSS


@cache
def _letters() -> frozenset[int]:
    """Make the fonts that come with the library known, and say which letters they have."""
    for name in (_FONT, _BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    return frozenset(pdfmetrics.getFont(_FONT).face.charToGlyph)


def printable(text: str) -> str:
    """Write a text in letters that the font has: ě as e where it has no ě, and what has no likeness as ?.

    Examples
    --------
    >>> printable("Dvořák, −3.8%")
    'Dvorák, −3.8%'
    """
    known = _letters()
    parts = []
    for letter in text:
        if ord(letter) in known:
            parts.append(letter)
        else:
            plain = [each for each in unicodedata.normalize("NFKD", letter) if ord(each) in known]
            parts.append("".join(plain) or "?")
    return "".join(parts)


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
    written = io.BytesIO()
    _letters()
    footer = printable(" · ".join((report.whom, *report.source)))

    def signed(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont(_FONT, 7)
        canvas.setFillColor(_QUIET)
        canvas.drawString(15 * mm, 8 * mm, footer)
        canvas.drawRightString(landscape(A4)[0] - 15 * mm, 8 * mm, f"{document.page}")
        canvas.restoreState()

    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 15 * mm)
    document = SimpleDocTemplate(
        written,
        pagesize=landscape(A4),
        title=printable(f"{report.title}, {report.whom}"),
        author="Tandem",
        invariant=1,
        **margins,
    )
    document.build(_story(report), onFirstPage=signed, onLaterPages=signed)
    return written.getvalue()


def _story(report: Report) -> list[Any]:
    cards = [_card(kpi) for kpi in report.kpis]
    cards += [[]] * (-len(cards) % _ACROSS)
    rows = [cards[at : at + _ACROSS] for at in range(0, len(cards), _ACROSS)]
    grid = Table(rows, colWidths=[_WIDTH] * _ACROSS)
    grid.setStyle(TableStyle([("INNERGRID", (0, 0), (-1, -1), 0.5, _LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    story: list[Any] = [_said(f"{report.title}: {report.whom}", 18, bold=True), _said(report.source[0], 9, quiet=True)]
    story += [Spacer(1, 5 * mm), grid]
    if len(report.parts):
        story += [PageBreak(), _said("What changed, and where", 14, bold=True), _said(report.changed, 10)]
        story += [Spacer(1, 3 * mm), _parts(report)]
    story += [PageBreak(), _said("How each number is worked out", 14, bold=True)]
    for kpi in report.kpis:
        story.append(KeepTogether([_said(kpi.title, 10, bold=True), _said(kpi.definition, 9), Spacer(1, 2 * mm)]))
    return story


def _card(kpi: KpiPage) -> list[Any]:
    sure = f"90% interval {kpi.interval}" if kpi.interval else ""
    change = f"{kpi.change} on a year before" if kpi.change else ""
    return [
        _said(kpi.title, 9, bold=True),
        _said(kpi.value, 18, bold=True),
        _said(" · ".join(part for part in (change, sure) if part) or " ", 8, quiet=True),
        _course(kpi.values),
        _said(kpi.sentence, 8),
    ]


def _said(text: str, size: float, *, bold: bool = False, quiet: bool = False) -> Paragraph:
    style = ParagraphStyle(
        "said",
        fontName=_BOLD if bold else _FONT,
        fontSize=size,
        leading=size * 1.35,
        textColor=_QUIET if quiet else _INK,
    )
    return Paragraph(escape(printable(text)), style)


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
        drawing.add(PolyLine(points, strokeColor=_MARK, strokeWidth=1.4))
    return drawing


def _parts(report: Report) -> Table:
    body = [[_said(cell, 8) for cell in row] for row in part_rows(report.parts)]
    widths = [90 * mm] + [(landscape(A4)[0] - 30 * mm - 90 * mm) / (len(PART_HEADS) - 1)] * (len(PART_HEADS) - 1)
    table = Table([[_said(head, 8, bold=True) for head in PART_HEADS], *body], colWidths=widths, repeatRows=1)
    table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
    return table
