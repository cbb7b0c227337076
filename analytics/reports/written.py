"""A report as a file of one kind or another; each library is loaded when it is first needed."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.insights.executive_report import Report

KINDS: Mapping[str, tuple[str, str]] = {
    ".pdf": ("PDF", "application/pdf"),
    ".pptx": ("PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ".xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""By the file's ending: what it is called, and its media type."""


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
