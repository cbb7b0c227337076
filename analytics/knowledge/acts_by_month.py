"""How many acts of which kind people did in each month: what was done about a number, beside how it moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from analytics.knowledge.event import Event
from analytics.knowledge.roles import SEGMENT_ACTS, Act
from analytics.knowledge.undoing import undone

_KINDS: dict[str, tuple[str, str]] = {
    Act.NOTE: ("note", "notes"),
    Act.RETENTION_LIST: ("retention list", "retention lists"),
    Act.DECIDE: ("decision", "decisions"),
    Act.FINDING: ("finding", "findings"),
    Act.TARGET: ("target", "targets"),
    **dict.fromkeys(SEGMENT_ACTS, ("change of segments", "changes of segments")),
}


def acts_by_month(events: Sequence[Event], *, segment: str | None = None) -> pd.DataFrame:
    """Count what people did, month by month, without what was undone.

    Parameters
    ----------
    events : sequence of Event
        The ledger, oldest first.
    segment : str, optional
        A segment's key: only acts on it; else all.

    Returns
    -------
    DataFrame
        ``period`` ('2026-11', UTC) and ``words`` ("2 notes, 1 target"), oldest first.
    """
    gone, months = undone(events), dict[str, Counter[tuple[str, str]]]()
    for event in events:
        kind = _KINDS.get(event.act)
        if kind is None or event.sequence in gone or not _is_about(event, segment):
            continue
        months.setdefault(event.entry.done_at[:7], Counter())[kind] += 1
    told = [
        (month, ", ".join(f"{n} {one if n == 1 else many}" for (one, many), n in sorted(counts.items())))
        for month, counts in sorted(months.items())
    ]
    return pd.DataFrame(told, columns=["period", "words"], dtype="str")


def _is_about(event: Event, segment: str | None) -> bool:
    if segment is None:
        return True
    named = {event.text_or_none(name) for name in ("segment", "subject_id", "to")}
    return segment in named or segment in event.texts("segments") or event.entry.subject == f"segment:{segment}"
