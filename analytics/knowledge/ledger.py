"""The ledger of human acts: append-only, chained, safe on disk before it says so.

``ledger.sqlite`` refuses changes and deletions by trigger; what is done to the file behind its back
is found by the hash chain and by ``ledger.anchor``, which holds the head's number and hash.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from analytics.errors import DamagedStoreError
from analytics.knowledge.chain import GENESIS, Anchor, Anchors, Entry, chain_problems, entry_hash
from analytics.store.durable import write_durably
from analytics.vocabulary import Json

FILE = "ledger.sqlite"
ANCHOR_FILE = "ledger.anchor"
_WAIT_SECONDS = 30.0
_ANCHOR = re.compile(r"(\d{1,18}) ([0-9a-f]{64})")
_COLUMNS = "sequence, done_at, author, act, subject, payload, previous_hash, hash"
_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS entries (
        sequence INTEGER PRIMARY KEY, done_at TEXT NOT NULL, author TEXT NOT NULL, act TEXT NOT NULL,
        subject TEXT NOT NULL, payload TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL UNIQUE
    ) STRICT""",
    """CREATE TRIGGER IF NOT EXISTS entries_stay_as_they_are BEFORE UPDATE ON entries
       BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS entries_stay BEFORE DELETE ON entries
       BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS entries_come_in_order BEFORE INSERT ON entries
       WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM entries)
       BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
)


def append(store: Path, *, author: str, act: str, subject: str, payload: Mapping[str, Json]) -> Entry:
    """Write an act down; when this returns, it is safe on disk.

    Parameters
    ----------
    store : Path
        The store's folder; made if it isn't there.
    author : str
        Who did it.
    act : str
        What was done.
    subject : str
        What it was done to; a customer only as a pseudonym.
    payload : mapping of str to Json
        The details.

    Returns
    -------
    Entry
        What was written, with its number and hash.

    Raises
    ------
    DamagedStoreError
        If the ledger's end isn't the one that its anchor names: nothing is written behind a
        ledger that was cut or rolled back.
    """
    store.mkdir(parents=True, exist_ok=True)
    with _writing(store) as connection:
        head = _head(connection)
        _refuse_if_changed(store, head)
        done_at = datetime.now(UTC).isoformat(timespec="microseconds")
        text = json.dumps(payload, sort_keys=True)
        sequence = head.sequence + 1
        digest = entry_hash(sequence, (done_at, author, act, subject, text), head.hash)
        entry = Entry(sequence, done_at, author, act, subject, text, head.hash, digest)
        connection.execute(
            f"INSERT INTO entries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (sequence, done_at, author, act, subject, text, head.hash, digest),
        )
        new_head = Anchor(sequence, digest)
        _write_anchors(store, Anchors(head, pending=new_head))
        connection.execute("COMMIT")
        # Alone again: another process may have written behind this entry by now.
        connection.execute("BEGIN IMMEDIATE")
        _write_anchors(store, Anchors(_head(connection)))
    return entry


def entries(store: Path) -> tuple[Entry, ...]:
    """Read every act, oldest first.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    tuple of Entry
        Empty where nobody has done anything yet.

    Raises
    ------
    DamagedStoreError
        If the file can't be read as a ledger.
    """
    if not (store / FILE).is_file():
        return ()
    try:
        with closing(_connect(store)) as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM entries ORDER BY sequence").fetchall()  # noqa: S608
    except sqlite3.DatabaseError as reason:
        raise DamagedStoreError(f"The ledger ({store / FILE}) can't be read: {reason}.") from reason
    return tuple(Entry(*row) for row in rows)


def ledger_problems(store: Path) -> tuple[str, ...]:
    """Check the ledger's chain and anchor.

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
        found, anchors = entries(store), read_anchors(store)
    except DamagedStoreError as damage:
        return (str(damage),)
    return (*_file_problems(store), *chain_problems(found, anchors))


def read_anchors(store: Path) -> Anchors:
    """Read the head that the anchor file names.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    Anchors
        Those of an empty ledger where there is neither a ledger nor an anchor.

    Raises
    ------
    DamagedStoreError
        If the ledger has no anchor, or the anchor can't be read.
    """
    path = store / ANCHOR_FILE
    if not path.is_file():
        if (store / FILE).is_file():
            raise DamagedStoreError(f"The ledger has no anchor: {path} is missing.")
        return Anchors(Anchor(0, GENESIS))
    heads = [_ANCHOR.fullmatch(line) for line in path.read_text(encoding="ascii", errors="replace").splitlines()]
    found = [Anchor(int(head[1]), head[2]) for head in heads if head]
    if len(found) != len(heads) or len(found) not in {1, 2}:
        raise DamagedStoreError(f"The ledger's anchor ({path}) can't be read.")
    return Anchors(*found)


def copy_ledger(store: Path, to: Path) -> None:
    """Copy ledger and anchor, consistently, while others may be writing.

    Parameters
    ----------
    store : Path
        The store's folder.
    to : Path
        The folder to copy to; nothing is made where there is no ledger.
    """
    if not (store / FILE).is_file():
        return
    with _writing(store) as alone, closing(_connect(store)) as source:
        head = _head(alone)
        with closing(sqlite3.connect(to / FILE, isolation_level=None)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        _write_anchors(to, Anchors(head))


def _connect(store: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(store / FILE, timeout=_WAIT_SECONDS, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


@contextmanager
def _writing(store: Path) -> Iterator[sqlite3.Connection]:
    is_new = not (store / FILE).exists()
    try:
        with closing(_connect(store)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            for part in _SCHEMA:
                connection.execute(part)
            if is_new and not (store / ANCHOR_FILE).exists():
                _write_anchors(store, Anchors(_head(connection)))
            yield connection
            if connection.in_transaction:
                connection.execute("COMMIT")
    except sqlite3.DatabaseError as reason:
        raise DamagedStoreError(f"The ledger ({store / FILE}) can't be written: {reason}.") from reason


def _head(connection: sqlite3.Connection) -> Anchor:
    row = connection.execute("SELECT sequence, hash FROM entries ORDER BY sequence DESC LIMIT 1").fetchone()
    return Anchor(int(row[0]), str(row[1])) if row else Anchor(0, GENESIS)


def _refuse_if_changed(store: Path, head: Anchor) -> None:
    anchors = read_anchors(store)
    if not anchors.fits(head):
        raise DamagedStoreError(
            f"The ledger ends at entry {head.sequence}, its anchor at {anchors.head.sequence}: it was changed behind "
            "its back. Nothing is written to it. Run verify to see what was done, and restore a backup."
        )


def _write_anchors(store: Path, anchors: Anchors) -> None:
    heads = [anchors.head] if anchors.pending is None else [anchors.head, anchors.pending]
    write_durably(store / ANCHOR_FILE, "".join(f"{head.sequence} {head.hash}\n" for head in heads).encode("ascii"))


def _file_problems(store: Path) -> tuple[str, ...]:
    if not (store / FILE).is_file():
        return ()
    try:
        with closing(_connect(store)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check").fetchall()]
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    except sqlite3.DatabaseError as reason:
        return (f"Ledger: the file is damaged: {reason}.",)
    triggers = {str(name[0]) for name in names}
    problems = [f"Ledger: the file is damaged: {line}." for line in found if line != "ok"]
    expected = {"entries_stay_as_they_are", "entries_stay", "entries_come_in_order"}
    problems += [f"Ledger: the trigger {name} is missing." for name in sorted(expected - triggers)]
    return tuple(problems)
