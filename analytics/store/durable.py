"""Files that a crash leaves either as they were or as they were meant to be."""

from __future__ import annotations

import os
import threading
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the folder's list of names survive a power cut.

    Parameters
    ----------
    folder : Path
        The folder in which a file was made, renamed or removed.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make a closed file's content survive a power cut.

    Parameters
    ----------
    path : Path
        A file that nothing in this process holds open: opening and closing a database file
        by its path would drop the locks that the process has on it.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Replace a file in one step: whoever reads sees the old content or the new, never a part.

    Parameters
    ----------
    path : Path
        The file to make or replace; its folder exists. When this returns, it is safe on disk.
    content : bytes
        All of it.
    mode : int
        Who may read and write it, as for `os.open`.
    """
    write_in_one_step(path, content, mode=mode)
    sync_folder(path.parent)


def make_once(path: Path, content: bytes) -> None:
    """Make a file that its owner alone may read, unless another thread or process was faster: then that one stays.

    Parameters
    ----------
    path : Path
        The file; its folder exists. When this returns, it is there, whole, and safe on disk.
    content : bytes
        All of it.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        _write_and_sync(unfinished, content, 0o600)
        path.hardlink_to(unfinished)
        sync_folder(path.parent)
    except FileExistsError:
        return
    finally:
        unfinished.unlink(missing_ok=True)


def write_in_one_step(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Replace a file in one step, where a power cut soon after may bring the old content back.

    Parameters
    ----------
    path : Path
        The file to make or replace; its folder exists.
    content : bytes
        All of it.
    mode : int
        Who may read and write it, as for `os.open`.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        _write_and_sync(unfinished, content, mode)
        unfinished.replace(path)
    except OSError:
        # A full disk: what was begun must not hold the room that the next try needs.
        unfinished.unlink(missing_ok=True)
        raise


def _write_and_sync(path: Path, content: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        remaining = memoryview(content)
        while remaining:
            remaining = remaining[os.write(handle, remaining) :]
        os.fsync(handle)
    finally:
        os.close(handle)
