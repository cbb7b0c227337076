"""A backup of the ledger can be gone on from, on a file and on a shared database."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from analytics.errors import DamagedStoreError
from analytics.knowledge.chain import ERASE
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.copying import carry_over, copy_ledger
from analytics.knowledge.ledger import append, entries, payload
from analytics.knowledge.opening import let_go
from analytics.knowledge.place import FILE, is_shared
from analytics.store.erased import KEY_FILE, pseudonym
from tests.knowledge.ledgers import forge

_EMPTY = ("DELETE FROM entries", "DELETE FROM customer_keys")


@pytest.fixture
def fresh(store: Path, tmp_path: Path) -> Path:
    """A copy of the store's ledger, of two entries, one of them about a customer."""
    append(store, author="anna", act="note", subject="note:n1", payload={"body": "moves"}, about="C00001")
    append(store, author="anna", act=ERASE, subject=f"customer:{pseudonym(store, 'C00002')}", payload={})
    to = tmp_path / "fresh"
    to.mkdir()
    copy_ledger(store, to)
    return to


def test_the_copy_is_readable_by_its_owner_only(fresh: Path) -> None:
    assert stat.S_IMODE((fresh / FILE).stat().st_mode) == 0o600


def test_acts_since_the_backup_are_kept(store: Path, fresh: Path) -> None:
    later = append(store, author="ben", act=ERASE, subject=f"customer:{pseudonym(store, 'C00003')}", payload={})
    erased = carry_over(store, fresh)
    assert erased == {pseudonym(store, "C00002"), pseudonym(store, "C00003")}
    found = entries(fresh)
    assert found == entries(store)
    assert found[-1] == later
    assert payload(fresh, found[0]) == {"body": "moves"}
    assert (fresh / KEY_FILE).read_bytes() == (store / KEY_FILE).read_bytes()
    assert append(fresh, author="ben", act="restore", subject="backup:copy", payload={}).sequence == 4
    assert ledger_problems(fresh) == ()
    let_go(fresh)


def test_an_empty_place_is_filled_from_the_backup(store: Path, fresh: Path, tmp_path: Path) -> None:
    before = entries(store)
    if is_shared():
        forge(store, *_EMPTY)
    assert carry_over(tmp_path / "nothing", fresh) == {pseudonym(store, "C00002")}
    assert entries(fresh) == before
    assert payload(fresh, before[0]) == {"body": "moves"}
    assert ledger_problems(fresh) == ()
    let_go(fresh)


def test_a_shared_ledger_of_others_is_not_taken_for_the_backups(store: Path, fresh: Path) -> None:
    if not is_shared():
        pytest.skip("A ledger in a file is one store's own")
    forge(store, *_EMPTY)
    (store / "ledger.anchor").unlink()
    append(store, author="eve", act="note", subject="note:n1", payload={})
    with pytest.raises(DamagedStoreError, match="not the one of this backup"):
        carry_over(store, fresh)
    assert [entry.author for entry in entries(store)] == ["eve"]


def test_a_backup_that_was_changed_is_refused(store: Path, fresh: Path, tmp_path: Path) -> None:
    if is_shared():
        pytest.skip("The shared ledger is gone on with; the backup's is not used")
    forge(fresh, "UPDATE entries SET author = 'eve' WHERE sequence = 1")
    with pytest.raises(DamagedStoreError, match=r"not sound.*entry 1"):
        carry_over(tmp_path / "nothing", fresh)
    let_go(fresh)
