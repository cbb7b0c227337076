"""The ledger of human acts: append-only, chained, safe on disk before it says so.

The database refuses changes and deletions by trigger; what is done to it behind its back is found by the hash chain
and by ``ledger.anchor``, which holds the head's number and hash.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from analytics.errors import DamagedStoreError, InputError, LedgerPausedError, StoreBusyError
from analytics.knowledge.anchor import anchors_of, settle_anchor, write_anchors
from analytics.knowledge.chain import CUSTOMER, ERASE, GENESIS, Anchor, Anchors, Entry, entry_hash, follow_each_other
from analytics.knowledge.conflict import ConflictError
from analytics.knowledge.database import reading, writing
from analytics.knowledge.place import is_shared, is_there
from analytics.knowledge.saving import remembered
from analytics.knowledge.sealing import opened, refuse_reserved, sealed, secrets_for
from analytics.knowledge.tables import ENTRIES
from analytics.store.erased import pseudonym
from analytics.vocabulary import Json


def append(
    store: Path,
    *,
    author: str,
    act: str,
    subject: str,
    payload: Mapping[str, Json],
    touches: Sequence[str] = (),
    seen: int | None = None,
    about: str | None = None,
) -> Entry:
    """Write an act down; when this returns, it is safe on disk.

    Parameters
    ----------
    store : Path
        The store's folder; made if it isn't there.
    author : str
        Who did it.
    act : str
        What was done.
    subject : str
        What it was done to, such as ``segment:3-ab12`` or ``note:n17``; ``customer:<id>`` of the customer in `about`
        is stored with their pseudonym.
    payload : mapping of str to Json
        The details.
    touches : sequence of str
        The subjects whose later change by others is a conflict with this act, and the other way round.
    seen : int, optional
        The number of the last entry that the author had on screen; without it nothing is a conflict.
    about : str, optional
        The id of the one customer whom the details are about: they are sealed, and an erasure destroys them.

    Returns
    -------
    Entry
        What was written, with its number and hash.

    Raises
    ------
    ConflictError
        If an entry after `seen` touches one of `touches`; nothing is written.
    InputError
        If the customer in `about` was erased, or the details have a word that is reserved.
    LedgerPausedError
        If the disk is full or can't be written to; nothing is written.
    DamagedStoreError
        If the ledger's end isn't the one that its anchor names: nothing is written behind a
        ledger that was cut or rolled back.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> append(Path(mkdtemp()), author="anna", act="rename", subject="segment:3-ab12", payload={"name": "A"}).sequence
    1
    """
    store.mkdir(parents=True, exist_ok=True)
    refuse_reserved(payload)
    customer = pseudonym(store, about) if about is not None else None
    told = f"{CUSTOMER}{customer}" if about is not None and subject == f"{CUSTOMER}{about}" else subject
    with remembered(store), writing(store) as connection:
        head = _head(connection)
        _refuse_if_changed(connection, store, head)
        if seen is not None and touches:
            _refuse_conflict(connection, seen, touches, act, payload)
        stored = payload if customer is None else _sealed(connection, customer, payload)
        entry = _next(head, (author, act, told, json.dumps(stored, sort_keys=True)), touches)
        connection.execute(ENTRIES.insert().values(tuple(getattr(entry, column.name) for column in ENTRIES.c)))
        write_anchors(store, Anchors(head, pending=Anchor(entry.sequence, entry.hash)))
    _settle(store)
    return entry


def entries(store: Path, *, after: int = 0) -> tuple[Entry, ...]:
    """Read the acts, oldest first.

    Parameters
    ----------
    store : Path
        The store's folder.
    after : int
        The number of the last entry that is known already.

    Returns
    -------
    tuple of Entry
        Empty where nobody has done anything since.

    Raises
    ------
    DamagedStoreError
        If the file can't be read as a ledger.
    """
    if not is_there(store):
        return ()
    asked = select(ENTRIES).where(ENTRIES.c.sequence > after).order_by(ENTRIES.c.sequence)
    with reading(store) as connection:
        return tuple(Entry(*row) for row in connection.execute(asked))


def head_sequence(store: Path) -> int:
    """The number of the last act: cheap, to be asked again and again.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    int
        0 where nobody has done anything yet.
    """
    if not is_there(store):
        return 0
    with reading(store) as connection:
        return int(connection.execute(select(func.coalesce(func.max(ENTRIES.c.sequence), 0))).scalar_one())


def payload(store: Path, entry: Entry) -> Mapping[str, Json] | None:
    """Read the details of an act, opened where they are sealed.

    Parameters
    ----------
    store : Path
        The store's folder.
    entry : Entry
        The act.

    Returns
    -------
    mapping of str to Json or None
        None where they were about a customer who was erased.
    """
    return payloads(store, (entry,))[0]


def payloads(store: Path, acts: Iterable[Entry]) -> tuple[Mapping[str, Json] | None, ...]:
    """Read the details of many acts at once.

    Parameters
    ----------
    store : Path
        The store's folder.
    acts : iterable of Entry
        The acts.

    Returns
    -------
    tuple of (mapping of str to Json or None)
        As `payload`, in the order given.
    """
    stored = [json.loads(entry.payload) for entry in acts]
    if not stored:
        return ()
    with reading(store) as connection:
        keys = secrets_for(connection, stored)
    return tuple(opened(each, keys) for each in stored)


def _next(head: Anchor, told: tuple[str, str, str, str], touches: Sequence[str]) -> Entry:
    done_at = datetime.now(UTC).isoformat(timespec="microseconds")
    touched = json.dumps(sorted(set(touches)))
    sequence = head.sequence + 1
    digest = entry_hash(sequence, (done_at, *told, touched), head.hash)
    return Entry(sequence, done_at, *told, head.hash, digest, touched)


def _sealed(connection: Connection, customer: str, payload: Mapping[str, Json]) -> dict[str, str]:
    subjects = (customer, f"{CUSTOMER}{customer}")
    erased = select(ENTRIES.c.sequence).where(ENTRIES.c.act == ERASE, ENTRIES.c.subject.in_(subjects)).limit(1)
    if connection.execute(erased).first():
        raise InputError("This customer was erased. Nothing can be written about them any more.")
    return sealed(connection, customer, payload)


def _head(connection: Connection) -> Anchor:
    asked = select(ENTRIES.c.sequence, ENTRIES.c.hash).order_by(ENTRIES.c.sequence.desc()).limit(1)
    row = connection.execute(asked).first()
    return Anchor(int(row[0]), str(row[1])) if row else Anchor(0, GENESIS)


def _settle(store: Path) -> None:
    """Say in the anchor that the entry is there; alone again, since another may have written behind it by now.

    The entry is safe already, and the anchor allows for it: where the disk is full by now, the next act does this.
    """
    with suppress(LedgerPausedError, StoreBusyError), writing(store) as connection:
        settle_anchor(store, _head(connection))


def _refuse_if_changed(connection: Connection, store: Path, head: Anchor) -> None:
    anchors = anchors_of(store, head, is_shared=is_shared())
    if not anchors.fits(head) and not (is_shared() and _goes_on(connection, anchors.head)):
        raise DamagedStoreError(
            f"The ledger ends at entry {head.sequence}, its anchor at {anchors.head.sequence}: it was changed behind "
            "its back. Nothing is written to it. Run verify to see what was done, and restore a backup."
        )


def _goes_on(connection: Connection, anchored: Anchor) -> bool:
    """Whether others have written behind the entry that this store knows, and it is still there."""
    asked = select(ENTRIES).where(ENTRIES.c.sequence >= anchored.sequence).order_by(ENTRIES.c.sequence)
    found = [Entry(*row) for row in connection.execute(asked)]
    if anchored.sequence:
        if not found or Anchor(found[0].sequence, found[0].hash) != anchored:
            return False
        found = found[1:]
    return follow_each_other(found, anchored)


def _refuse_conflict(
    connection: Connection, seen: int, touches: Sequence[str], act: str, payload: Mapping[str, Json]
) -> None:
    later = select(ENTRIES).where(ENTRIES.c.sequence > seen, ENTRIES.c.touches != "[]").order_by(ENTRIES.c.sequence)
    found = (Entry(*row) for row in connection.execute(later))
    conflicts = tuple(entry for entry in found if not set(touches).isdisjoint(entry.touched))
    if conflicts:
        raise ConflictError(conflicts, act=act, payload=payload)
