"""What people wrote, with customers' ids in their places again."""

from __future__ import annotations

import re

from analytics.knowledge.hidden_ids import with_ids_shown
from analytics.knowledge.unnamed import with_nobody_named
from analytics.store.snapshots import Snapshot
from pages.shared import profile, session
from pages.shared.formats import plain
from pages.shared.readers.remembered import remembered

_KEY = re.compile(r"\b[123]-(?:[0-9a-f]{12}|e\d+[0-9a-z-]*)\b")


def written(text: str) -> str:
    """The text as its author wrote it: erased customers stand as such; nobody is named to one who sees no ids."""
    if not profile.sees_ids():
        return with_nobody_named(text)
    return with_ids_shown(session.store(), text)


def named(snapshot: Snapshot, text: str) -> str:
    """The text with segments' names in the places of their keys, as far as they are known here."""
    names = _names(snapshot)
    return _KEY.sub(lambda found: f"“{names[found[0]]}”" if found[0] in names else found[0], written(text))


@remembered
def _names(snapshot: Snapshot) -> dict[str, str]:
    """The name of each segment by its key: the model's own, and over them those in force."""
    known: dict[str, str] = {}
    for table in ("model_segments", "segments"):
        if table in snapshot.tables():
            rows = snapshot.table(table)
            # The model's own segments have no name, only what it suggests.
            name = rows["name"].fillna(rows["suggested_name"]) if "name" in rows else rows["suggested_name"]
            known |= dict(zip(rows["segment_key"].astype(str), name, strict=True))
    return known


def told(text: str) -> str:
    """The same, made safe for whatever renders markdown."""
    return plain(written(text))
