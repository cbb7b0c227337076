"""What rules may name where the stages' results stand."""

from __future__ import annotations

import pyarrow as pa

from analytics.knowledge.rules import ColumnKind, RuleColumns
from analytics.store.rooms import Tables

_NOT_NAMED = frozenset({"customer_id", "as_of"})


def rule_columns(tables: Tables, protected: frozenset[str]) -> RuleColumns:
    """Say what rules may name: features, attributes, and the columns of regions.

    Parameters
    ----------
    tables : Tables
        In the warehouse, or as they were published.
    protected : frozenset of str
        Columns that no rule may name.

    Returns
    -------
    RuleColumns
        A feature comes before an attribute of the same name.
    """
    kinds = {name: _kind(kind) for name, kind in tables.types("customers").items()}
    kinds |= {f"regions.{name}": _kind(kind) for name, kind in tables.types("regions").items() if name != "region_id"}
    kinds |= {name: _kind(kind) for name, kind in tables.types("features").items()}
    return RuleColumns({name: kind for name, kind in kinds.items() if name not in _NOT_NAMED}, protected)


def _kind(kind: pa.DataType) -> ColumnKind:
    if pa.types.is_boolean(kind):
        return ColumnKind.BOOLEAN
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return ColumnKind.DATE
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    return ColumnKind.NUMBER if is_number else ColumnKind.TEXT
