"""A table as a CSV file that a spreadsheet can open without running anything in it."""

from __future__ import annotations

import re

import pandas as pd

# What a spreadsheet takes for a formula at the start of a cell (OWASP, "CSV injection").
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_NUMBER = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$")


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Write a table as CSV in UTF-8.

    Missing is empty. Free text that begins like a formula gets an apostrophe in front; numbers, dates and ids (columns
    that end in `_id`) are never touched.
    """
    harmless = table.copy(deep=False)
    for name in harmless.columns:
        column = harmless[name]
        is_text = pd.api.types.is_string_dtype(column.dtype) or column.dtype == object
        if is_text and not str(name).endswith("_id"):
            harmless[name] = column.map(_harmless, na_action="ignore")
    return harmless.to_csv(index=False, lineterminator="\n").encode("utf-8")


def _harmless(value: object) -> object:
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.match(value):
        return f"'{value}"
    return value
