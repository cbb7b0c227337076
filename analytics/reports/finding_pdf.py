"""Findings as PDF, a page a finding: claim, figures, how one would know, what came of it."""

from __future__ import annotations

from typing import Any

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Spacer, Table, TableStyle

from analytics.insights.finding_pages import FindingPage
from analytics.insights.findings_deck import Deck, points
from analytics.reports.pdf_parts import FONT, INK, LINE, MARK, WIDTH, printable, said, written

_NAMES = 0.24
"""Of a table's width, for the column with names."""
_BAR, _STEP = 5 * mm, 8 * mm


def as_finding_pdf(deck: Deck) -> bytes:
    """Write findings as PDF.

    Parameters
    ----------
    deck : Deck

    Returns
    -------
    bytes
        The same for the same deck.
    """
    story: list[Any] = [Spacer(1, 45 * mm), said(deck.title, 30, bold=True), Spacer(1, 6 * mm)]
    story += [said(line, 12, quiet=number > 0) for number, line in enumerate(deck.lines)]
    for page in deck.pages:
        story += [PageBreak(), *_finding(page)]
    if deck.definitions:
        story += [PageBreak(), said("How each number is worked out", 14, bold=True), Spacer(1, 3 * mm)]
        story += [part for each in deck.definitions for part in (said(each, 9), Spacer(1, 2 * mm))]
    return written(story, title=deck.title, footer=deck.footer)


def _finding(page: FindingPage) -> list[Any]:
    parts: list[Any] = [said(page.claim, 16, bold=True), Spacer(1, 1 * mm)]
    parts += [said(f"{page.whom}. {page.put_up}.", 9, quiet=True), Spacer(1, 4 * mm)]
    if page.rows:
        parts += [_figures(page), Spacer(1, 5 * mm)]
    if len(page.bars) > 1:
        parts += [said(page.bars_title, 10, bold=True), Spacer(1, 2 * mm), _bars(page), Spacer(1, 3 * mm)]
    for label, words in points(page):
        parts += [said(label, 8, quiet=True), said(words, 11), Spacer(1, 2 * mm)]
    return parts


def _figures(page: FindingPage) -> Table:
    body = [[said(cell, 9) for cell in row] for row in page.rows]
    others = len(page.heads) - 1
    widths = [WIDTH * _NAMES, *([WIDTH * (1 - _NAMES) / others] * others)]
    table = Table([[said(head, 9, bold=True) for head in page.heads], *body], colWidths=widths, repeatRows=1)
    table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
    return table


def _bars(page: FindingPage) -> Drawing:
    """A bar a value, from zero, with its value at its end."""
    drawing = Drawing(WIDTH, _STEP * len(page.bars))
    low, high = min(0.0, *(value for _, value in page.bars)), max(0.0, *(value for _, value in page.bars))
    left, scale = 0.24 * WIDTH, 0.6 * WIDTH / ((high - low) or 1.0)
    zero = left - low * scale
    for place, (name, value) in enumerate(reversed(page.bars)):
        bottom = place * _STEP
        drawing.add(String(0, bottom + 1.5 * mm, printable(name), fontName=FONT, fontSize=9, fillColor=INK))
        start, end = sorted((zero, zero + value * scale))
        drawing.add(Rect(start, bottom, max(end - start, 0.5), _BAR, fillColor=MARK, strokeColor=None))
        told = f"{100 * value:.1f}%"
        drawing.add(String(end + 2 * mm, bottom + 1.5 * mm, told, fontName=FONT, fontSize=9, fillColor=INK))
    return drawing
