"""What was loaded, what was rejected and why, and what is missing."""

from __future__ import annotations

import pandas as pd

from analytics.insights.capabilities import switched_off
from analytics.insights.columns import texts
from analytics.store.snapshots import Snapshot
from pages.shared.readers.remembered import remembered


@remembered
def tables(snapshot: Snapshot) -> pd.DataFrame:
    """`table_name`, `present`, `rows_in`, `rows_loaded`, `rows_rejected`."""
    return _table(snapshot, "quality_tables", ["table_name", "present", "rows_in", "rows_loaded", "rows_rejected"])


@remembered
def rejection_counts(snapshot: Snapshot) -> pd.DataFrame:
    """`table_name`, `column_name`, `reason`, `n_rows`; the most frequent first."""
    table = _table(snapshot, "quality_rejection_counts", ["table_name", "column_name", "reason", "n_rows"])
    return table.sort_values("n_rows", ascending=False) if len(table) else table


@remembered
def rejections(snapshot: Snapshot) -> pd.DataFrame:
    """Examples: `table_name`, `file`, `row_number`, `column_name`, `reason`, `value`."""
    return _table(
        snapshot,
        "quality_rejections",
        ["table_name", "file", "row_number", "column_name", "reason", "value"],
    )


@remembered
def notes(snapshot: Snapshot) -> tuple[str, ...]:
    """What was noticed while loading, in words."""
    table = _table(snapshot, "quality_notes", ["text"])
    column = "text" if "text" in table.columns else ("note" if "note" in table.columns else None)
    return tuple(texts(table, column)) if column else ()


@remembered
def ignored(snapshot: Snapshot) -> tuple[str, ...]:
    """Files and folders of the source that belong to no table."""
    return tuple(texts(_table(snapshot, "quality_ignored", ["path"]), "path"))


@remembered
def off(snapshot: Snapshot) -> pd.DataFrame:
    """What is switched off in a bank: `what`, `screen`, `missing`."""
    loaded, columns = tables(snapshot), snapshot.table("quality_columns")
    there = columns[columns["present"].astype(bool)]
    return switched_off(
        {name: bool(present) for name, present in zip(loaded["table_name"], loaded["present"], strict=True)},
        {str(name): set(texts(part, "column_name")) for name, part in there.groupby("table_name")},
    )


def _table(snapshot: Snapshot, name: str, columns: list[str]) -> pd.DataFrame:
    return snapshot.table(name) if name in snapshot.tables() else pd.DataFrame(columns=columns)
