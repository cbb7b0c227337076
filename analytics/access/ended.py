"""Sign-ins that were ended by signing out: remembered until they would have ended by themselves, over restarts too."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

FILE = "signed-out.txt"
_lock = threading.Lock()
_known: dict[Path, dict[str, float]] = {}


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
    with _lock:
        kept = {key: until for key, until in _of(path).items() if until > now_s} | {called: until_s}
        _known[path] = kept
        # A store that can't be written to must not keep anybody signed in: this process remembers all the same.
        with contextlib.suppress(OSError):
            unfinished = path.with_name(f".{FILE}.{os.getpid()}")
            unfinished.write_text("".join(f"{key} {until}\n" for key, until in kept.items()), encoding="ascii")
            unfinished.replace(path)


def has_ended(store: Path, called: str) -> bool:
    """Say whether a sign-in was ended by signing out."""
    with _lock:
        return called in _of(store.resolve() / FILE)


def _of(path: Path) -> dict[str, float]:
    if path not in _known:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines() if path.is_file() else []
        _known[path] = {line.partition(" ")[0]: _until(line.partition(" ")[2]) for line in lines}
    return _known[path]


def _until(text: str) -> float:
    """Read a time; what can't be read keeps its sign-in ended for good."""
    try:
        return float(text)
    except ValueError:
        return float("inf")
