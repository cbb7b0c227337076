"""Doing acts in tests of screens: on a made-up store, without a screen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analytics import acting
from analytics.knowledge.draft import Done
from analytics.vocabulary import Json


def acted(store: Path, act: Mapping[str, Json], *, author: str = "expert") -> Done:
    """Do an act on the store's served snapshot."""
    return acting.do(store, act, author=author)


def noted(store: Path, body: str, **more: Json) -> Done:
    """Write a note on a segment of the made-up store."""
    act: dict[str, Json] = {
        "act": "note",
        "subject_kind": "segment",
        "subject_id": "k24",
        "kind": "cultural",
        "body": body,
        **more,
    }
    return acted(store, act)
