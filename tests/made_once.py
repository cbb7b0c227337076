"""What many tests need alike: made once for all processes of a run, or drawn up once in each."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

import pandas as pd

from analytics.store.shelf import current_id
from analytics.vocabulary import Json, SnapshotId

Tables = dict[str, pd.DataFrame]
_roots: list[Path] = []


def share_below(root: Path) -> None:
    """Say once a session in which folder, the same for all processes of a run, stands what they share."""
    _roots[:] = [root]


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """Give a folder that is made once for all processes of a run; who comes second waits until it is whole."""
    folder, whole = _roots[0] / name, _roots[0] / f"{name}.whole"
    with (_roots[0] / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            make(folder)
            whole.touch()
    return folder


def store_of_ones_own(folder: Path, make: Callable[[Path], object], name: str, *which: Json) -> SnapshotId | None:
    """Give a copy of a store that is made once in a run of tests; what stands in the folder already is built upon."""
    if not _roots or (folder.exists() and any(folder.iterdir())):
        make(folder)
    else:
        told = hashlib.sha256(json.dumps(which, sort_keys=True).encode()).hexdigest()[:12]
        shutil.copytree(made_once(f"{name}-{told}", make), folder, dirs_exist_ok=True)
    return current_id(folder)


def drawn_up_once(make: Callable[[int], Tables]) -> Callable[[int], Tables]:
    """Keep the tables for each number of customers; whoever asks is given copies, which cost nothing until changed."""
    kept = cache(make)

    @wraps(make)
    def tables(n: int) -> Tables:
        return {name: table.copy(deep=False) for name, table in kept(n).items()}

    return tables
