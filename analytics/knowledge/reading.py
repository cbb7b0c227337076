"""Reading the ledger into what is known; a process folds each entry once."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from analytics.knowledge import ledger
from analytics.knowledge.event import Event
from analytics.knowledge.roles import Act
from analytics.knowledge.state import Knowledge, after, folded


@dataclass(frozen=True)
class _Read:
    events: tuple[Event, ...]
    knowledge: Knowledge


_read: dict[Path, _Read] = {}
_reading = threading.Lock()


def knowledge(store: Path, at: int | None = None) -> Knowledge:
    """Say what people have done and said.

    Parameters
    ----------
    store : Path
        The store's folder; it may not exist yet.
    at : int, optional
        The number of the last entry to heed; without it all.

    Returns
    -------
    Knowledge
        Frozen; the same object as long as nobody does anything.

    Raises
    ------
    DamagedStoreError
        If the ledger can't be read.
    """
    found = _up_to_date(store)
    if at is None or at >= found.knowledge.sequence:
        return found.knowledge
    return folded([event for event in found.events if event.sequence <= at])


def events(store: Path) -> tuple[Event, ...]:
    """Read every act with its details.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    tuple of Event
        Oldest first.
    """
    return _up_to_date(store).events


def _up_to_date(store: Path) -> _Read:
    place = store.resolve()
    with _reading:
        before = _read.get(place, _Read((), Knowledge()))
        found = _continued(place, before)
        _read[place] = found
        return found


def _continued(store: Path, before: _Read) -> _Read:
    """Read what came after; from the start if the ledger isn't the one that was read, or somebody was erased."""
    last = before.events[-1] if before.events else None
    found = ledger.entries(store, after=last.sequence - 1 if last else 0)
    if last:
        is_same = bool(found) and found[0].hash == last.entry.hash
        found = found[1:] if is_same else ledger.entries(store)
        before = before if is_same else _Read((), Knowledge())
    if not found:
        return before
    if any(entry.act == "erase" for entry in found) and before.events:
        return _continued(store, _Read((), Knowledge()))
    new = tuple(map(Event, found, ledger.payloads(store, found)))
    every = (*before.events, *new)
    if any(event.act == Act.UNDO for event in new):
        return _Read(every, folded(every))
    current = before.knowledge
    for event in new:
        current = after(current, event, every)
    return _Read(every, current)
