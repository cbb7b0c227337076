"""Sign-in by a bank's own provider (OpenID Connect): which groups are which role, and how long a sign-in holds."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from analytics.access.settings import SettingError, strong
from analytics.knowledge import ledger
from analytics.knowledge.people import Person, is_name
from analytics.knowledge.reading import events, knowledge
from analytics.knowledge.roles import Act, Role

AUTHOR = "sign-in"
"""Who writes into the ledger that a profile was made or changed by what the provider says."""
_NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_LOCAL = ("localhost", "127.0.0.1")


@dataclass(frozen=True)
class Provider:
    """How the provider's claims are read.

    Attributes
    ----------
    roles : mapping of str to Role
        From a group of the bank's directory to a role; the first that somebody is in counts.
    groups_claim, name_claim : str
        The claims with their groups and their name.
    host : str
        The name of the machine that the provider leads back to.
    """

    roles: Mapping[str, Role]
    groups_claim: str = "groups"
    name_claim: str = "email"
    host: str = ""


def provider_in(secrets: Path) -> Provider | None:
    """Read and check the settings of a provider.

    Parameters
    ----------
    secrets : Path
        ``.streamlit/secrets.toml``.

    Returns
    -------
    Provider or None
        None where there is no ``[auth]``: local profiles are used.

    Raises
    ------
    SettingError
        If a setting is missing or weak; it names the setting.
    """
    if not secrets.is_file():
        return None
    try:
        told = tomllib.loads(secrets.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as reason:
        raise SettingError(str(secrets), f"is no TOML ({reason})", "Sign-in is not known until it is.") from None
    if "auth" not in told:
        return None
    auth = told["auth"] if isinstance(told["auth"], dict) else {}
    _check(auth)
    return replace(_mapping(told.get("tandem")), host=urlsplit(str(auth["redirect_uri"])).hostname or "")


def _check(auth: Mapping[str, object]) -> None:
    for name in _NEEDED:
        value = auth.get(name)
        if not isinstance(value, str) or not value.strip():
            raise SettingError(f"auth.{name}", "is missing in secrets.toml", "Sign-in needs it.")
    strong(str(auth["cookie_secret"]), setting="auth.cookie_secret")
    for name in ("redirect_uri", "server_metadata_url"):
        address = urlsplit(str(auth[name]))
        if address.scheme != "https" and (address.scheme != "http" or address.hostname not in _LOCAL):
            raise SettingError(f"auth.{name}", "is no https address", "A sign-in must not go over an open line.")


def _mapping(told: object) -> Provider:
    told = told if isinstance(told, dict) else {}
    roles = told.get("roles")
    if not isinstance(roles, dict) or not roles:
        raise SettingError(
            "tandem.roles", "is missing in secrets.toml", 'It says who is what: "BANK-ANALYSTS" = "analyst".'
        )
    wrong = [str(role) for role in roles.values() if role not in set(Role)]
    if wrong:
        raise SettingError("tandem.roles", f'has the role "{wrong[0]}"', f"There are: {', '.join(Role)}.")
    known = {str(group): Role(role) for group, role in roles.items()}
    return Provider(known, str(told.get("groups_claim", "groups")), str(told.get("name_claim", "email")))


def person_claimed(
    claims: Mapping[str, object], provider: Provider, *, now_s: float, longest_s: float
) -> Person | None:
    """Say who is signed in, by what the provider signed.

    Parameters
    ----------
    claims : mapping of str to object
        Of the identity token.
    provider : Provider
        How they are read.
    now_s : float
        Seconds since 1970.
    longest_s : float
        How long a sign-in lasts, whatever the token says.

    Returns
    -------
    Person or None
        None where the token has ended or says no time, the name is none, its e-mail address was not verified, or
        none of the groups has a role.
    """
    issued, expires = _seconds(claims.get("iat")), _seconds(claims.get("exp"))
    if issued is None or expires is None or not issued - 60 <= now_s < min(expires, issued + longest_s):
        return None
    name = claims.get(provider.name_claim)
    if not isinstance(name, str) or not is_name(name):
        return None
    if provider.name_claim == "email" and claims.get("email_verified") is False:
        return None
    groups = claims.get(provider.groups_claim)
    listed = [groups] if isinstance(groups, str) else groups if isinstance(groups, Sequence) else []
    role = next((role for group, role in provider.roles.items() if group in listed), None)
    return None if role is None else Person(name, role)


def sign_in_id(claims: Mapping[str, object]) -> str:
    """Name a sign-in by what the provider signed, so that it can be ended in every tab, and a copy of it too.

    Parameters
    ----------
    claims : mapping of str to object
        Of the identity token: the same in all tabs of a browser, and other at the next sign-in (``nonce``).

    Returns
    -------
    str
        32 hexadecimal digits.
    """
    told = json.dumps([str(claims.get(name)) for name in ("iss", "sub", "iat", "exp", "nonce")])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def bring_up_to_date(store: Path, claimed: Person, *, issued_s: float) -> None:
    """Write into the ledger who somebody is, where it says nothing yet, or said otherwise before this sign-in.

    A role that was changed by ``user`` after somebody signed in holds until they sign in anew.

    Parameters
    ----------
    store : Path
        The store's folder.
    claimed : Person
        By `person_claimed`.
    issued_s : float
        When the provider said so, in seconds since 1970.
    """
    known = knowledge(store).people.get(claimed.name)
    if known is not None and known.role is claimed.role:
        return
    subject = f"person:{claimed.name}"
    changed = [event for event in events(store) if event.act == Act.PROFILE and event.entry.subject == subject]
    if known is not None and changed and _when(changed[-1].entry.done_at) >= issued_s:
        return
    payload = {"name": claimed.name, "role": claimed.role.value}
    ledger.append(store, author=AUTHOR, act=Act.PROFILE, subject=subject, payload=payload, touches=(subject,))


def _seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _when(done_at: str) -> float:
    told = datetime.fromisoformat(done_at)
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
