"""Passphrases of local profiles: scrypt hashes in a file of their own, not in the ledger, which can't forget."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analytics.errors import DamagedStoreError, InputError
from analytics.store.durable import write_durably

FILE = "passphrases.json"
SHORTEST = 8
LONGEST = 200
_COST, _BLOCK, _PARALLEL = 2**14, 8, 1
"""16 MB and some 50 ms a try (RFC 7914; OWASP's table of 2023 for scrypt at p = 1 asks for more memory, which a few
hundred tries at once would take from the dashboard; `tries` slows guessing down besides)."""


@dataclass(frozen=True)
class _Kept:
    salt: bytes
    hash: bytes


def set_passphrase(store: Path, name: str, passphrase: str) -> None:
    """Give a profile a passphrase, in place of the one before; who signed in with that one is signed out.

    Parameters
    ----------
    store : Path
        The store's folder.
    name : str
        The profile's.
    passphrase : str
        What they will type: at least eight characters.

    Raises
    ------
    InputError
        If it is too short or too long.
    """
    salt = secrets.token_bytes(16)
    _write(store, {**_all(store), name: _Kept(salt, _hashed(long_enough(passphrase), salt))})


def long_enough(passphrase: str) -> str:
    """Give a passphrase back, or refuse it.

    Raises
    ------
    InputError
        If it is too short or too long.
    """
    if not SHORTEST <= len(passphrase) <= LONGEST:
        raise InputError(f"A passphrase has {SHORTEST} to {LONGEST} characters; this one has {len(passphrase)}.")
    return passphrase


def carry_passphrases(store: Path, to: Path) -> None:
    """Give a copy of a store the passphrases of today: a backup of before one was set must not open its profile.

    Parameters
    ----------
    store, to : Path
        The store, and the folder of the copy; what only the copy has stays.
    """
    every = {**_all(to), **_all(store)}
    if every:
        _write(to, every)


def drop_passphrase(store: Path, name: str) -> None:
    """Let a profile be chosen without a passphrase."""
    _write(store, {key: kept for key, kept in _all(store).items() if key != name})


def has_passphrase(store: Path, name: str) -> bool:
    """Say whether a profile asks for a passphrase."""
    return name in _all(store)


def fits(store: Path, name: str, passphrase: str) -> bool:
    """Say whether a passphrase is that of a profile; True for any where it has none.

    Parameters
    ----------
    store : Path
        The store's folder.
    name : str
        The profile's.
    passphrase : str
        What was typed.
    """
    kept = _all(store).get(name)
    if kept is None:
        return True
    return hmac.compare_digest(kept.hash, _hashed(passphrase[:LONGEST], kept.salt))


def version(store: Path, name: str) -> str:
    """Tell one passphrase of a profile from the next, for sign-ins that were made with the one before.

    Returns
    -------
    str
        Empty where it has none. It tells nothing of the passphrase: it is made from the salt.
    """
    kept = _all(store).get(name)
    return "" if kept is None else hashlib.sha256(kept.salt).hexdigest()[:16]


_read: dict[Path, tuple[tuple[int, int], Mapping[str, _Kept]]] = {}


def _all(store: Path) -> Mapping[str, _Kept]:
    path = store.resolve() / FILE
    try:
        found = path.stat()
    except FileNotFoundError:
        return {}
    stamp = (found.st_mtime_ns, found.st_ino)
    known = _read.get(path)
    if known is None or known[0] != stamp:
        known = _read[path] = (stamp, _parsed(path))
    return known[1]


def _parsed(path: Path) -> Mapping[str, _Kept]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(name): _Kept(bytes.fromhex(each["salt"]), bytes.fromhex(each["scrypt"])) for name, each in told.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # Nobody may get in without a passphrase because the file that says who has one is damaged.
        raise DamagedStoreError(f"{path} is damaged: nobody can sign in. Put it back from a backup.") from None


def _write(store: Path, every: Mapping[str, _Kept]) -> None:
    told = {name: {"salt": kept.salt.hex(), "scrypt": kept.hash.hex()} for name, kept in sorted(every.items())}
    store.mkdir(parents=True, exist_ok=True)
    write_durably(store / FILE, json.dumps(told, ensure_ascii=False, indent=1).encode(), mode=0o600)


def _hashed(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL, dklen=32)
