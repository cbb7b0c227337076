"""The secret that signs sign-ins: from the environment, or a file of the store that only its owner reads."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from analytics.access.settings import SECRET_VARIABLE, SettingError, strong
from analytics.store.durable import make_once

FILE = "sign-in.key"
_BYTES = 48
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def signing_secret(store: Path, surroundings: Mapping[str, str]) -> bytes:
    """Give the secret of a store; its file is made on first use.

    Parameters
    ----------
    store : Path
        The store's folder.
    surroundings : mapping of str to str
        Such as `os.environ`; ``TANDEM_SECRET`` goes before the file.

    Raises
    ------
    SettingError
        If the secret is weak, or its file can be read by others, is damaged, or can't be made.
    """
    told = surroundings.get(SECRET_VARIABLE)
    if told is not None:
        return strong(told, setting=SECRET_VARIABLE).encode()
    path = store / FILE
    if not path.exists() and not path.is_symlink():
        _make(path)
    return _read(path).encode()


def _read(path: Path) -> str:
    name, remedy = str(path), "Take it away and start again: a new one is made, and everybody signs in anew."
    if path.is_symlink() or not path.is_file():
        raise SettingError(name, "is not a file of its own", remedy)
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise SettingError(name, "can be read by others", f"Run chmod 600 {path}; if others saw it, take it away.")
    try:
        return strong(path.read_text(encoding="ascii").strip(), setting=name)
    except (OSError, UnicodeDecodeError):
        raise SettingError(name, "can't be read", remedy) from None


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        make_once(path, _text().encode())
    except OSError as reason:
        raise SettingError(str(path), f"can't be made ({reason.strerror})", f"Or set {SECRET_VARIABLE}.") from None


def _text() -> str:
    """A secret that `strong` takes: by chance one in some thousands has the word of an example in it."""
    while True:
        try:
            return strong(secrets.token_urlsafe(_BYTES), setting=FILE)
        except SettingError:
            continue
