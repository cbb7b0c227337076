"""Reading ahead: what the Segment map needs of a million customers, before anyone opens it."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from analytics.errors import TandemError
from analytics.live import live_snapshot
from analytics.store.shelf import current_id
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import LEVELS
from pages.shared.readers import described_selection, facts, map_view, population
from pages.shared.readers.colouring import RISK, SEGMENT, STRENGTH, colouring
from pages.shared.readers.map_view import Ask
from pages.shared.selection import Selection

SECONDS_BETWEEN_LOOKS = 2.0
NEEDS = ("features", "map", "segments", "membership")


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
