"""How people sign in to this server: by a local profile, by the bank's provider, or straight in as one profile."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from analytics.access.claims import Provider, provider_in
from analytics.access.settings import AS_VARIABLE, AUTH_FILE_VARIABLE, SettingError, Settings, settings_in
from analytics.access.signing import signing_secret
from analytics.access.tries import Tries
from analytics.knowledge.reading import knowledge

USUAL_FILE = Path(__file__).resolve().parents[3] / ".streamlit" / "secrets.toml"
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1"})
TRIES = Tries(time.monotonic)


@dataclass(frozen=True)
class Keys:
    """What signs the sign-ins of a store, and what the cookie is called: two servers on one machine share cookies."""

    secret: bytes
    cookie: str


def settings() -> Settings:
    """The settings in force."""
    return settings_in(os.environ)


def auth_file() -> Path:
    """The file with the settings of the bank's provider: the one that ``TANDEM_AUTH_FILE`` names, or the usual one."""
    named = os.environ.get(AUTH_FILE_VARIABLE, "").strip()
    return Path(named).resolve() if named else USUAL_FILE


def provider() -> Provider | None:
    """The bank's provider; None where local profiles are used."""
    return _provider(auth_file())


def hosts() -> frozenset[str]:
    """Under which names the dashboard answers: this machine's, and the one that the provider leads back to."""
    known = provider()
    return LOCAL_HOSTS if known is None or not known.host else LOCAL_HOSTS | {known.host}


@cache
def _provider(secrets: Path) -> Provider | None:
    return provider_in(secrets)


@cache
def keys(store: Path) -> Keys:
    """What signs the sign-ins of a store; read once."""
    secret = signing_secret(store, os.environ)
    return Keys(secret, f"tandem_{sha256(b'cookie:' + secret).hexdigest()[:12]}")


def refuse_unsafe(store: Path) -> None:
    """Refuse to start where a setting of sign-in is missing or weak.

    Raises
    ------
    SettingError
        It names the setting.
    """
    found = settings()
    if found.straight_in:
        people = knowledge(store).people
        if found.straight_in not in people:
            there = f"There are: {', '.join(sorted(people))}."
            raise SettingError(AS_VARIABLE, f'names "{found.straight_in}", whom nobody knows here', there)
    elif _named_provider() is None:
        keys(store)


def _named_provider() -> Provider | None:
    file = auth_file()
    if file != USUAL_FILE and not file.is_file():
        raise SettingError(AUTH_FILE_VARIABLE, f"names {file}, which is no file", "Name one, or leave it out.")
    found = provider_in(file)
    if found is None and file != USUAL_FILE:
        raise SettingError(AUTH_FILE_VARIABLE, f"names {file}, which has no [auth]", "Sign-in is not known without it.")
    return found
