"""The report, or any table, as an Excel workbook: numbers as numbers, nothing that would run as a formula."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence

import pandas as pd
import xlsxwriter

from analytics.insights.executive_report import Report

_MISSING = frozenset({"None", "NaT", "<NA>", "nan"})
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_GUESSES = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
_PLAIN = {"in_memory": True, **dict.fromkeys(_GUESSES, False)}
"""Text stays text, whatever it looks like."""


def as_workbook(report: Report) -> bytes:
    """Write a report as an Excel workbook.

    Parameters
    ----------
    report : Report

    Returns
    -------
    bytes
        The sheets KPIs (now, change, interval, definition), Courses (one row a KPI and period) and, where it is known,
        What changed (shares as shares); whose numbers these are and the data's date stand on the first.
    """
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _PLAIN) as book:
        bold = book.add_format({"bold": True})
        kpis = [[kpi.title, kpi.value, kpi.change, kpi.interval, kpi.definition] for kpi in report.kpis]
        source = [[report.whom], *([each] for each in report.source), []]
        heads = ["KPI", "Now", "Change on a year before", "90% interval", "How it is worked out"]
        _sheet(book, "KPIs", [*source, heads, *kpis], bold, head=len(source))
        courses = [
            [kpi.title, period, value, kpi.unit]
            for kpi in report.kpis
            for period, value in zip(kpi.periods, kpi.values, strict=True)
        ]
        _sheet(book, "Courses", [["KPI", "Period", "Value", "Unit"], *courses], bold)
        if len(report.parts):
            columns = ["label", "rate_before", "rate_now", "by_rate", "by_weight", "effect"]
            names = ["Who", "Rate a year before", "Rate now", "By own rate", "By size", "Both"]
            _sheet(book, "What changed", [names, *report.parts[columns].to_numpy(dtype=object).tolist()], bold)
    return written.getvalue()


def table_as_workbook(table: pd.DataFrame, *, name: str) -> bytes:
    """Write a table as an Excel workbook of one sheet: numbers as numbers, everything else as text.

    Parameters
    ----------
    table : DataFrame
        Its columns' names stand on top.
    name : str
        The sheet's name; at most 31 characters of it are taken.

    Returns
    -------
    bytes
    """
    written = io.BytesIO()
    rows: list[list[object]] = [[str(each) for each in table.columns]]
    rows += [_cells(row) for row in table.itertuples(index=False, name=None)]
    with xlsxwriter.Workbook(written, _PLAIN) as book:
        _sheet(book, _NOT_IN_NAMES.sub(" ", name)[:31], rows, book.add_format({"bold": True}))
    return written.getvalue()


def _cells(row: tuple[object, ...]) -> list[object]:
    return [cell if isinstance(cell, int | float) else "" if str(cell) in _MISSING else str(cell) for cell in row]


def _sheet(
    book: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[object]], bold: object, *, head: int = 0
) -> None:
    sheet = book.add_worksheet(name)
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, float) and math.isnan(cell):
                continue
            sheet.write(at, place, cell, bold if at == head else None)
    sheet.autofit()
