"""Whatever is done to the ledger behind its back is found, and named."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.errors import DamagedStoreError
from analytics.knowledge.anchor import ANCHOR_FILE, read_anchors
from analytics.knowledge.chain import GENESIS, Anchor, Anchors, entry_hash
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.copying import copy_ledger
from analytics.knowledge.database import FILE, let_go
from analytics.knowledge.ledger import append, entries

N_ENTRIES = 1_000


def _forge(store: Path, *statements: str) -> None:
    connection = sqlite3.connect(store / FILE, isolation_level=None)
    for name in ("entries_stay_as_they_are", "entries_stay", "entries_come_in_order"):
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")
    for each in statements:
        connection.execute(each)
    connection.close()


@pytest.fixture(scope="session")
def long_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of 1,000 entries, written at once with the chain that `append` would have made."""
    store = tmp_path_factory.mktemp("ledger")
    append(store, author="anna", act="note", subject="S1", payload={"n": 1})
    first = entries(store)[0]
    previous, rows = first.hash, []
    for sequence in range(2, N_ENTRIES + 1):
        content = ("2026-01-01T00:00:00+00:00", "anna", "note", f"S{sequence % 15}", f'{{"n": {sequence}}}')
        digest = entry_hash(sequence, content, previous)
        rows.append((sequence, *content, previous, digest))
        previous = digest
    connection = sqlite3.connect(store / FILE)
    connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)", rows)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    (store / ANCHOR_FILE).write_text(f"{N_ENTRIES} {previous}\n")
    return store


@pytest.fixture
def ledger(long_ledger: Path, tmp_path: Path) -> Path:
    store = tmp_path / "store"
    shutil.copytree(long_ledger, store)
    return store


def test_a_store_without_acts_has_an_empty_ledger_that_is_well(tmp_path: Path) -> None:
    assert entries(tmp_path) == ()
    assert ledger_problems(tmp_path) == ()


def test_what_was_appended_is_there_in_order(tmp_path: Path) -> None:
    for n in range(3):
        append(tmp_path, author="anna", act="use_snapshot", subject=f"00000{n}", payload={"n": n})
    found = entries(tmp_path)
    assert [entry.sequence for entry in found] == [1, 2, 3]
    assert found[0].previous_hash == GENESIS
    assert found[2].previous_hash == found[1].hash
    assert read_anchors(tmp_path) == Anchors(Anchor(3, found[2].hash))
    assert ledger_problems(tmp_path) == ()


def test_a_thousand_entries_are_well(ledger: Path) -> None:
    assert len(entries(ledger)) == N_ENTRIES
    assert ledger_problems(ledger) == ()
    assert append(ledger, author="ben", act="note", subject="S1", payload={}).sequence == N_ENTRIES + 1
    assert ledger_problems(ledger) == ()


@pytest.mark.parametrize("text", ["UPDATE entries SET author = 'eve'", "DELETE FROM entries WHERE sequence = 1"])
def test_changes_are_refused_by_the_ledger_itself(ledger: Path, text: str) -> None:
    connection = sqlite3.connect(ledger / FILE)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(text)
    connection.close()


@pytest.mark.parametrize("at", [1, 500, N_ENTRIES])
@pytest.mark.parametrize("column", ["done_at", "author", "act", "subject", "payload"])
def test_an_edit_is_found_and_named(ledger: Path, column: str, at: int) -> None:
    _forge(ledger, f"UPDATE entries SET {column} = {column} || 'x' WHERE sequence = {at}")
    assert any(f"entry {at} " in problem and "edited" in problem for problem in ledger_problems(ledger))


def test_an_edit_with_its_hash_made_to_fit_is_found(ledger: Path) -> None:
    forged = entries(ledger)[499]
    content = (forged.done_at, "eve", forged.act, forged.subject, forged.payload)
    digest = entry_hash(500, content, forged.previous_hash)
    _forge(ledger, f"UPDATE entries SET author = 'eve', hash = '{digest}' WHERE sequence = 500")
    assert any("entry 501 doesn't follow" in problem for problem in ledger_problems(ledger))


def test_the_last_entry_edited_with_its_hash_is_found_by_the_anchor(ledger: Path) -> None:
    forged = entries(ledger)[-1]
    content = (forged.done_at, "eve", forged.act, forged.subject, forged.payload)
    digest = entry_hash(N_ENTRIES, content, forged.previous_hash)
    _forge(ledger, f"UPDATE entries SET author = 'eve', hash = '{digest}' WHERE sequence = {N_ENTRIES}")
    assert any(
        f"entry {N_ENTRIES} is not the one that the anchor names" in problem for problem in ledger_problems(ledger)
    )


@pytest.mark.parametrize("at", [1, 500])
def test_a_deletion_is_found_and_named(ledger: Path, at: int) -> None:
    _forge(ledger, f"DELETE FROM entries WHERE sequence = {at}")
    assert any(f"entry {at} is missing" in problem for problem in ledger_problems(ledger))


def test_a_deletion_closed_up_is_found(ledger: Path) -> None:
    _forge(
        ledger,
        "DELETE FROM entries WHERE sequence = 500",
        "UPDATE entries SET sequence = -(sequence - 1) WHERE sequence > 500",
        "UPDATE entries SET sequence = -sequence WHERE sequence < 0",
    )
    assert any("entry 500 " in problem for problem in ledger_problems(ledger))


def test_an_insertion_is_found_and_named(ledger: Path) -> None:
    _forge(
        ledger,
        "UPDATE entries SET sequence = -(sequence + 1) WHERE sequence > 500",
        "UPDATE entries SET sequence = -sequence WHERE sequence < 0",
        "INSERT INTO entries SELECT 501, done_at, 'eve', act, subject, payload, hash, 'made up', NULL FROM entries "
        "WHERE sequence = 500",
    )
    assert any("entry 501 " in problem for problem in ledger_problems(ledger))


def test_an_insertion_at_the_end_is_found_by_the_anchor(ledger: Path) -> None:
    last = entries(ledger)[-1]
    digest = entry_hash(N_ENTRIES + 1, ("2026", "eve", "note", "S1", "{}"), last.hash)
    _forge(
        ledger,
        f"INSERT INTO entries VALUES "
        f"({N_ENTRIES + 1}, '2026', 'eve', 'note', 'S1', '{{}}', '{last.hash}', '{digest}', NULL)",
    )
    assert any(f"goes on to entry {N_ENTRIES + 1}" in problem for problem in ledger_problems(ledger))


def test_a_swap_is_found_and_named(ledger: Path) -> None:
    _forge(
        ledger,
        "UPDATE entries SET sequence = -1 WHERE sequence = 300",
        "UPDATE entries SET sequence = 300 WHERE sequence = 700",
        "UPDATE entries SET sequence = 700 WHERE sequence = -1",
    )
    problems = ledger_problems(ledger)
    assert any("entry 300 " in problem for problem in problems)
    assert any("entry 700 " in problem for problem in problems)


def test_a_truncation_is_found_and_nothing_is_written_behind_it(ledger: Path) -> None:
    _forge(ledger, "DELETE FROM entries WHERE sequence > 900")
    assert any("ends at entry 900, but its anchor is at 1000" in problem for problem in ledger_problems(ledger))
    with pytest.raises(DamagedStoreError, match="changed behind its back"):
        append(ledger, author="anna", act="note", subject="S1", payload={})


def test_the_loss_of_everything_is_found(ledger: Path) -> None:
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
        (ledger / name).unlink(missing_ok=True)
    assert any("ends at entry 0" in problem for problem in ledger_problems(ledger))


def test_a_rollback_of_the_file_is_found(ledger: Path) -> None:
    earlier = (ledger / FILE).read_bytes()
    append(ledger, author="anna", act="note", subject="S1", payload={})
    let_go(ledger)
    for name in (f"{FILE}-wal", f"{FILE}-shm"):
        (ledger / name).unlink(missing_ok=True)
    (ledger / FILE).write_bytes(earlier)
    assert any("rolled back" in problem for problem in ledger_problems(ledger))


def test_a_rollback_of_the_anchor_is_found(ledger: Path) -> None:
    earlier = (ledger / ANCHOR_FILE).read_bytes()
    append(ledger, author="anna", act="note", subject="S1", payload={})
    (ledger / ANCHOR_FILE).write_bytes(earlier)
    assert any("anchor was rolled back" in problem for problem in ledger_problems(ledger))


@pytest.mark.parametrize("damage", [b"", b"1000", b"x y\n", b"\xff\xfe"])
def test_a_broken_anchor_is_named(ledger: Path, damage: bytes) -> None:
    (ledger / ANCHOR_FILE).write_bytes(damage)
    assert any("anchor" in problem and "can't be read" in problem for problem in ledger_problems(ledger))


def test_a_missing_anchor_and_missing_triggers_are_named(ledger: Path) -> None:
    _forge(ledger)
    assert any("trigger entries_stay is missing" in problem for problem in ledger_problems(ledger))
    (ledger / ANCHOR_FILE).unlink()
    assert any("no anchor" in problem for problem in ledger_problems(ledger))


@pytest.mark.parametrize("keep", [lambda old: old[: len(old) // 2], lambda _: b"no ledger"])
def test_a_file_that_is_no_ledger_is_named(ledger: Path, keep: Callable[[bytes], bytes]) -> None:
    (ledger / FILE).write_bytes(keep((ledger / FILE).read_bytes()))
    assert ledger_problems(ledger) != ()


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_crash_between_entry_and_anchor_is_no_tampering(tmp_path: Path, is_committed: bool) -> None:
    append(tmp_path, author="anna", act="note", subject="S1", payload={})
    anchors = read_anchors(tmp_path)
    assert anchors is not None
    before = anchors.head
    digest = entry_hash(2, ("2026", "ben", "note", "S2", "{}"), before.hash)
    (tmp_path / ANCHOR_FILE).write_text(f"1 {before.hash}\n2 {digest}\n")
    if is_committed:
        connection = sqlite3.connect(tmp_path / FILE, isolation_level=None)
        connection.execute(
            f"INSERT INTO entries VALUES (2, '2026', 'ben', 'note', 'S2', '{{}}', '{before.hash}', '{digest}', NULL)"
        )
        connection.close()
    assert ledger_problems(tmp_path) == ()
    append(tmp_path, author="anna", act="note", subject="S3", payload={})
    assert ledger_problems(tmp_path) == ()
    assert len(entries(tmp_path)) == 2 + is_committed


def test_four_processes_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    text = (
        "import sys; from pathlib import Path; from analytics.knowledge.ledger import append\n"
        "for n in range(10): append(Path(sys.argv[1]), author=sys.argv[2], act='note', subject=str(n), payload={})"
    )
    writers = [subprocess.Popen([sys.executable, "-c", text, str(tmp_path), f"w{n}"]) for n in range(4)]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    found = entries(tmp_path)
    assert len(found) == 40
    assert {(entry.author, entry.subject) for entry in found} == {
        (f"w{w}", str(n)) for w in range(4) for n in range(10)
    }
    assert ledger_problems(tmp_path) == ()


def test_a_copy_is_whole_and_goes_on_by_itself(ledger: Path, tmp_path: Path) -> None:
    to = tmp_path / "copy"
    to.mkdir()
    copy_ledger(ledger, to)
    assert entries(to) == entries(ledger)
    append(to, author="anna", act="note", subject="S1", payload={})
    assert ledger_problems(to) == ()
