"""What a snapshot holds, as acts are checked against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from analytics.knowledge.cohort_cell import ALL, CohortCell
from analytics.knowledge.known import Known, KnownSegment
from analytics.knowledge.pattern_state import KnownPattern
from analytics.knowledge.rule_columns import rule_columns
from analytics.knowledge.segment_edits import SMALLEST_PART
from analytics.store.rooms import published_tables
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
    tables = published_tables(snapshot)

    def rows(names: Iterable[str]) -> pd.DataFrame:
        found: pd.DataFrame = tables.described(frozenset(names)).to_pandas()
        return found.set_index("customer_id")

    return Known(
        segments=_segments(snapshot),
        columns=rule_columns(tables, protected_in(snapshot)),
        features=frozenset(snapshot.columns("features")) - {"customer_id", "as_of"},
        regions=_ids(snapshot, "regions", "region_id"),
        patterns=_patterns(snapshot),
        members=lambda key: list(snapshot.query("customers_of_segment", segment_key=key)["customer_id"]),
        has_parts=lambda key: _has_parts(snapshot, key),
        ids_among=_among(snapshot, described=False),
        described_among=_among(snapshot, described=True),
        rows=rows,
        known_until=_known_until(snapshot),
        cohort_cell=lambda cell: _cohort_cell(snapshot, cell),
    )


def protected_in(snapshot: Snapshot) -> frozenset[str]:
    """Name the protected columns of a snapshot."""
    told = snapshot.facts.get("protected")
    return frozenset(map(str, told)) if isinstance(told, Sequence) else frozenset()


def _known_until(snapshot: Snapshot) -> str | None:
    as_of = snapshot.facts.get("as_of")
    return as_of if isinstance(as_of, str) else None


def _segments(snapshot: Snapshot) -> dict[SegmentKey, KnownSegment]:
    if "segments" not in snapshot.tables():
        return {}
    rows = snapshot.query("segments_known")
    return {
        SegmentKey(key): KnownSegment(SegmentKey(key), str(called), int(level), int(n), str(name), int(children))
        for key, called, level, n, name, children in rows.itertuples(index=False, name=None)
    }


def _patterns(snapshot: Snapshot) -> dict[str, KnownPattern]:
    if "patterns" not in snapshot.tables():
        return {}
    rows = snapshot.query("patterns_known").itertuples(index=False, name=None)
    return {str(called): KnownPattern(str(called), str(outcome), str(pattern)) for called, outcome, pattern in rows}


def _has_parts(snapshot: Snapshot, key: SegmentKey) -> bool:
    """Say whether a split by the model would give two parts, by the same rule as when the edit is replayed."""
    if not snapshot.tables() >= {"model_membership", "segment_halves"}:
        return False
    parts = snapshot.query("model_parts_of", segment_key=key)
    large = parts[parts["n"] >= SMALLEST_PART * parts["n"].sum()]
    return len(large) > 1 or bool(len(large) and (large[["n_first", "n_second"]].iloc[0] > 0).all())


def _cohort_cell(snapshot: Snapshot, cell: CohortCell) -> tuple[int, int] | None:
    if "retention" not in snapshot.tables():
        return None
    segment = None if cell.group == ALL else _segments(snapshot).get(SegmentKey(cell.group))
    if segment is None and cell.group != ALL:
        return None
    row = snapshot.query(
        "cohort_cell",
        segment_id=None if segment is None else segment.segment_id,
        first_month=cell.first_month,
        last_month=cell.last_month,
        months=cell.months,
    ).iloc[0]
    is_known = bool(row["is_over"]) and row["n_start"] == row["n_start"] and int(row["n_start"] or 0) > 0
    return (int(row["n_retained"]), int(row["n_start"])) if is_known else None


def _ids(snapshot: Snapshot, table: str, column: str) -> frozenset[str]:
    return frozenset(snapshot.table(table)[column]) if column in snapshot.columns(table) else frozenset()


def _among(snapshot: Snapshot, *, described: bool) -> Callable[[Sequence[str]], frozenset[str]]:
    def among(asked: Sequence[str]) -> frozenset[str]:
        rows = snapshot.query("customers_among", ids=list(asked))
        return frozenset(rows.loc[rows["is_described"], "customer_id"] if described else rows["customer_id"])

    return among
