"""A sign-in as a text that a browser keeps: who, when, and a signature that only this store's secret makes."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass

_CLOCKS_DIFFER_S = 60.0


@dataclass(frozen=True)
class SignIn:
    """One sign-in.

    Attributes
    ----------
    name : str
        Whose.
    id : str
        Its own, to end it.
    at_s : float
        When, in seconds since 1970.
    passphrase : str
        Which passphrase was in force (`passphrases.version`); empty for none.
    """

    name: str
    id: str
    at_s: float
    passphrase: str = ""

    def is_in_time(self, now_s: float, longest_s: float) -> bool:
        """Say whether it has not ended, and was not made in the future."""
        return -_CLOCKS_DIFFER_S <= now_s - self.at_s < longest_s


def new_sign_in(name: str, *, now_s: float, passphrase: str = "") -> SignIn:
    """Make a sign-in with an id of its own."""
    return SignIn(name, secrets.token_hex(16), now_s, passphrase)


def written(sign_in: SignIn, secret: bytes) -> str:
    """Write a sign-in as a text of letters, digits, ``-``, ``_`` and one dot."""
    told = json.dumps([sign_in.name, sign_in.id, sign_in.at_s, sign_in.passphrase], separators=(",", ":"))
    body = base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")
    return f"{body}.{_signature(body, secret)}"


def read(text: str, secret: bytes) -> SignIn | None:
    """Read a sign-in.

    Parameters
    ----------
    text : str
        From a browser; anything.
    secret : bytes
        The store's.

    Returns
    -------
    SignIn or None
        None unless it was written with this secret. Whether it has ended is for `SignIn.is_in_time`.
    """
    body, _, signature = text.partition(".")
    if not body or not hmac.compare_digest(signature.encode(), _signature(body, secret).encode()):
        return None
    try:
        name, called, at_s, passphrase = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (binascii.Error, ValueError, TypeError):
        return None
    return SignIn(str(name), str(called), float(at_s), str(passphrase))


def _signature(body: str, secret: bytes) -> str:
    return hmac.digest(secret, b"sign-in:" + body.encode(), hashlib.sha256).hex()
