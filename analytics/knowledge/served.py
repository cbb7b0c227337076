"""What a snapshot holds, as acts are checked against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa

from analytics.knowledge.known import Known, KnownSegment
from analytics.knowledge.rules import ColumnKind, RuleColumns
from analytics.store.rule_rows import rule_column_types, rule_rows
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import SegmentKey


def known_in(snapshot: Snapshot) -> Known:
    """Say what there is to act on.

    Parameters
    ----------
    snapshot : Snapshot
        The one that is served, newer edits laid over.

    Returns
    -------
    Known
        Its segments, columns and customers; lists of customers are read when they are asked for.
    """
    return Known(
        segments=_segments(snapshot),
        columns=rule_columns(snapshot),
        features=frozenset(snapshot.columns("features")) - {"customer_id", "as_of"},
        regions=_ids(snapshot, "regions", "region_id"),
        patterns=_ids(snapshot, "patterns", "pattern_id"),
        members=lambda key: list(snapshot.query("customers_of_segment", segment_key=key)["customer_id"]),
        ids_among=_among(snapshot, described=False),
        described_among=_among(snapshot, described=True),
        everyone=lambda: list(snapshot.query("customers_all")["customer_id"]),
        rows=lambda names: rule_rows(snapshot, names),
    )


def rule_columns(snapshot: Snapshot) -> RuleColumns:
    """Say what rules may name in a snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        What was published.

    Returns
    -------
    RuleColumns
        Its features and attributes and the regions' columns, and which are protected.
    """
    protected = snapshot.facts.get("protected")
    named = frozenset(map(str, protected)) if isinstance(protected, Sequence) else frozenset[str]()
    return RuleColumns({name: _kind(kind) for name, kind in rule_column_types(snapshot).items()}, named)


def _kind(kind: pa.DataType) -> ColumnKind:
    if pa.types.is_boolean(kind):
        return ColumnKind.BOOLEAN
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return ColumnKind.DATE
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return ColumnKind.NUMBER
    return ColumnKind.TEXT


def _segments(snapshot: Snapshot) -> dict[SegmentKey, KnownSegment]:
    if "segments" not in snapshot.tables():
        return {}
    rows = snapshot.query("segments_known")
    return {
        SegmentKey(key): KnownSegment(SegmentKey(key), str(called), int(level), int(n), str(name), int(children))
        for key, called, level, n, name, children in rows.itertuples(index=False, name=None)
    }


def _ids(snapshot: Snapshot, table: str, column: str) -> frozenset[str]:
    return frozenset(snapshot.table(table)[column]) if column in snapshot.columns(table) else frozenset()


def _among(snapshot: Snapshot, *, described: bool) -> Callable[[Sequence[str]], frozenset[str]]:
    def among(asked: Sequence[str]) -> frozenset[str]:
        rows = snapshot.query("customers_among", ids=list(asked))
        return frozenset(rows.loc[rows["is_described"], "customer_id"] if described else rows["customer_id"])

    return among
