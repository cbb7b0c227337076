"""What is served: the published snapshot, with people's newer edits and names laid over it at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from analytics.insights.segment_flow import Placed
from analytics.settings import DEFAULT_CURRENCY
from analytics.stages.drivers import ranked_drivers, with_changed
from analytics.stages.edited_kpis import edited_kpis, edited_retention
from analytics.stages.edited_tables import EditedTables, Terms
from analytics.stages.facts import knowledge_facts, said_fingerprint
from analytics.stages.ground import NEEDED, ground
from analytics.stages.informed import Places, Said, what_was_said
from analytics.store.overlay import OverlaidSnapshot
from analytics.store.rooms import published_tables
from analytics.store.snapshots import Snapshot, current_snapshot
from analytics.vocabulary import SnapshotId


@dataclass(frozen=True)
class _Laid:
    """What was last laid over a store's snapshot."""

    base_id: SnapshotId
    sequence: int
    fingerprint: str
    snapshot: Snapshot


Later: TypeAlias = Callable[[Snapshot], pd.DataFrame]
_MADE_FROM = {"kpis": ("kpi_facts",), "retention": ("retention_facts",)}
"""What a snapshot needs besides a table, so that the table can be made again; older ones lack it, and keep theirs."""

_grounds: dict[Path, _Remembered] = {}
_laid: dict[Path, _Laid] = {}
_laying = threading.Lock()


def live_snapshot(store: Path) -> Snapshot | None:
    """Open the snapshot that is served, as people have edited it since it was built.

    Parameters
    ----------
    store : Path
        The store's folder; it may not exist yet.

    Returns
    -------
    Snapshot or None
        None where nothing was published yet. The published snapshot itself where nobody has edited or named segments
        since; else one whose id is ``<snapshot>~<number of the last act>`` and whose tables are those that a build
        would publish now. The same object until something changes.

    Raises
    ------
    DamagedStoreError
        If the snapshot or the ledger can't be read.
    """
    base = current_snapshot(store)
    if base is None or not base.tables() >= NEEDED:
        return base
    said = what_was_said(store)
    with _laying:
        last = _laid.get(store.resolve())
        if last is not None and (last.base_id, last.sequence) == (base.id, said.of_segments.sequence):
            return last.snapshot
        found = _laid_over(base, said, last)
        _laid[store.resolve()] = found
        return found.snapshot


def _laid_over(base: Snapshot, said: Said, last: _Laid | None) -> _Laid:
    fingerprint, sequence = said_fingerprint(said), said.of_segments.sequence
    if fingerprint == base.facts.get("said_of_segments"):
        return _Laid(base.id, sequence, fingerprint, base)
    if last is not None and (last.base_id, last.fingerprint) == (base.id, fingerprint):
        return _Laid(base.id, sequence, fingerprint, last.snapshot)
    return _Laid(base.id, sequence, fingerprint, overlaid(base, said))


def overlaid(base: Snapshot, said: Said) -> Snapshot:
    """Lay what people said of segments over a snapshot.

    Parameters
    ----------
    base : Snapshot
        A published one.
    said : Said
        All that they said, what the snapshot knows of too.

    Returns
    -------
    Snapshot
        With the tables that a build would publish.
    """
    facts = base.facts
    protected = facts.get("protected")
    terms = Terms(
        protected=tuple(map(str, protected)) if isinstance(protected, list | tuple) else (),
        as_of=date.fromisoformat(str(facts["as_of"])),
        seed=int(str(facts["seed"])),
    )
    tables, known = published_tables(base), _remembered(base)
    heard = Said(said.of_segments, partial(known.places_in, said.places))
    edited = EditedTables(tables, heard, terms, partial(_published, base), known.ground)
    newer = knowledge_facts(said)
    is_same_tree = newer["edits_of_segments"] == facts.get("edits_of_segments")
    return OverlaidSnapshot(
        base,
        sequence=said.of_segments.sequence,
        tables=edited.named() if is_same_tree else {**edited.small(), "membership": edited.membership()},
        later={"segment_flow": lambda _: edited.flow()} if is_same_tree else _later(base, edited, terms),
        facts=newer,
    )


def _later(base: Snapshot, edited: EditedTables, terms: Terms) -> dict[str, Later]:
    changed = _Changed(base)
    later: dict[str, Later] = {
        "segment_flow": lambda _: edited.flow(),
        "protected_overlap": lambda _: edited.overlap(),
        "drivers": lambda laid: _drivers(base, laid, changed.ids(laid), terms.seed),
        "kpis": lambda laid: edited_kpis(
            base.table("kpis"), laid, changed.ids(laid), currency=str(base.facts.get("currency", DEFAULT_CURRENCY))
        ),
        "retention": lambda laid: edited_retention(base.table("retention"), laid, changed.ids(laid), as_of=terms.as_of),
    }
    return {name: make for name, make in later.items() if base.tables() >= {name, *_MADE_FROM.get(name, ())}}


class _Remembered:
    """What every overlay of one snapshot needs, and what takes seconds to read of a million customers."""

    def __init__(self, base: Snapshot) -> None:
        self.ground = ground(published_tables(base))
        self._places: Mapping[str, int] | None = None

    def places_in(self, places_of: Places, ids: Sequence[str]) -> Mapping[str, int]:
        """Find customers by their pseudonyms."""
        if self._places is None:
            self._places = places_of(ids)
        return self._places


def _remembered(base: Snapshot) -> _Remembered:
    """Remember the last snapshot's, which is the one that people edit; a copied store has a file of its own."""
    if base.path not in _grounds:
        _grounds.clear()
        _grounds[base.path] = _Remembered(base)
    return _grounds[base.path]


def _published(base: Snapshot) -> Placed:
    return Placed(base.table("segments"), base.table("membership"))


def _drivers(base: Snapshot, laid: Snapshot, changed: Collection[str], seed: int) -> pd.DataFrame:
    """Rank again for the segments whose customers changed, and only for these."""
    now = laid.table("membership")
    ranked = ranked_drivers(published_tables(base), now[now["segment_id"].isin(list(changed))], seed=seed)
    return with_changed(base.table("drivers"), ranked, laid.table("segments")["segment_id"].unique().tolist())


class _Changed:
    """Which segments have lost or won a customer; compared once for all tables that need it."""

    def __init__(self, base: Snapshot) -> None:
        self._base, self._ids = base, frozenset[str]()
        self._is_known = False

    def ids(self, laid: Snapshot) -> frozenset[str]:
        """Their ids, before and now; both tables have the same customers in the same order."""
        if not self._is_known:
            before, now = (each.table("membership")["segment_id"].astype("str") for each in (self._base, laid))
            differs = before.to_numpy(dtype=object) != now.to_numpy(dtype=object)
            self._ids = frozenset({*before[differs], *now[differs]})
            self._is_known = True
        return self._ids
