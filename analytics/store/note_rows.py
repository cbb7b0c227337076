"""The rows that notes are worked out and tested on: features, attributes and regions at every point."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import pandas as pd

from analytics.store.transform import quoted
from analytics.vocabulary import SourceKind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

REGIONS = "regions."
KEYS = ("customer_id", "as_of")
_OF_LATER = ("status", "closed_on")
"""Attributes that say what happened later; on an earlier date nothing of it is known."""

_NAMES = frozenset({"household_id", "region_name", "own_region_name", "name"})
_MOST_LEVELS = 200


def point_rows(cursor: DuckDBPyConnection) -> pd.DataFrame:
    """Read what rules may name, at every point.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, after the stage ``features``.

    Returns
    -------
    DataFrame
        A row a customer and date of ``built.points``, sorted: the keys, the features, the attributes that don't have
        a feature's name, and the regions' columns as ``regions.COLUMN``. A closing after the row's date is not shown.
    """
    features = _columns(cursor, "built.features_at")
    attributes = [name for name in _columns(cursor, "built.customers") if name not in {*features, *KEYS, *_OF_LATER}]
    selected = [f"f.{quoted(name)}" for name in features]
    selected += [f"c.{quoted(name)}" for name in attributes]
    has_closing = "closed_on" in _columns(cursor, "built.customers") and "closed_on" not in features
    selected += ["CASE WHEN c.closed_on <= f.as_of THEN c.closed_on END AS closed_on"] if has_closing else []
    join, regions = "", _region_columns(cursor)
    if regions:
        join = " LEFT JOIN source.regions AS r ON r.region_id = c.region_id"
        selected += [f"r.{quoted(name)} AS {quoted(REGIONS + name)}" for name in regions]
    text = (
        f"SELECT DISTINCT {', '.join(selected)} FROM built.features_at AS f "  # noqa: S608
        f"JOIN built.customers AS c USING (customer_id){join} ORDER BY f.customer_id, f.as_of"
    )
    rows = cursor.execute(text).df()
    return rows.assign(as_of=pd.to_datetime(rows["as_of"]), status="active")


def machine_columns(
    rows: pd.DataFrame, *, kind: SourceKind, features: Collection[str], protected: Collection[str]
) -> list[str]:
    """Choose what the machine may read without being told anything.

    Parameters
    ----------
    rows : DataFrame
        Of `point_rows`.
    kind : SourceKind
        In a customer table only the features may be read: the other columns were left out on purpose.
    features : collection of str
        The features' names.
    protected : collection of str
        Protected columns; with ``region_id`` the regions' columns too.

    Returns
    -------
    list of str
        All features, all attributes that are neither protected nor a date nor a name, and the regions' columns.
    """
    if kind is SourceKind.TABLE:
        return [name for name in rows.columns if name in features]
    hidden = {*protected, *_NAMES, *KEYS, *_OF_LATER}
    return [
        name
        for name in rows.columns
        if name in features or (_short(name) not in hidden and _is_told(name, protected) and _can_be_read(rows[name]))
    ]


def _short(name: str) -> str:
    return name.removeprefix(REGIONS)


def _is_told(name: str, protected: Collection[str]) -> bool:
    return not (name.startswith(REGIONS) and "region_id" in protected)


def _can_be_read(values: pd.Series) -> bool:
    if pd.api.types.is_datetime64_any_dtype(values):
        return False
    return bool(pd.api.types.is_numeric_dtype(values) or values.nunique() <= _MOST_LEVELS)


def _columns(cursor: DuckDBPyConnection, table: str) -> list[str]:
    return list(cursor.table(table).columns)


def _region_columns(cursor: DuckDBPyConnection) -> list[str]:
    there = cursor.execute(
        "SELECT count(*) FROM duckdb_columns() WHERE schema_name = 'source' AND table_name = 'regions'"
    ).fetchone()
    if not there or not there[0] or "region_id" not in _columns(cursor, "built.customers"):
        return []
    return [name for name in _columns(cursor, "source.regions") if name != "region_id"]
