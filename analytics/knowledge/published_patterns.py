"""What people said of patterns, as a table that is published: `said_of_patterns`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pyarrow as pa

from analytics.knowledge.pattern_state import SaidOfPattern
from analytics.knowledge.state import Knowledge

_SCHEMA = pa.schema(
    [
        ("pattern_id", pa.string()),
        ("outcome", pa.string()),
        ("pattern", pa.string()),
        ("name", pa.string()),
        ("named_by", pa.string()),
        ("named_at", pa.timestamp("us")),
        ("dismissed_why", pa.string()),
        ("dismissed_by", pa.string()),
        ("dismissed_at", pa.timestamp("us")),
    ]
)


def said_of_patterns_table(knowledge: Knowledge, *, shown: Callable[[str], str] = str) -> pa.Table:
    """List the patterns of which people said something.

    Parameters
    ----------
    knowledge : Knowledge
        What people have done and said.
    shown : callable, optional
        Puts customers' ids back into a text.

    Returns
    -------
    Table
        A row a pattern that has a name or is dismissed, whether or not a build has it, by its id.
    """
    rows = [_row(each, shown) for _, each in sorted(knowledge.patterns.items())]
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _row(said: SaidOfPattern, shown: Callable[[str], str]) -> dict[str, object]:
    name, aside = said.name, said.dismissed
    return {
        "pattern_id": said.about.pattern_id,
        "outcome": said.about.outcome,
        "pattern": said.about.pattern,
        "name": shown(name.name) if name else None,
        "named_by": name.author if name else None,
        "named_at": _instant(name.named_at) if name else None,
        "dismissed_why": shown(aside.why) if aside else None,
        "dismissed_by": aside.author if aside else None,
        "dismissed_at": _instant(aside.dismissed_at) if aside else None,
    }


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
