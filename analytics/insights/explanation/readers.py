"""Who reads an explanation, and which text each is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from analytics.insights.explanation.document import Document, Section
from analytics.insights.explanation.for_analyst import analyst_document
from analytics.insights.explanation.for_people import plain_document
from analytics.insights.explanation.for_regulator import regulator_document
from analytics.insights.explanation.record import Explanation
from analytics.insights.outcome_words import spoken


class Reader(StrEnum):
    """For whom a text is."""

    PLAIN = "plain"
    ANALYST = "analyst"
    REGULATOR = "regulator"


_WRITTEN: dict[Reader, Callable[[Explanation], Document]] = {
    Reader.PLAIN: plain_document,
    Reader.ANALYST: analyst_document,
    Reader.REGULATOR: regulator_document,
}


def document_for(reader: Reader, record: Explanation) -> Document:
    """Write the text of a record for one reader."""
    return _spoken(_WRITTEN[reader](record), record.outcome)


def _spoken(document: Document, outcome: str) -> Document:
    """Speak of a chance where the outcome is welcome; tables are values and names and stay as they are."""
    return Document(spoken(document.title, outcome), tuple(_section(each, outcome) for each in document.sections))


def _section(section: Section, outcome: str) -> Section:
    told = (
        tuple(spoken(text, outcome) for text in part) for part in (section.paragraphs, section.points, section.after)
    )
    paragraphs, points, after = told
    return replace(section, heading=spoken(section.heading, outcome), paragraphs=paragraphs, points=points, after=after)
