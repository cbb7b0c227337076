"""Destroying a customer's key destroys what was said about them, and nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from analytics.errors import InputError
from analytics.knowledge.chain import ERASE, Entry
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.forgetting import forget, has_key
from analytics.knowledge.ledger import append, entries, payload, payloads
from analytics.knowledge.place import FILE
from analytics.store.erased import pseudonym

N_CUSTOMERS = 60


def _note(store: Path, customer_id: str, body: str) -> Entry:
    return append(store, author="anna", act="note", subject="note:n1", payload={"body": body}, about=customer_id)


def _secrets(store: Path) -> dict[str, bytes]:
    with closing(sqlite3.connect(store / FILE)) as connection:
        return dict(connection.execute("SELECT pseudonym, secret FROM customer_keys").fetchall())


def _bytes(store: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(store.iterdir()))


def _erase(store: Path, customer_id: str) -> None:
    named = pseudonym(store, customer_id)
    append(store, author="anna", act=ERASE, subject=f"customer:{named}", payload={})
    forget(store, [named])


def test_no_byte_of_a_destroyed_key_is_left_and_the_chain_verifies(tmp_path: Path) -> None:
    for n in range(N_CUSTOMERS):
        _note(tmp_path, f"C{n:05d}", f"said about {n}")
    secrets = _secrets(tmp_path)
    assert len(secrets) == N_CUSTOMERS
    gone = [f"C{n:05d}" for n in range(0, N_CUSTOMERS, 3)]
    for customer_id in gone:
        _erase(tmp_path, customer_id)
    everything = _bytes(tmp_path)
    lost = {pseudonym(tmp_path, customer_id) for customer_id in gone}
    assert {named: secret in everything for named, secret in secrets.items()} == {
        named: named not in lost for named in secrets
    }
    told = payloads(tmp_path, entries(tmp_path)[:N_CUSTOMERS])
    assert [each is None for each in told] == [n % 3 == 0 for n in range(N_CUSTOMERS)]
    assert ledger_problems(tmp_path) == ()


def test_nothing_is_written_about_someone_who_was_erased(tmp_path: Path) -> None:
    entry = _note(tmp_path, "C00001", "moves abroad")
    _erase(tmp_path, "C00001")
    assert payload(tmp_path, entry) is None
    assert not has_key(tmp_path, pseudonym(tmp_path, "C00001"))
    with pytest.raises(InputError, match="was erased"):
        _note(tmp_path, "C00001", "again")
    _erase(tmp_path, "C00001")
    assert ledger_problems(tmp_path) == ()


def test_a_key_that_was_removed_exchanged_or_left_behind_is_named(tmp_path: Path) -> None:
    _note(tmp_path, "C00001", "moves abroad")
    _note(tmp_path, "C00002", "has a shop")
    mine = pseudonym(tmp_path, "C00001")
    secret = _secrets(tmp_path)[mine]
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as connection:
        connection.execute("DELETE FROM customer_keys WHERE pseudonym = ?", (mine,))
        assert any("key of entry 1 is missing" in problem for problem in ledger_problems(tmp_path))
        connection.execute("INSERT INTO customer_keys VALUES (?, ?)", (mine, bytes(32)))
        assert any("entry 1" in problem and "can't be opened" in problem for problem in ledger_problems(tmp_path))
        connection.execute("DELETE FROM customer_keys WHERE pseudonym = ?", (mine,))
        connection.execute("INSERT INTO customer_keys VALUES (?, ?)", (mine, secret))
        assert ledger_problems(tmp_path) == ()
        connection.execute("INSERT INTO customer_keys VALUES ('nobody', ?)", (secret,))
        assert any("a key for nobody" in problem for problem in ledger_problems(tmp_path))
        connection.execute("DELETE FROM customer_keys WHERE pseudonym = 'nobody'")
    append(tmp_path, author="anna", act=ERASE, subject=f"customer:{mine}", payload={})
    assert any("run erase again" in problem for problem in ledger_problems(tmp_path))
