"""People who were erased must not come back when a source is loaded again.

All that is kept of them is a pseudonym: the HMAC-SHA256 of the customer's id under a key that is
the store's own (``pseudonym.key``, readable by its owner only). Without that key a pseudonym says
nothing; with it, an id can be compared with the list but not read from it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

import duckdb

from analytics.errors import DamagedStoreError

KEY_FILE = "pseudonym.key"
_KEY_BYTES = 32


def pseudonym(store: Path, customer_id: str) -> str:
    """The pseudonym of a customer in this store.

    Parameters
    ----------
    store : Path
        The store's folder; its key is made on first use.
    customer_id : str
        The id, exactly as in the source.

    Returns
    -------
    str
        64 hexadecimal digits: the same for the same id and store, telling nothing without the key.
    """
    return _pseudonym(_key(store), customer_id)


def erased_among(cursor: duckdb.DuckDBPyConnection, store: Path, customer_ids: Iterable[str]) -> list[str]:
    """Those of some customers who were erased from this store.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor on the warehouse.
    store : Path
        The store's folder.
    customer_ids : iterable of str
        Ids to compare with the list of pseudonyms.

    Returns
    -------
    list of str
        The ids of erased customers, in the order given.
    """
    listed = {row[0] for row in cursor.execute("SELECT pseudonym FROM meta.erased").fetchall()}
    if not listed:
        return []
    key = _key(store)
    return [customer_id for customer_id in customer_ids if _pseudonym(key, customer_id) in listed]


def _pseudonym(key: bytes, customer_id: str) -> str:
    return hmac.new(key, customer_id.encode("utf-8"), hashlib.sha256).hexdigest()


def _key(store: Path) -> bytes:
    path = Path(store).resolve() / KEY_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(path)
    key = secrets.token_bytes(_KEY_BYTES)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def _read_key(path: Path) -> bytes:
    key = path.read_bytes()
    if len(key) != _KEY_BYTES:
        raise DamagedStoreError(
            f"{path} is not the key it should be ({len(key)} bytes instead of {_KEY_BYTES}): erased customers "
            f"could not be recognised. Put the file back from a backup."
        )
    return key
