"""What was appended is there, in order, chained and anchored."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import TandemError
from analytics.knowledge.anchor import ANCHOR_FILE, read_anchors
from analytics.knowledge.chain import GENESIS, Anchor, Anchors, entry_hash
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.copying import copy_ledger
from analytics.knowledge.database import alone
from analytics.knowledge.ledger import append, entries, payloads
from analytics.knowledge.opening import let_go
from analytics.knowledge.place import URL_VARIABLE, is_shared
from tests.knowledge.ledgers import N_ENTRIES, fill, forge


def test_a_store_without_acts_has_an_empty_ledger_that_is_well(store: Path) -> None:
    assert entries(store) == ()
    assert ledger_problems(store) == ()


def test_what_was_appended_is_there_in_order(store: Path) -> None:
    for n in range(3):
        append(store, author="anna", act="use_snapshot", subject=f"00000{n}", payload={"n": n})
    found = entries(store)
    assert [entry.sequence for entry in found] == [1, 2, 3]
    assert found[0].previous_hash == GENESIS
    assert found[2].previous_hash == found[1].hash
    assert read_anchors(store) == Anchors(Anchor(3, found[2].hash))
    assert ledger_problems(store) == ()


def test_a_long_ledger_is_well_and_goes_on(store: Path) -> None:
    fill(store)
    assert [each and each["n"] for each in payloads(store, entries(store))] == list(range(1, N_ENTRIES + 1))
    assert ledger_problems(store) == ()
    assert append(store, author="ben", act="note", subject="S1", payload={}).sequence == N_ENTRIES + 1
    assert ledger_problems(store) == ()


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE entries SET author = 'eve'",
        "DELETE FROM entries WHERE sequence = 1",
        "UPDATE customer_keys SET secret = NULL",
    ],
)
def test_changes_are_refused_by_the_ledger_itself(store: Path, text: str) -> None:
    fill(store)
    with pytest.raises(Exception, match=r"append-only|never changed"), alone(store) as connection:
        connection.exec_driver_sql(text)
    assert ledger_problems(store) == ()


def test_a_ledger_of_a_newer_version_is_refused_in_plain_words(store: Path) -> None:
    append(store, author="anna", act="note", subject="S1", payload={})
    forge(store, "INSERT INTO ledger_versions VALUES (99)")
    with pytest.raises(TandemError, match=r"written by a newer Tandem: it is version 99.*Update Tandem"):
        append(store, author="anna", act="note", subject="S1", payload={})
    let_go(store)
    with pytest.raises(TandemError, match="written by a newer Tandem"):
        entries(store)
    assert any("newer Tandem" in problem for problem in ledger_problems(store))


def test_two_stores_that_share_a_ledger_each_go_on_from_their_own_anchor(store: Path, tmp_path: Path) -> None:
    if not is_shared():
        pytest.skip("A ledger in a file is one store's own")
    for n in range(6):
        append((store, tmp_path)[n % 2], author="anna", act="note", subject="S1", payload={"n": n})
    assert ledger_problems(store) == ledger_problems(tmp_path) == ()
    let_go(store)
    # Each knows the entries up to its own last one: what was done to those is found.
    forge(store, "DELETE FROM entries WHERE sequence = 6")
    assert any("ends at entry 5" in problem for problem in ledger_problems(tmp_path))
    assert ledger_problems(store) == ()


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_crash_between_entry_and_anchor_is_no_tampering(store: Path, is_committed: bool) -> None:
    append(store, author="anna", act="note", subject="S1", payload={})
    anchors = read_anchors(store)
    assert anchors is not None
    before = anchors.head
    digest = entry_hash(2, ("2026", "ben", "note", "S2", "{}"), before.hash)
    (store / ANCHOR_FILE).write_text(f"1 {before.hash}\n2 {digest}\n")
    if is_committed:
        forge(
            store,
            f"INSERT INTO entries VALUES (2, '2026', 'ben', 'note', 'S2', '{{}}', '{before.hash}', '{digest}', NULL)",
        )
    assert ledger_problems(store) == ()
    append(store, author="anna", act="note", subject="S3", payload={})
    assert ledger_problems(store) == ()
    assert len(entries(store)) == 2 + is_committed


def test_a_copy_is_whole_and_goes_on_by_itself(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    to = tmp_path / "copy"
    to.mkdir()
    copy_ledger(store, to)
    before, details = entries(store), payloads(store, entries(store))
    with monkeypatch.context() as without_server:
        without_server.delenv(URL_VARIABLE, raising=False)
        assert entries(to) == before
        assert payloads(to, entries(to)) == details
        append(to, author="anna", act="note", subject="S1", payload={})
        assert ledger_problems(to) == ()
