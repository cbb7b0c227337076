"""A report as a file of one kind or another; each library is loaded when it is first needed."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.insights.executive_report import Report
from analytics.insights.findings_deck import Deck

KINDS: Mapping[str, tuple[str, str]] = {
    ".pdf": ("PDF", "application/pdf"),
    ".pptx": ("PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ".xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""By the file's ending: what it is called, and its media type."""

DECK_KINDS: Mapping[str, tuple[str, str]] = {ending: KINDS[ending] for ending in (".pptx", ".pdf")}
"""The same, of what a deck of findings is written as."""


def deck_written_as(ending: str, deck: Deck) -> bytes:
    """Write findings as a deck or as PDF.

    Parameters
    ----------
    ending : str
        One of `DECK_KINDS`.
    deck : Deck

    Returns
    -------
    bytes
    """
    if ending == ".pdf":
        from analytics.reports.finding_pdf import as_finding_pdf

        return as_finding_pdf(deck)
    from analytics.reports.finding_slides import as_finding_slides

    return as_finding_slides(deck)


def written_as(ending: str, report: Report) -> bytes:
    """Write a report.

    Parameters
    ----------
    ending : str
        One of `KINDS`.
    report : Report

    Returns
    -------
    bytes
    """
    if ending == ".pdf":
        from analytics.reports.pdf import as_pdf

        return as_pdf(report)
    if ending == ".pptx":
        from analytics.reports.slides import as_slides

        return as_slides(report)
    from analytics.reports.workbook import as_workbook

    return as_workbook(report)
