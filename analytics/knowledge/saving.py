"""Whether acts can be saved just now, for a banner; saving itself is tried anew with every act."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analytics.errors import LedgerPausedError
from analytics.knowledge.database import reading
from analytics.knowledge.failures import in_words, paused
from analytics.knowledge.place import is_shared
from analytics.store.durable import write_durably

_ROOM_BYTES = 256 * 1024
"""An act writes about a tenth of this."""

_SECONDS_BETWEEN_TRIES = 1.0


@dataclass(frozen=True)
class Saving:
    """Whether acts can be saved.

    Attributes
    ----------
    is_paused : bool
        True while they can't.
    why : str
        For people: what is wrong and what will happen; empty where all is well.
    """

    is_paused: bool
    why: str = ""


@dataclass
class _Failure:
    why: str
    tried_at: float


_failures: dict[Path, _Failure] = {}


def saving_state(store: Path) -> Saving:
    """Say whether acts can be saved just now.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    Saving
        Paused where the disk is full or can't be written to, or the last act could not be saved; then writing is
        tried about once a second, and the answer changes by itself when it works again. Cheap enough to be asked by
        every open page every two seconds.
    """
    try:
        with in_words(store):
            _try_again(store)
            _look_at_disk(store)
    except LedgerPausedError as reason:
        return Saving(is_paused=True, why=str(reason))
    return Saving(is_paused=False)


@contextmanager
def remembered(store: Path) -> Iterator[None]:
    """Remember how saving in the block went.

    Parameters
    ----------
    store : Path
        The store's folder.
    """
    try:
        yield
    except LedgerPausedError as reason:
        _failures[store.resolve()] = _Failure(str(reason), time.monotonic())
        raise
    _failures.pop(store.resolve(), None)


def _try_again(store: Path) -> None:
    failure = _failures.get(store.resolve())
    if failure is None:
        return
    if time.monotonic() - failure.tried_at < _SECONDS_BETWEEN_TRIES:
        raise LedgerPausedError(failure.why)
    failure.tried_at = time.monotonic()
    if is_shared():
        with reading(store):
            pass
    trial = store / f".saving.{os.getpid()}.trial"
    write_durably(trial, bytes(_ROOM_BYTES))
    trial.unlink()
    _failures.pop(store.resolve(), None)


def _look_at_disk(store: Path) -> None:
    if not store.is_dir():
        return
    if not os.access(store, os.W_OK):
        raise paused("the store can't be written to")
    if hasattr(os, "statvfs"):
        disk = os.statvfs(store)
        if disk.f_bavail * disk.f_frsize < _ROOM_BYTES:
            raise paused("the disk is full")
