"""Destroying the keys of customers who were erased, with every trace of them in the ledger's file.

What was sealed under a key can't be read by anyone after that, and the chain, which is over what is sealed, verifies
as before.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import delete, select

from analytics.errors import StoreBusyError
from analytics.knowledge.database import alone, reading, writing
from analytics.knowledge.place import is_there
from analytics.knowledge.tables import KEYS

_WAIT_SECONDS = 30.0


def has_key(store: Path, customer: str) -> bool:
    """Say whether the ledger has sealed payloads about a customer that can be opened.

    Parameters
    ----------
    store : Path
        The store's folder.
    customer : str
        The customer's pseudonym.

    Returns
    -------
    bool
        False where there are none, or the key was destroyed.
    """
    if not is_there(store):
        return False
    with reading(store) as connection:
        return connection.execute(select(KEYS.c.pseudonym).where(KEYS.c.pseudonym == customer)).first() is not None


def forget(store: Path, customers: Collection[str]) -> None:
    """Destroy the keys of customers; it can be run again, and finishes what was interrupted.

    Parameters
    ----------
    store : Path
        The store's folder.
    customers : collection of str
        Their pseudonyms.

    Raises
    ------
    StoreBusyError
        If somebody reads for so long that the write-ahead log can't be emptied: the keys are gone from the table, but
        not yet from the file.
    """
    if not customers or not is_there(store):
        return
    with writing(store) as connection:
        for customer in customers:
            connection.execute(delete(KEYS).where(KEYS.c.pseudonym == customer))
    _scrub(store)


def _scrub(store: Path) -> None:
    with alone(store) as connection:
        if connection.dialect.name != "sqlite":
            # Moves what is left into new files; its own write-ahead log is the server's to recycle.
            connection.exec_driver_sql("VACUUM FULL customer_keys")
            connection.exec_driver_sql("CHECKPOINT")
            return
        last_try = time.monotonic() + _WAIT_SECONDS
        # `secure_delete` has put zeros in the place of the key; this takes the zeros to the file and empties the log.
        while connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
            if time.monotonic() > last_try:
                raise StoreBusyError("The keys are destroyed, but others are reading the ledger: run erase again.")
            time.sleep(0.05)
