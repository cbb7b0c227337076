"""Who reads an explanation, and which text each is given."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from analytics.insights.explanation.document import Document
from analytics.insights.explanation.for_analyst import analyst_document
from analytics.insights.explanation.for_people import plain_document
from analytics.insights.explanation.for_regulator import regulator_document
from analytics.insights.explanation.record import Explanation


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
    return _WRITTEN[reader](record)
