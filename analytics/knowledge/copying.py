"""Copying the ledger with its keys and its anchor, and going on from such a copy."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, select

from analytics.errors import DamagedStoreError
from analytics.knowledge.anchor import ANCHOR_FILE, write_anchors
from analytics.knowledge.chain import GENESIS, Anchor, Anchors, Entry, erased_customers
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.database import in_file, writing
from analytics.knowledge.ledger import entries
from analytics.knowledge.opening import let_go
from analytics.knowledge.place import FILE, is_shared, is_there
from analytics.knowledge.tables import ENTRIES, KEYS
from analytics.store.erased import KEY_FILE


def copy_ledger(store: Path, to: Path) -> None:
    """Copy the ledger, consistently while others may be writing, into a file with an anchor.

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
        if is_shared():
            with in_file(to) as copy:
                _copy_rows(alone, copy)
        else:
            _copy_file(store, to)
        write_anchors(to, Anchors(Anchor(int(row[0]), str(row[1])) if row else Anchor(0, GENESIS)))


def carry_over(store: Path, fresh: Path) -> set[str]:
    """Keep the acts done since a backup, where the store's ledger is whole and goes on from the backup's.

    Parameters
    ----------
    store : Path
        The store's folder; it may not exist.
    fresh : Path
        The backup's content, about to become the store.

    Returns
    -------
    set of str
        The pseudonyms of everyone who was ever erased: a backup must not bring them back.

    Raises
    ------
    DamagedStoreError
        If the backup's ledger is not sound, or the shared ledger is not the one of the backup.
    """
    if (store / KEY_FILE).is_file() and not (fresh / KEY_FILE).exists():
        shutil.copy(store / KEY_FILE, fresh / KEY_FILE)
    return _join_shared(fresh) if is_shared() else _go_on(store, fresh)


def _go_on(store: Path, fresh: Path) -> set[str]:
    _refuse_unsound(fresh)
    before = entries(fresh)
    now: tuple[Entry, ...] = ()
    if is_there(store) and not ledger_problems(store):
        now = entries(store)
        if now[: len(before)] == before:
            let_go(fresh)
            for name in (FILE, f"{FILE}-wal", f"{FILE}-shm", ANCHOR_FILE):
                (fresh / name).unlink(missing_ok=True)
            copy_ledger(store, fresh)
    return erased_customers((*before, *now))


def _join_shared(fresh: Path) -> set[str]:
    """Fill an empty shared ledger from the backup's, or go on with one that holds the backup's entries."""
    if (fresh / FILE).is_file():
        with in_file(fresh) as copy, writing(fresh) as shared:
            asked = select(ENTRIES).order_by(ENTRIES.c.sequence)
            before, now = copy.execute(asked).all(), shared.execute(asked).all()
            if not now:
                _copy_rows(copy, shared)
            elif now[: len(before)] != before:
                raise DamagedStoreError(
                    "The ledger that TANDEM_LEDGER_URL names is not the one of this backup, and nothing was restored. "
                    "Name an empty database to restore the backup's ledger into."
                )
        (fresh / FILE).unlink()
    _refuse_unsound(fresh)
    return erased_customers(entries(fresh))


def _refuse_unsound(fresh: Path) -> None:
    problems = ledger_problems(fresh)
    if problems:
        raise DamagedStoreError(f"The backup is not sound, and nothing was restored: {' '.join(problems)}")


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in (ENTRIES, KEYS):
        rows = source.execute(select(table).order_by(*table.primary_key.columns)).mappings().all()
        if rows:
            target.execute(table.insert(), [dict(row) for row in rows])


def _copy_file(store: Path, to: Path) -> None:
    (to / FILE).touch(mode=0o600)
    with (
        closing(sqlite3.connect(store / FILE)) as source,
        closing(sqlite3.connect(to / FILE, isolation_level=None)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
