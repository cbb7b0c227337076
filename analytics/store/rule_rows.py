"""What rules are worked out on: features, attributes and the regions' columns, a row a described customer."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import pyarrow as pa

from analytics.store.reading import identifier
from analytics.store.snapshots import Snapshot

REGIONS = "regions."
"""How the name of a region's column begins in a rule."""
_NOT_NAMED = frozenset({"customer_id", "as_of"})


def rule_column_types(snapshot: Snapshot) -> dict[str, pa.DataType]:
    """List the columns that rules may name, protected ones among them.

    Parameters
    ----------
    snapshot : Snapshot
        What was published.

    Returns
    -------
    dict of str to DataType
        Attributes, ``regions.COLUMN``, and features, which come before an attribute of the same name.
    """
    found = {name: kind for name, kind in _types(snapshot, "customers").items() if name not in _NOT_NAMED}
    found |= {f"{REGIONS}{name}": kind for name, kind in _types(snapshot, "regions").items() if name != "region_id"}
    return found | {name: kind for name, kind in _types(snapshot, "features").items() if name not in _NOT_NAMED}


def rule_rows(snapshot: Snapshot, names: Iterable[str]) -> pd.DataFrame:
    """Read the columns that a rule names.

    Parameters
    ----------
    snapshot : Snapshot
        What was published.
    names : iterable of str
        Columns of `rule_column_types`.

    Returns
    -------
    DataFrame
        A row a described customer, indexed by their ids; columns called as in the rule.
    """
    features = set(snapshot.columns("features")) - _NOT_NAMED
    selected = ", ".join(f"{_place(name, features)} AS {identifier(name)}" for name in sorted(set(names)))
    join = "LEFT JOIN regions AS r ON c.region_id = r.region_id" if any(map(_is_of_region, names)) else ""
    text = (
        f"SELECT f.customer_id{', ' if selected else ''}{selected} FROM features AS f "  # noqa: S608
        f"INNER JOIN customers AS c ON f.customer_id = c.customer_id {join} ORDER BY f.customer_id"
    )
    return snapshot.ask(text).set_index("customer_id")


def _types(snapshot: Snapshot, table: str) -> dict[str, pa.DataType]:
    if not snapshot.columns(table):
        return {}
    empty = snapshot.stream(f"SELECT * FROM {identifier(table)} LIMIT 0")  # noqa: S608
    return {field.name: field.type for field in empty.schema}


def _is_of_region(name: str) -> bool:
    return name.startswith(REGIONS)


def _place(name: str, features: set[str]) -> str:
    if name in features:
        return f"f.{identifier(name)}"
    if _is_of_region(name):
        return f"r.{identifier(name.removeprefix(REGIONS))}"
    return f"c.{identifier(name)}"
