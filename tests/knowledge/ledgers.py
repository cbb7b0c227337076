"""Making ledgers, and doing to them what nobody should."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, make_url

from analytics.knowledge.anchor import write_anchors
from analytics.knowledge.chain import GENESIS, Anchor, Anchors, Entry, entry_hash
from analytics.knowledge.database import writing
from analytics.knowledge.place import FILE, URL_VARIABLE, is_shared
from analytics.knowledge.sealing import sealed
from analytics.knowledge.tables import ENTRIES

IS_SLOW = os.environ.get("TANDEM_SLOW") == "1"
N_ENTRIES = 1_000 if IS_SLOW else 100
_TRIGGERS = ("entries_stay_as_they_are", "entries_stay", "entries_come_in_order", "customer_keys_stay_as_they_are")


def fill(store: Path, n_entries: int = N_ENTRIES) -> None:
    """Write entries at once with the chain that `append` would have made, every tenth about a customer."""
    previous, rows = GENESIS, []
    with writing(store) as connection:
        for sequence in range(1, n_entries + 1):
            payload = f'{{"n": {sequence}}}'
            if sequence % 10 == 0:
                box = sealed(connection, f"{sequence % 30:064x}", {"n": sequence})
                payload = str(box).replace("'", '"')
            content = ("2026-01-01T00:00:00+00:00", "anna", "note", f"note:n{sequence}", payload, '["segment:s1"]')
            digest = entry_hash(sequence, content, previous)
            rows.append(Entry(sequence, *content[:5], previous, digest, content[5]))
            previous = digest
        for entry in rows:
            connection.execute(ENTRIES.insert().values(tuple(getattr(entry, column.name) for column in ENTRIES.c)))
        write_anchors(store, Anchors(Anchor(n_entries, previous)))


def forge(store: Path, *statements: str) -> None:
    """Change the database as somebody would who has all rights to it."""
    if is_shared():
        engine = create_engine(make_url(os.environ[URL_VARIABLE]), isolation_level="AUTOCOMMIT")
        with engine.connect() as shared:
            shared.exec_driver_sql("SET session_replication_role = replica")
            for each in statements:
                shared.exec_driver_sql(each)
        engine.dispose()
        return
    with closing(sqlite3.connect(store / FILE, isolation_level=None)) as own:
        made = dict(own.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
        for name in _TRIGGERS:
            own.execute(f"DROP TRIGGER IF EXISTS {name}")
        for each in statements:
            own.execute(each)
        for text in made.values():
            own.execute(text)
