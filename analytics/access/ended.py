"""Sign-ins that were ended by signing out: remembered until they would have ended by themselves, over restarts too."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

FILE = "signed-out.txt"
_lock = threading.Lock()
_known: dict[Path, _Kept] = {}


@dataclass(frozen=True)
class _Kept:
    """What was last read of a file, or written to it.

    Attributes
    ----------
    form : tuple
        By which it is known whether another process wrote it since; None where there is no file.
    until_s : mapping of str to float
        By sign-in, when it would have ended by itself.
    """

    form: tuple[int, int] | None
    until_s: Mapping[str, float]


def end(store: Path, called: str, *, until_s: float, now_s: float) -> None:
    """End a sign-in.

    Parameters
    ----------
    store : Path
        The store's folder.
    called : str
        The sign-in's id.
    until_s : float
        When it would have ended by itself, in seconds since 1970; it is remembered until then.
    now_s : float
        Now; what would have ended before is forgotten.
    """
    path = store.resolve() / FILE
    with _lock, _alone(path):
        kept = {key: until for key, until in _of(path).items() if until > now_s} | {called: until_s}
        # A store that can't be written to must not keep anybody signed in: this process remembers all the same.
        with contextlib.suppress(OSError):
            unfinished = path.with_name(f".{FILE}.{os.getpid()}")
            unfinished.write_text("".join(f"{key} {until}\n" for key, until in kept.items()), encoding="ascii")
            unfinished.replace(path)
        _known[path] = _Kept(_form(path), kept)


def has_ended(store: Path, called: str) -> bool:
    """Say whether a sign-in was ended by signing out, in this process or another."""
    with _lock:
        return called in _of(store.resolve() / FILE)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from writing at the same time what would be lost here."""
    with ExitStack() as until_done:
        with contextlib.suppress(OSError):
            lock = until_done.enter_context(path.with_name(f".{FILE}.lock").open("w"))
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _of(path: Path) -> Mapping[str, float]:
    form, known = _form(path), _known.get(path)
    if known is None or known.form != form:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines() if form is not None else []
        read = {line.partition(" ")[0]: _until(line.partition(" ")[2]) for line in lines}
        # What this process alone remembers, since the store could not be written to, stays ended.
        known = _known[path] = _Kept(form, {**({} if known is None else known.until_s), **read})
    return known.until_s


def _form(path: Path) -> tuple[int, int] | None:
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_ino, told.st_mtime_ns


def _until(text: str) -> float:
    """Read a time; what can't be read keeps its sign-in ended for good."""
    try:
        return float(text)
    except ValueError:
        return float("inf")
