"""People who were erased must not come back when a source is loaded again.

All that is kept of them is a pseudonym: the HMAC-SHA256 of the customer's id under a key that is
the store's own (``pseudonym.key``, readable by its owner only). Without that key a pseudonym says
nothing; with it, an id can be compared with the list but not read from it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path

import duckdb

from analytics.errors import DamagedStoreError
from analytics.store.durable import make_once

KEY_FILE = "pseudonym.key"
_KEY_BYTES = 32
_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))


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
    return pseudonyms(store, (customer_id,))[0]


def pseudonyms(store: Path, customer_ids: Iterable[str]) -> list[str]:
    """The pseudonyms of many customers in this store.

    Parameters
    ----------
    store : Path
        The store's folder; its key is made on first use.
    customer_ids : iterable of str
        Ids, exactly as in the source; a million take one to three seconds.

    Returns
    -------
    list of str
        As `pseudonym`, in the order given.
    """
    # The two halves of HMAC (RFC 2104) begin the same for every id: copying them is twice as fast as `hmac.digest`.
    key = _key(store).ljust(hashlib.sha256().block_size, b"\0")
    inner, outer = hashlib.sha256(key.translate(_INNER)), hashlib.sha256(key.translate(_OUTER))
    found = []
    for customer_id in customer_ids:
        within, around = inner.copy(), outer.copy()
        within.update(customer_id.encode("utf-8"))
        around.update(within.digest())
        found.append(around.hexdigest())
    return found


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
    ids = list(customer_ids)
    named = zip(ids, pseudonyms(store, ids), strict=True)
    return [customer_id for customer_id, its_pseudonym in named if its_pseudonym in listed]


def _key(store: Path) -> bytes:
    path = Path(store).resolve() / KEY_FILE
    if not path.exists():
        _make_key(path)
    return _read_key(path)


def _make_key(path: Path) -> None:
    """Make the key, whole or not at all: whoever is first gives it, and others take that one."""
    make_once(path, secrets.token_bytes(_KEY_BYTES))


def _read_key(path: Path) -> bytes:
    key = path.read_bytes()
    if len(key) != _KEY_BYTES:
        raise DamagedStoreError(
            f"{path} is not the key it should be ({len(key)} bytes instead of {_KEY_BYTES}): erased customers "
            f"could not be recognised. Put the file back from a backup."
        )
    return key
