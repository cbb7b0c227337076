"""A copy of a store, to be changed."""

from __future__ import annotations

import shutil
from pathlib import Path


def copied(store: Path, folder: Path) -> Path:
    """Copy a store into a folder of the test's own."""
    to = folder / "store"
    shutil.copytree(store, to, ignore=shutil.ignore_patterns("*.lease", "write.lock"))
    return to
