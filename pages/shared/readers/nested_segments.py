"""The segments as a choice: each under its parent."""

from __future__ import annotations

from analytics.store.snapshots import Snapshot
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import segments


@remembered
def nested_segments(snapshot: Snapshot) -> tuple[tuple[str, str, int], ...]:
    """Every segment's key, its name indented under its parent's, and its customers; a key once."""
    children: dict[str, list[tuple[str, str, str, int]]] = {}
    for row in segments(snapshot).itertuples():
        level = int(str(row.level))
        entry = (
            str(row.segment_id),
            str(row.segment_key),
            "  " * (level - 1) + str(row.label),
            int(str(row.n_customers)),
        )
        children.setdefault("" if level == 1 else str(row.parent_id), []).append(entry)
    found: dict[str, tuple[str, str, int]] = {}

    def add(parent: str) -> None:
        for segment_id, segment_key, name, n_customers in children.get(parent, []):
            if segment_key not in found:
                found[segment_key] = (segment_key, name, n_customers)
                add(segment_id)

    add("")
    return tuple(found.values())
