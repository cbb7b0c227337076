"""Reading ahead: what the Segment map needs of a million customers, and what other screens need of fewer."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from analytics.errors import TandemError
from analytics.live import live_snapshot
from analytics.store.shelf import current_id
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import LEVELS
from pages.shared.readers import compared, described_selection, facts, map_view, pattern_matches, population, unnamed
from pages.shared.readers.colouring import RISK, SEGMENT, STRENGTH, colouring
from pages.shared.readers.described import described
from pages.shared.readers.happened import happened
from pages.shared.readers.map_view import Ask
from pages.shared.selection import Selection

SECONDS_BETWEEN_LOOKS = 2.0
NEEDS = ("features", "map", "segments", "membership")
READ_WHOLE_UP_TO = 200_000
"""Customers up to whom whole tables are read ahead; of more they take the memory in which answers are kept."""


def read_ahead(snapshot: Snapshot) -> None:
    """Answer what the Segment map asks first; `remembered` keeps the answers for everybody."""
    if not snapshot.tables().issuperset(NEEDS):
        return
    outcome, everyone = facts.default_outcome(snapshot), Selection()
    map_view.places_bytes(snapshot)
    for level in reversed(LEVELS):
        map_view.view_bytes(snapshot, everyone, Ask(SEGMENT, level, outcome))
        map_view.tips_bytes(snapshot, level, outcome)
        described_selection.selected_by_segment(snapshot, everyone, level)
    described_selection.selected_risk(snapshot, everyone, outcome)
    population.regions(snapshot)
    population.products(snapshot)
    described_selection.features_packed(snapshot)
    for by in (RISK, STRENGTH):
        colouring(snapshot, by, max(LEVELS), outcome)
    if len(population.customer_ids(snapshot)) <= READ_WHOLE_UP_TO:
        _read_whole(snapshot, outcome)


def _read_whole(snapshot: Snapshot, outcome: str) -> None:
    """Read what Compare, Unnamed and Patterns work on."""
    described(snapshot)
    compared.protected_groups(snapshot)
    unnamed.odd(snapshot)
    unnamed.wrong(snapshot, outcome)
    if snapshot.tables().issuperset(pattern_matches.NEEDS):
        pattern_matches.landmarks(snapshot, outcome)
        happened(snapshot)


def keep_warm(store: Path, stopped: threading.Event) -> None:
    """Read ahead whenever another snapshot is served, until stopped; a failure is logged and left to the pages."""
    warmed = None
    while True:
        try:
            served = current_id(store)
            snapshot = live_snapshot(store) if served != warmed else None
            warmed = served
            if snapshot is not None:
                read_ahead(snapshot)
        except TandemError as problem:
            logging.getLogger(__name__).warning("Reading ahead: %s", problem)
        if stopped.wait(SECONDS_BETWEEN_LOOKS):
            return
