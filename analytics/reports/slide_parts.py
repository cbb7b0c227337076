"""The parts of a slide: title and footer, text, a table, each with what a screen reader says."""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT, ACROSS = Inches(0.6), Inches(12.1)
INK, QUIET, MARK = RGBColor(0x0A, 0x16, 0x28), RGBColor(0x55, 0x60, 0x6E), RGBColor(0x24, 0x56, 0xC7)
_WHITE = RGBColor(0xFF, 0xFF, 0xFF)
_TITLE_ONLY = 5
_FIRST = 0.4
"""Of a table's width, for the column with names."""


def new_deck() -> Any:
    """Begin an empty wide deck."""
    made = Presentation()
    made.slide_width, made.slide_height = WIDE, HIGH
    return made


def as_bytes(deck: Any) -> bytes:
    """Write a deck."""
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def slide(deck: Any, title: str, footer: str, *, size: int = 28) -> Any:
    """Add a slide with a title and a footer."""
    made = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    head = made.shapes.title
    head.left, head.top, head.width, head.height = LEFT, Inches(0.3), ACROSS, Inches(0.8)
    head.text_frame.word_wrap = True
    head.text_frame.text = title
    styled(head.text_frame, size)
    head.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    text(made, footer, top=6.95, size=10, colour=QUIET)
    return made


def text(slide: Any, words: str, *, top: float, size: int, colour: RGBColor = INK) -> None:
    """Add a text over the whole width."""
    box = slide.shapes.add_textbox(LEFT, Inches(top), ACROSS, Inches(0.4))
    box.text_frame.word_wrap = True
    box.text_frame.text = words
    styled(box.text_frame, size, colour)


def styled(frame: Any, size: int, colour: RGBColor = INK) -> None:
    """Give a text its size and colour."""
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = Pt(size), colour


def table(
    slide: Any, heads: list[str], rows: list[list[str]], *, top: float = 1.4, size: int = 13, first: float = _FIRST
) -> None:
    """Add a table that can be edited; `first` is the part of its width for the column with names."""
    shape = slide.shapes.add_table(len(rows) + 1, len(heads), LEFT, Inches(top), ACROSS, Inches(0.36) * (len(rows) + 1))
    described(shape, f"A table of {len(rows)} rows: {', '.join(heads)}.")
    others = int(ACROSS * (1 - first) / (len(heads) - 1))
    for place in range(len(heads)):
        shape.table.columns[place].width = others if place else int(ACROSS * first)
    for row, cells in enumerate([heads, *rows]):
        for place, words in enumerate(cells):
            frame = shape.table.cell(row, place).text_frame
            frame.text = words
            styled(frame, size, _WHITE if row == 0 else INK)


def described(shape: Any, words: str) -> None:
    """Give a table or chart its alternative text, for which the library has no name."""
    shape._element.nvGraphicFramePr.cNvPr.set("descr", words)
