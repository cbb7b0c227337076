"""Copying the ledger with its keys and its anchor, consistently, while others may be writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from analytics.knowledge.anchor import write_anchors
from analytics.knowledge.chain import GENESIS, Anchor, Anchors
from analytics.knowledge.database import FILE, is_there, writing
from analytics.knowledge.tables import ENTRIES


def copy_ledger(store: Path, to: Path) -> None:
    """Copy ledger and anchor into a file of the same kind.

    Parameters
    ----------
    store : Path
        The store's folder.
    to : Path
        The folder to copy to; nothing is made where there is no ledger.
    """
    if not is_there(store):
        return
    with writing(store) as alone:
        asked = select(ENTRIES.c.sequence, ENTRIES.c.hash).order_by(ENTRIES.c.sequence.desc()).limit(1)
        row = alone.execute(asked).first()
        with (
            closing(sqlite3.connect(store / FILE)) as source,
            closing(sqlite3.connect(to / FILE, isolation_level=None)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        write_anchors(to, Anchors(Anchor(int(row[0]), str(row[1])) if row else Anchor(0, GENESIS)))
