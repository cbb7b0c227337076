"""Payloads about one customer are sealed under a key of that customer: destroying the key destroys them.

The chain is over what is sealed, so that it still verifies after an erasure. AES-256-GCM (NIST SP 800-38D) with a
random nonce, bound to the customer's pseudonym.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterable, Mapping

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
_MOST_NAMED = 500


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
    secret = secrets_for(connection, [{SEALED: customer}]).get(customer)
    if secret is None:
        secret = AESGCM.generate_key(bit_length=_KEY_BITS)
        connection.execute(KEYS.insert().values(pseudonym=customer, secret=secret))
    nonce = secrets.token_bytes(_NONCE_BYTES)
    box = AESGCM(secret).encrypt(nonce, json.dumps(payload, sort_keys=True).encode(), customer.encode())
    return {SEALED: customer, "box": base64.b64encode(nonce + box).decode("ascii")}


def secrets_for(connection: Connection, payloads: Iterable[Mapping[str, Json]]) -> dict[str, bytes]:
    """Read the keys that some stored payloads need.

    Parameters
    ----------
    connection : Connection
        To the ledger.
    payloads : iterable of (mapping of str to Json)
        As they are in the ledger.

    Returns
    -------
    dict of str to bytes
        By pseudonym; those of customers who were erased are not there.
    """
    customers = {str(payload[SEALED]) for payload in payloads if SEALED in payload}
    if not customers:
        return {}
    asked = select(KEYS.c.pseudonym, KEYS.c.secret)
    if len(customers) <= _MOST_NAMED:
        asked = asked.where(KEYS.c.pseudonym.in_(customers))
    return {str(customer): bytes(secret) for customer, secret in connection.execute(asked)}


def opened(payload: Mapping[str, Json], keys: Mapping[str, bytes]) -> Mapping[str, Json] | None:
    """Open a stored payload.

    Parameters
    ----------
    payload : mapping of str to Json
        As it is in the ledger.
    keys : mapping of str to bytes
        From `secrets_for`.

    Returns
    -------
    mapping of str to Json or None
        The details; None where the customer was erased.

    Raises
    ------
    DamagedStoreError
        If the key doesn't fit, or what is sealed was changed.
    """
    if SEALED not in payload:
        return payload
    customer = str(payload[SEALED])
    if customer not in keys:
        return None
    try:
        box = base64.b64decode(str(payload.get("box")), validate=True)
        text = AESGCM(keys[customer]).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], customer.encode())
    except (InvalidTag, ValueError) as reason:
        raise DamagedStoreError(f"What is sealed for {customer} can't be opened with their key.") from reason
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
