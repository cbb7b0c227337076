"""Work that goes on behind the screens: started as a process of its own, followed in its progress file, cancelled."""

from __future__ import annotations

import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from streamlit.runtime.uploaded_file_manager import UploadedFile

from analytics.commands.load_and_build import Order
from analytics.errors import InputError
from analytics.store.progress import State, read_progress

ROOT = Path(__file__).resolve().parents[2]
UPLOADS = "uploads"
_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_MOST_CHARACTERS = 200


def start_demo(store: Path) -> None:
    """Make, load and build the demo bank."""
    _start(store, ["first-start"])


def start_load(store: Path, order: Order) -> None:
    """Load and build what is ordered."""
    _start(store, ["load-and-build", order.text()])


def start_build(store: Path) -> None:
    """Build what is loaded."""
    _start(store, ["build"])


def cancel(store: Path) -> None:
    """Ask the work in progress to stop; what was published before stays."""
    progress = read_progress(store)
    if progress is not None and progress.state is State.RUNNING:
        os.kill(progress.pid, signal.SIGTERM)


def kept_uploads(store: Path, files: Sequence[UploadedFile]) -> Path:
    """Write uploaded files under the store; gives the file where there is one, else their folder.

    A name from outside is only ever the last part of a path, and only letters, digits, dots, dashes and underlines.

    Raises
    ------
    InputError
        If two of them have the same name; nothing was written then.
    """
    names = [_plain_name(file.name) for file in files]
    twice = next((name for place, name in enumerate(names) if name.lower() in map(str.lower, names[:place])), None)
    if twice is not None:
        raise InputError(f"Two of the files would be called {twice} here, and one would be lost. Rename one of them.")
    folder = store / UPLOADS / secrets.token_hex(6)
    folder.mkdir(parents=True)
    for name, file in zip(names, files, strict=True):
        (folder / name).write_bytes(file.getvalue())
    return folder / names[0] if len(names) == 1 else folder


def _plain_name(told: str) -> str:
    # The end is kept, which says what kind of file it is.
    return _NAME.sub("_", Path(told).name)[-_MOST_CHARACTERS:].lstrip(".") or "file.csv"


def _start(store: Path, words: list[str]) -> None:
    store.mkdir(parents=True, exist_ok=True)
    subprocess.Popen(
        [sys.executable, "-m", "analytics", *words, "--store", str(store.resolve())],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
