"""What loading a source found: how many rows came in, were loaded, were rejected, and why."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics.vocabulary import SourceKind

ROW_REJECTED = "row rejected"
VALUE_DROPPED = "value dropped"


@dataclass(frozen=True)
class TableQuality:
    """How one table came in.

    Attributes
    ----------
    table : str
        Its name.
    present : bool
        Whether the source has it.
    rows_in, rows_loaded, rows_rejected : int
        Rows of its files, counted on their own; ``rows_in = rows_loaded + rows_rejected``.
    n_files : int
        Its files.
    n_files_unchanged : int
        Those whose content was loaded before, and that were not read again.
    """

    table: str
    present: bool
    rows_in: int
    rows_loaded: int
    rows_rejected: int
    n_files: int
    n_files_unchanged: int = 0


@dataclass(frozen=True)
class ReasonCount:
    """How often something was wrong.

    Attributes
    ----------
    table : str
        The table.
    column : str or None
        The column, where one is to blame.
    reason : str
        What was wrong.
    effect : str
        ``"row rejected"``, or ``"value dropped"``: the row is loaded with the value missing.
    n_rows : int
        Rows that it concerns.
    example : str
        The first of them: file, row (counted from 1, the header aside) and value.
    """

    table: str
    column: str | None
    reason: str
    effect: str
    n_rows: int
    example: str


@dataclass(frozen=True)
class QualityReport:
    """What loading a source found.

    Attributes
    ----------
    kind : SourceKind
        The source's kind.
    path : Path
        Where it is.
    unchanged : bool
        Whether the same source was loaded already, so that nothing was done.
    currency : str
        The reporting currency.
    default_outcome : str or None
        The outcome that the screens start with.
    as_of_default : date
        The as-of day where none is asked for.
    tables : tuple of TableQuality
        Every table of the contract.
    reasons : tuple of ReasonCount
        Most frequent first within a table.
    missing_columns : tuple of (str, str)
        Table and column: what the contract knows and the source's tables lack.
    ignored : tuple of str
        Files and folders that belong to no table.
    notes : tuple of str
        What else an analyst should know, in plain words.
    """

    kind: SourceKind
    path: Path
    unchanged: bool
    currency: str
    default_outcome: str | None
    as_of_default: date
    tables: tuple[TableQuality, ...]
    reasons: tuple[ReasonCount, ...]
    missing_columns: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    notes: tuple[str, ...]

    def text(self) -> str:
        """Write the report for a terminal.

        Returns
        -------
        str
            Lines without colour or control characters.
        """
        is_table = self.kind is SourceKind.TABLE
        shown = tuple(table for table in self.tables if table.present or not is_table)
        lines = [_title(self), "", *_table_lines(shown), ""]
        if self.reasons:
            lines += ["What was wrong:", *(f"  {_reason_line(reason)}" for reason in self.reasons), ""]
        if self.missing_columns:
            lines += ["Not in the source:", *(f"  {line}" for line in _missing_lines(self.missing_columns)), ""]
        if self.ignored:
            lines += [f"Ignored: {', '.join(self.ignored)}", ""]
        lines += [f"Note: {note}" for note in self.notes]
        lines.append(f"Reporting currency {self.currency}; default as-of day {self.as_of_default.isoformat()}.")
        return "\n".join(printable(line) for line in lines)


def printable(text: str) -> str:
    """Make text from data safe to show on a terminal.

    Parameters
    ----------
    text : str
        Anything.

    Returns
    -------
    str
        The text with control and direction characters replaced by a question mark, and every kind of blank by the
        usual one.
    """
    return "".join(_printable(character) for character in text)


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    return " " if unicodedata.category(character) == "Zs" else "?"


def _title(report: QualityReport) -> str:
    if report.unchanged:
        return f"{report.path}: loaded already, and unchanged since. Nothing was done."
    return f"{report.path}: loaded as {report.kind}."


def _table_lines(tables: tuple[TableQuality, ...]) -> list[str]:
    width = max((len(table.table) for table in tables), default=5)
    lines = [f"{'table':<{width}} {'rows in':>12} {'loaded':>12} {'rejected':>12}  files"]
    for table in tables:
        if not table.present:
            lines.append(f"{table.table:<{width}} {'not there':>12}")
            continue
        files = f"{table.n_files}"
        if table.n_files_unchanged:
            files += f" ({table.n_files_unchanged} unchanged, not read again)"
        lines.append(
            f"{table.table:<{width}} {table.rows_in:>12,} {table.rows_loaded:>12,} {table.rows_rejected:>12,}  {files}"
        )
    return lines


def _reason_line(reason: ReasonCount) -> str:
    where = f"{reason.table}.{reason.column}" if reason.column else reason.table
    example = f" (first: {reason.example})" if reason.example else ""
    return f"{where}: {reason.reason}; {reason.effect}: {reason.n_rows:,}{example}"


def _missing_lines(missing: tuple[tuple[str, str], ...]) -> list[str]:
    tables: dict[str, list[str]] = {}
    for table, column in missing:
        tables.setdefault(table, []).append(column)
    return [f"{table}: {', '.join(columns)}" for table, columns in tables.items()]
