"""What is served: the published snapshot, with people's newer edits and names laid over it at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd

from analytics.insights.segment_flow import Placed
from analytics.stages.drivers import ranked_drivers, with_changed
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
        later={"segment_flow": edited.flow} if is_same_tree else _later(base, edited, terms.seed),
        facts=newer,
    )


def _later(base: Snapshot, edited: EditedTables, seed: int) -> dict[str, Callable[[], pd.DataFrame]]:
    later = {"segment_flow": edited.flow, "protected_overlap": edited.overlap}
    return later | ({"drivers": partial(_drivers, base, edited, seed)} if "drivers" in base.tables() else {})


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


def _drivers(base: Snapshot, edited: EditedTables, seed: int) -> pd.DataFrame:
    """Rank again for the segments whose customers changed, and only for these."""
    now: pd.DataFrame = edited.membership().to_pandas()
    changed = now[now["segment_id"].isin(_changed(base.table("membership"), now))]
    ranked = ranked_drivers(published_tables(base), changed, seed=seed)
    return with_changed(base.table("drivers"), ranked, edited.segments["segment_id"].unique().tolist())


def _changed(before: pd.DataFrame, now: pd.DataFrame) -> set[str]:
    """Segments that have lost or won a customer; both tables have the same customers in the same order."""
    differs = before["segment_id"].to_numpy(dtype=object) != now["segment_id"].to_numpy(dtype=object)
    return {*before.loc[differs, "segment_id"], *now.loc[differs, "segment_id"].astype(str)}
