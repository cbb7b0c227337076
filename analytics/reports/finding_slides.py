"""Findings as PowerPoint slides: one a finding, its claim as headline, its figures as a table and a chart to edit."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.util import Inches, Pt

from analytics.insights.finding_pages import FindingPage
from analytics.insights.findings_deck import Deck, points
from analytics.reports.slide_parts import (
    INK,
    LEFT,
    MARK,
    QUIET,
    as_bytes,
    described,
    new_deck,
    slide,
    styled,
    table,
    text,
)

_DEFINITIONS_A_SLIDE = 5
_LOWER = 4.2
"""Inches from the top to the chart and what stands beside it."""
_CHART_WIDTH = 5.4
_SIZES = ((60, 28), (130, 22), (260, 17))
"""How long a headline may be for each size of its letters."""
_SMALLEST = 14


def as_finding_slides(deck: Deck) -> bytes:
    """Write findings as a PowerPoint file.

    Parameters
    ----------
    deck : Deck

    Returns
    -------
    bytes
        A title slide with the data's date, the choice and who made it; a slide a finding; how figures are worked out.
    """
    made = new_deck()
    first = slide(made, deck.title, deck.footer, size=40)
    first.shapes.title.top = Inches(2.0)
    for number, line in enumerate(deck.lines):
        text(first, line, top=3.1 + 0.45 * number, size=18 if number == 0 else 14)
    for page in deck.pages:
        _finding(made, page, deck.footer)
    for start in range(0, len(deck.definitions), _DEFINITIONS_A_SLIDE):
        last = slide(made, "How each number is worked out", deck.footer)
        text(last, "\n".join(deck.definitions[start : start + _DEFINITIONS_A_SLIDE]), top=1.2, size=11)
    return as_bytes(made)


def _finding(made: Any, page: FindingPage, footer: str) -> None:
    size = next((letters for longest, letters in _SIZES if len(page.claim) <= longest), _SMALLEST)
    on = slide(made, page.claim, footer, size=size)
    text(on, f"{page.whom}. {page.put_up}.", top=1.15, size=11, colour=QUIET)
    if page.rows:
        table(on, list(page.heads), [list(row) for row in page.rows], top=1.7, size=12, first=0.22)
    is_drawn = len(page.bars) > 1
    if is_drawn:
        _bars(on, page)
    _points(on, page, left=_CHART_WIDTH + 0.9 if is_drawn else 0.6, top=_LOWER if page.rows else 1.8)


def _points(on: Any, page: FindingPage, *, left: float, top: float) -> None:
    box = on.shapes.add_textbox(Inches(left), Inches(top), Inches(12.7 - left), Inches(2.5))
    frame = box.text_frame
    frame.word_wrap = True
    told = points(page)
    size = 14 if sum(len(words) for _, words in told) < 420 else 11
    for number, (label, words) in enumerate(told):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        for part, is_bold in ((f"{label}: ", True), (words, False)):
            run = paragraph.add_run()
            run.text, run.font.bold, run.font.size, run.font.color.rgb = part, is_bold, Pt(size), INK
        paragraph.space_after = Pt(5)


def _bars(on: Any, page: FindingPage) -> None:
    data = CategoryChartData(number_format="0.0%")
    # A chart of bars is drawn from below upwards.
    data.categories = [name for name, _ in reversed(page.bars)]
    data.add_series(page.bars_title, [value for _, value in reversed(page.bars)])
    shape = on.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, LEFT, Inches(_LOWER), Inches(_CHART_WIDTH), Inches(2.6), data
    )
    chart = shape.chart
    chart.has_legend, chart.has_title = False, True
    chart.chart_title.text_frame.text = page.bars_title
    styled(chart.chart_title.text_frame, 12)
    chart.font.size = Pt(11)
    chart.value_axis.minimum_scale = min(0.0, *(value for _, value in page.bars))
    chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0.0%", False
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = MARK
    described(shape, f"{page.bars_title}: " + ", ".join(f"{name} {100 * value:.1f}%" for name, value in page.bars))
