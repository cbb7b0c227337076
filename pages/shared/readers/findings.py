"""Customers whom a link names by what was found of them: by the model, or by their history."""

from __future__ import annotations

from dataclasses import replace

from analytics.store.snapshots import Snapshot
from pages.shared.readers import drift, paths, pattern_matches, pattern_rules, reason_map, unnamed
from pages.shared.readers.pattern_sayings import name_of
from pages.shared.readers.unnamed import Finding


def finding(snapshot: Snapshot, key: str, outcome: str) -> Finding | None:
    """What a link names; None where these data have nothing of this name."""
    if key.startswith(f"{pattern_matches.KIND}-"):
        return _named(pattern_matches.finding(snapshot, key), key.removeprefix(f"{pattern_matches.KIND}-"))
    if key.startswith(f"{pattern_rules.KIND}-"):
        return pattern_rules.finding(snapshot, key)
    if key.startswith(f"{paths.KIND}-"):
        return paths.finding(snapshot, key)
    if key.startswith(f"{drift.KIND}-"):
        return drift.finding(snapshot, key)
    if key.startswith(f"{reason_map.KIND}-"):
        return reason_map.finding(snapshot, key)
    return unnamed.finding(snapshot, key, outcome)


def _named(found: Finding | None, pattern_id: str) -> Finding | None:
    """Say a sequence by the name that people gave it."""
    name = name_of(pattern_id)
    if found is None or name is None:
        return found
    return replace(found, words=f"“{name}”. {found.words}", short=f"Did: “{name}”")
