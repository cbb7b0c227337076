"""What people do by screen and by command: one function for both."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analytics.errors import StoreEmptyError
from analytics.knowledge.doing import Surroundings, perform
from analytics.knowledge.draft import Done
from analytics.knowledge.known import Known
from analytics.knowledge.served import known_in
from analytics.live import live_snapshot
from analytics.stages.finding_evidence import finding_measurer
from analytics.stages.list_choosing import list_chooser
from analytics.stages.note_testing import note_tester
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import Json


def do(store: Path, act: Mapping[str, Json], *, author: str, seen: int | None = None) -> Done:
    """Do an act: rename, tag, merge, split, move, lock, note, agree, undo, ….

    Parameters
    ----------
    store : Path
        The store's folder.
    act : mapping of str to Json
        ``act`` and its fields, as in a line of ``act FILE.jsonl``; docs/knowledge.md lists them.
    author : str
        Who does it; someone with a profile.
    seen : int, optional
        The number of the last entry that the author had on screen (`Knowledge.sequence`); without it, the state is
        read now.

    Returns
    -------
    Done
        What was made or changed.

    Raises
    ------
    InputError
        If it can't be done; the message says why.
    ConflictError
        If others changed the same after `seen`; nothing was written.
    """
    around = Surroundings(
        lambda: known(store),
        note_tester(store),
        list_chooser(lambda: served(store)),
        finding_measurer(lambda: served(store)),
    )
    return perform(store, act, author=author, surroundings=around, seen=seen)


def known(store: Path) -> Known:
    """Say what there is to act on in a store.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    Known
        The segments, columns and customers that are served, newer edits laid over.

    Raises
    ------
    StoreEmptyError
        If nothing was published yet.
    """
    return known_in(served(store))


def served(store: Path) -> Snapshot:
    """Open what is served, newer edits laid over it.

    Raises
    ------
    StoreEmptyError
        If nothing was published yet.
    """
    snapshot = live_snapshot(store)
    if snapshot is None:
        raise StoreEmptyError(f"Nothing is published in the store {store} yet: run build.")
    return snapshot
