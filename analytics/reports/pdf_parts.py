"""The parts of a PDF, A4 across: letters as letters, a footer on each page."""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from html import escape
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

INK, QUIET, MARK = colors.HexColor("#0A1628"), colors.HexColor("#55606E"), colors.HexColor("#2456C7")
LINE = colors.HexColor("#D5DAE1")
FONT, BOLD = "Vera", "VeraBd"
WIDTH = landscape(A4)[0] - 30 * mm
"""Between the margins."""


@cache
def _letters() -> frozenset[int]:
    """Make the fonts that come with the library known, and say which letters they have."""
    for name in (FONT, BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    return frozenset(pdfmetrics.getFont(FONT).face.charToGlyph)


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


def written(story: list[Any], *, title: str, footer: str) -> bytes:
    """Write what was put together, the footer and a number on each page; the same for the same story."""
    made = io.BytesIO()
    _letters()
    below = printable(footer)

    def signed(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont(FONT, 7)
        canvas.setFillColor(QUIET)
        canvas.drawString(15 * mm, 8 * mm, below)
        canvas.drawRightString(landscape(A4)[0] - 15 * mm, 8 * mm, f"{document.page}")
        canvas.restoreState()

    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 15 * mm)
    document = SimpleDocTemplate(
        made, pagesize=landscape(A4), title=printable(title), author="Tandem", invariant=1, **margins
    )
    document.build(story, onFirstPage=signed, onLaterPages=signed)
    return made.getvalue()


def said(text: str, size: float, *, bold: bool = False, quiet: bool = False) -> Paragraph:
    """Make a text a paragraph, whatever stands in it."""
    style = ParagraphStyle(
        "said",
        fontName=BOLD if bold else FONT,
        fontSize=size,
        leading=size * 1.35,
        textColor=QUIET if quiet else INK,
    )
    return Paragraph(escape(printable(text)), style)
