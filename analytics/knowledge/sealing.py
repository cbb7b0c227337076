"""Payloads about one customer are sealed under a key of that customer: destroying the key destroys them.

The chain is over what is sealed, so that it still verifies after an erasure. AES-256-GCM (NIST SP 800-38D) with a
random nonce, bound to the customer's pseudonym.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, select

from analytics.errors import DamagedStoreError, InputError
from analytics.knowledge.tables import KEYS
from analytics.vocabulary import Json

SEALED = "sealed_for"
"""The word in a stored payload that says whose key it is under."""

_KEY_BITS = 256
_NONCE_BYTES = 12


def sealed(connection: Connection, customer: str, payload: Mapping[str, Json]) -> dict[str, str]:
    """Seal a payload under a customer's key, which is made if there is none yet.

    Parameters
    ----------
    connection : Connection
        To the ledger, alone at writing.
    customer : str
        The customer's pseudonym.
    payload : mapping of str to Json
        The details.

    Returns
    -------
    dict of str to str
        What is stored instead.
    """
    secret = _secret(connection, customer)
    if secret is None:
        secret = AESGCM.generate_key(bit_length=_KEY_BITS)
        connection.execute(KEYS.insert().values(pseudonym=customer, secret=secret))
    nonce = secrets.token_bytes(_NONCE_BYTES)
    box = AESGCM(secret).encrypt(nonce, json.dumps(payload, sort_keys=True).encode(), customer.encode())
    return {SEALED: customer, "box": base64.b64encode(nonce + box).decode("ascii")}


def opened(connection: Connection, stored: Mapping[str, Json]) -> Mapping[str, Json] | None:
    """Open a stored payload.

    Parameters
    ----------
    connection : Connection
        To the ledger.
    stored : mapping of str to Json
        As it is in the ledger.

    Returns
    -------
    mapping of str to Json or None
        The details; None where the customer was erased.

    Raises
    ------
    DamagedStoreError
        If the key doesn't fit, or what is sealed was changed.
    """
    if SEALED not in stored:
        return stored
    customer = str(stored[SEALED])
    secret = _secret(connection, customer)
    if secret is None:
        return None
    try:
        box = base64.b64decode(str(stored.get("box")), validate=True)
        text = AESGCM(secret).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], customer.encode())
    except (InvalidTag, ValueError) as reason:
        raise DamagedStoreError(
            f"What is sealed for the customer {customer} can't be opened with their key."
        ) from reason
    told: Mapping[str, Json] = json.loads(text)
    return told


def refuse_reserved(payload: Mapping[str, Json]) -> None:
    """Refuse a payload that would be taken for a sealed one.

    Parameters
    ----------
    payload : mapping of str to Json
        The details.

    Raises
    ------
    InputError
        If it has the word that says so.
    """
    if SEALED in payload:
        raise InputError(f'A payload can\'t have "{SEALED}": that is how a sealed one is known.')


def _secret(connection: Connection, customer: str) -> bytes | None:
    found = connection.execute(select(KEYS.c.secret).where(KEYS.c.pseudonym == customer)).scalar()
    return bytes(found) if found is not None else None
