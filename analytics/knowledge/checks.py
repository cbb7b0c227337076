"""What `verify` says of the ledger: form, chain, anchor, and the keys of what is sealed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from analytics.errors import DamagedStoreError, TandemError
from analytics.knowledge.anchor import anchors_of, read_anchors
from analytics.knowledge.chain import GENESIS, Anchor, Anchors, Entry, chain_problems, erased_customers
from analytics.knowledge.database import reading
from analytics.knowledge.form import form_problems
from analytics.knowledge.place import is_shared, is_there
from analytics.knowledge.sealing import SEALED, opened
from analytics.knowledge.tables import ENTRIES, KEYS


def ledger_problems(store: Path) -> tuple[str, ...]:
    """Check the ledger: its form, chain, anchor and keys.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    tuple of str
        One sentence a problem; empty where all is well.
    """
    try:
        if not is_there(store):
            return chain_problems((), read_anchors(store) or Anchors(Anchor(0, GENESIS)))
        with reading(store) as connection:
            found = tuple(Entry(*row) for row in connection.execute(select(ENTRIES).order_by(ENTRIES.c.sequence)))
            head = Anchor(found[-1].sequence, found[-1].hash) if found else Anchor(0, GENESIS)
            anchors = anchors_of(store, head, is_shared=is_shared())
            return (
                *form_problems(connection),
                *chain_problems(found, anchors, may_go_on=is_shared()),
                *_key_problems(connection, found),
            )
    except TandemError as damage:
        return (f"Ledger: {damage}",)


def _key_problems(connection: Connection, found: tuple[Entry, ...]) -> Iterator[str]:
    erased = erased_customers(found)
    keys = {str(name): bytes(secret) for name, secret in connection.execute(select(KEYS.c.pseudonym, KEYS.c.secret))}
    named = set()
    for entry in found:
        stored = _json(entry)
        if not isinstance(stored, dict) or SEALED not in stored:
            continue
        named.add(customer := str(stored[SEALED]))
        if customer not in keys and customer not in erased:
            yield f"Ledger: the key of entry {entry.sequence} is missing, but its customer was not erased."
        try:
            opened(stored, keys)
        except DamagedStoreError as damage:
            yield f"Ledger: entry {entry.sequence}: {damage}"
    yield from (f"Ledger: there is a key for {each}, of whom no entry is." for each in sorted(keys.keys() - named))
    for each in sorted(keys.keys() & erased):
        yield f"Ledger: {each} was erased, but their key is still there: run erase again."


def _json(entry: Entry) -> object:
    try:
        return json.loads(entry.payload)
    except ValueError:
        return None  # the chain names it
