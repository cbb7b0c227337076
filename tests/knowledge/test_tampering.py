"""Whatever is done to the ledger behind its back is found, and named."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from analytics.errors import DamagedStoreError
from analytics.knowledge.anchor import ANCHOR_FILE
from analytics.knowledge.chain import Entry, entry_hash
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.ledger import append, entries
from analytics.knowledge.opening import let_go
from analytics.knowledge.place import FILE, is_shared
from tests.knowledge.ledgers import N_ENTRIES, fill, forge

MIDDLE = N_ENTRIES // 2
AROUND = "previous_hash, hash, touches"


@pytest.fixture
def ledger(store: Path) -> Path:
    fill(store)
    return store


def _found(store: Path, pattern: str) -> bool:
    return any(re.search(pattern, problem) for problem in ledger_problems(store))


def _rehashed(entry: Entry, author: str) -> str:
    content = (entry.done_at, author, *entry.content[2:])
    return entry_hash(entry.sequence, content, entry.previous_hash)


@pytest.mark.parametrize("at", [1, MIDDLE, N_ENTRIES])
@pytest.mark.parametrize(
    "column", ["done_at", "author", "act", "subject", "payload", "touches", "hash", "previous_hash"]
)
def test_an_edit_is_found_and_named(ledger: Path, column: str, at: int) -> None:
    forge(ledger, f"UPDATE entries SET {column} = {column} || 'x' WHERE sequence = {at}")
    assert _found(ledger, f"entry {at} .*edited")


@pytest.mark.parametrize("at", [1, MIDDLE, N_ENTRIES])
def test_what_an_act_touches_can_not_be_taken_away(ledger: Path, at: int) -> None:
    forge(ledger, f"UPDATE entries SET touches = NULL WHERE sequence = {at}")
    assert _found(ledger, f"entry {at} .*edited")


def test_an_edit_with_its_hash_made_to_fit_is_found(ledger: Path) -> None:
    digest = _rehashed(entries(ledger)[MIDDLE - 1], "eve")
    forge(ledger, f"UPDATE entries SET author = 'eve', hash = '{digest}' WHERE sequence = {MIDDLE}")
    assert _found(ledger, f"entry {MIDDLE + 1} doesn't follow")


def test_the_last_entry_edited_with_its_hash_is_found_by_the_anchor(ledger: Path) -> None:
    digest = _rehashed(entries(ledger)[-1], "eve")
    forge(ledger, f"UPDATE entries SET author = 'eve', hash = '{digest}' WHERE sequence = {N_ENTRIES}")
    assert _found(ledger, f"entry {N_ENTRIES} is not the one that the anchor names")
    with pytest.raises(DamagedStoreError, match="changed behind"):
        append(ledger, author="anna", act="note", subject="S1", payload={})


@pytest.mark.parametrize("at", [1, MIDDLE])
def test_a_deletion_is_found_and_named(ledger: Path, at: int) -> None:
    forge(ledger, f"DELETE FROM entries WHERE sequence = {at}")
    assert _found(ledger, f"entry {at} is missing")


def test_a_deletion_closed_up_is_found(ledger: Path) -> None:
    forge(
        ledger,
        f"DELETE FROM entries WHERE sequence = {MIDDLE}",
        f"UPDATE entries SET sequence = -(sequence - 1) WHERE sequence > {MIDDLE}",
        "UPDATE entries SET sequence = -sequence WHERE sequence < 0",
    )
    assert _found(ledger, f"entry {MIDDLE} ")


def test_an_insertion_is_found_and_named(ledger: Path) -> None:
    forge(
        ledger,
        f"UPDATE entries SET sequence = -(sequence + 1) WHERE sequence > {MIDDLE}",
        "UPDATE entries SET sequence = -sequence WHERE sequence < 0",
        f"INSERT INTO entries SELECT {MIDDLE + 1}, done_at, 'eve', act, subject, payload, hash, 'made up', touches "
        f"FROM entries WHERE sequence = {MIDDLE}",
    )
    assert _found(ledger, f"entry {MIDDLE + 1} ")


def test_a_swap_is_found_and_named(ledger: Path) -> None:
    forge(
        ledger,
        "UPDATE entries SET sequence = -1 WHERE sequence = 30",
        "UPDATE entries SET sequence = 30 WHERE sequence = 70",
        "UPDATE entries SET sequence = 70 WHERE sequence = -1",
    )
    assert _found(ledger, "entry 30 ")
    assert _found(ledger, "entry 70 ")


def test_a_truncation_is_found_and_nothing_is_written_behind_it(ledger: Path) -> None:
    forge(ledger, f"DELETE FROM entries WHERE sequence > {N_ENTRIES - 7}")
    assert _found(ledger, f"ends at entry {N_ENTRIES - 7}, but its anchor is at {N_ENTRIES}")
    with pytest.raises(DamagedStoreError, match="changed behind its back"):
        append(ledger, author="anna", act="note", subject="S1", payload={})


def test_the_loss_of_the_last_entry_and_of_everything_are_found(ledger: Path) -> None:
    forge(ledger, f"DELETE FROM entries WHERE sequence = {N_ENTRIES}")
    assert _found(ledger, f"ends at entry {N_ENTRIES - 1}, but its anchor is at {N_ENTRIES}")
    forge(ledger, "DELETE FROM entries")
    assert _found(ledger, "ends at entry 0")


def test_an_insertion_at_the_end_is_found_by_the_anchor_of_whoever_writes_alone(ledger: Path) -> None:
    last = entries(ledger)[-1]
    digest = entry_hash(N_ENTRIES + 1, ("2026", "eve", "note", "S1", "{}"), last.hash)
    forge(
        ledger,
        "INSERT INTO entries VALUES "
        f"({N_ENTRIES + 1}, '2026', 'eve', 'note', 'S1', '{{}}', '{last.hash}', '{digest}', NULL)",
    )
    # Several stores write to a shared one: there it is as good as another's act.
    assert _found(ledger, f"goes on to entry {N_ENTRIES + 1}") is not is_shared()


def test_a_rollback_of_the_anchor_is_found_by_whoever_writes_alone(ledger: Path) -> None:
    earlier = (ledger / ANCHOR_FILE).read_bytes()
    append(ledger, author="anna", act="note", subject="S1", payload={})
    (ledger / ANCHOR_FILE).write_bytes(earlier)
    assert _found(ledger, "anchor was rolled back") is not is_shared()


@pytest.mark.parametrize("damage", [b"", b"1000", b"x y\n", b"\xff\xfe", b"1 " + b"0" * 64 + b"\n" * 3])
def test_a_broken_anchor_is_named(ledger: Path, damage: bytes) -> None:
    (ledger / ANCHOR_FILE).write_bytes(damage)
    assert _found(ledger, "anchor.*can't be read")


def test_an_anchor_of_another_ledger_is_found(ledger: Path) -> None:
    (ledger / ANCHOR_FILE).write_text(f"{MIDDLE} {'ab' * 32}\n")
    assert _found(ledger, f"entry {MIDDLE} is not the one that the anchor names")
    with pytest.raises(DamagedStoreError, match="changed behind its back"):
        append(ledger, author="anna", act="note", subject="S1", payload={})


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ledger_versions",
        "DELETE FROM ledger_versions WHERE version = 1",
        "INSERT INTO ledger_versions VALUES (99)",
        "UPDATE customer_keys SET secret = (SELECT secret FROM customer_keys ORDER BY pseudonym LIMIT 1)",
        "UPDATE customer_keys SET pseudonym = pseudonym || 'x'",
    ],
)
def test_what_is_done_to_versions_and_keys_is_found(ledger: Path, statement: str) -> None:
    forge(ledger, statement)
    let_go(ledger)
    assert ledger_problems(ledger) != ()


@pytest.mark.parametrize("name", ["entries_stay_as_they_are", "entries_stay", "entries_come_in_order"])
def test_a_trigger_that_was_dropped_is_named(ledger: Path, name: str) -> None:
    if is_shared():
        forge(ledger, f"DROP TRIGGER {name} ON entries")
    else:
        _open(ledger, f"DROP TRIGGER {name}")
    assert _found(ledger, f"trigger {name} is missing")


def test_a_trigger_that_was_disarmed_is_named(ledger: Path) -> None:
    if is_shared():
        forge(ledger, "ALTER TABLE entries DISABLE TRIGGER entries_stay")
        assert _found(ledger, "trigger entries_stay was changed")
        forge(
            ledger,
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN OLD; END $$",
        )
        assert _found(ledger, "function refuse_change was changed")
    else:
        _open(
            ledger,
            "DROP TRIGGER entries_stay",
            "CREATE TRIGGER entries_stay BEFORE DELETE ON entries WHEN 0 BEGIN SELECT RAISE(ABORT, 'no'); END",
        )
        assert _found(ledger, "trigger entries_stay was changed")


def test_a_trigger_that_tandem_did_not_make_is_named(ledger: Path) -> None:
    if is_shared():
        forge(ledger, "CREATE TRIGGER mine AFTER INSERT ON entries FOR EACH ROW EXECUTE FUNCTION refuse_disorder()")
    else:
        _open(ledger, "CREATE TRIGGER mine AFTER INSERT ON entries BEGIN SELECT 1; END")
    assert _found(ledger, "trigger mine that Tandem didn't make")


def test_a_table_that_was_changed_is_named(tmp_path: Path) -> None:
    fill(tmp_path)
    _open(
        tmp_path,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, 'author TEXT NOT NULL', 'author TEXT') WHERE name = 'entries'",
    )
    let_go(tmp_path)
    assert _found(tmp_path, "table entries was changed")


def test_the_loss_of_the_file_is_found(tmp_path: Path) -> None:
    fill(tmp_path)
    let_go(tmp_path)
    (tmp_path / FILE).unlink()
    assert _found(tmp_path, "ends at entry 0")
    with pytest.raises(DamagedStoreError, match="changed behind its back"):
        append(tmp_path, author="anna", act="note", subject="S1", payload={})


def test_a_rollback_of_the_file_is_found(tmp_path: Path) -> None:
    fill(tmp_path)
    let_go(tmp_path)
    earlier = (tmp_path / FILE).read_bytes()
    append(tmp_path, author="anna", act="note", subject="S1", payload={})
    let_go(tmp_path)
    (tmp_path / FILE).write_bytes(earlier)
    assert _found(tmp_path, "rolled back")


def test_a_file_and_log_exchanged_under_an_open_ledger_lose_nothing_unseen(tmp_path: Path) -> None:
    fill(tmp_path)
    let_go(tmp_path)
    earlier = (tmp_path / FILE).read_bytes()
    acknowledged = append(tmp_path, author="anna", act="note", subject="S1", payload={})
    for name in (f"{FILE}-wal", f"{FILE}-shm"):
        (tmp_path / name).unlink()
    (tmp_path / FILE).write_bytes(earlier)
    assert ledger_problems(tmp_path) or acknowledged in entries(tmp_path)


@pytest.mark.parametrize("keep", [lambda old: old[: len(old) // 2], lambda _: b"no ledger", lambda _: b""])
def test_a_file_that_is_no_ledger_is_named(tmp_path: Path, keep: Callable[[bytes], bytes]) -> None:
    fill(tmp_path)
    let_go(tmp_path)
    (tmp_path / FILE).write_bytes(keep((tmp_path / FILE).read_bytes()))
    assert ledger_problems(tmp_path) != ()


def test_a_missing_anchor_is_named(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / ANCHOR_FILE).unlink()
    assert _found(tmp_path, "no anchor")


def _open(store: Path, *statements: str) -> None:
    with closing(sqlite3.connect(store / FILE, isolation_level=None)) as connection:
        for each in statements:
            connection.execute(each)
