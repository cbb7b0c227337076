"""How people sign in to this server: by a local profile, by the bank's provider, or straight in as one profile."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from analytics.access.claims import Provider, provider_in
from analytics.access.settings import AS_VARIABLE, SettingError, Settings, settings_in
from analytics.access.signing import signing_secret
from analytics.access.tries import Tries
from analytics.knowledge.reading import knowledge

SECRETS = Path(__file__).resolve().parents[3] / ".streamlit" / "secrets.toml"
TRIES = Tries(time.monotonic)


@dataclass(frozen=True)
class Keys:
    """What signs the sign-ins of a store, and what the cookie is called: two servers on one machine share cookies."""

    secret: bytes
    cookie: str


def settings() -> Settings:
    """The settings in force."""
    return settings_in(os.environ)


def provider() -> Provider | None:
    """The bank's provider; None where local profiles are used."""
    return _provider(SECRETS)


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
    elif provider_in(SECRETS) is None:
        keys(store)
