"""Customers whom a link names by what was found of them: by the model, or by their history."""

from __future__ import annotations

from analytics.store.snapshots import Snapshot
from pages.shared.readers import paths, pattern_matches, unnamed
from pages.shared.readers.unnamed import Finding


def finding(snapshot: Snapshot, key: str, outcome: str) -> Finding | None:
    """What a link names; None where these data have nothing of this name."""
    if key.startswith(f"{pattern_matches.KIND}-"):
        return pattern_matches.finding(snapshot, key)
    if key.startswith(f"{paths.KIND}-"):
        return paths.finding(snapshot, key)
    return unnamed.finding(snapshot, key, outcome)
