"""After an erasure no file of the store holds the id."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.__main__ import run
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.ledger import entries
from analytics.store.connection import open_for_reading
from analytics.store.erase import word_pattern
from analytics.store.erased import pseudonym
from analytics.store.shelf import current_id, snapshot_ids
from analytics.store.snapshots import current_snapshot
from tests.store.copied import copied


def _holding(store: Path, customer_id: str) -> list[str]:
    return [path.name for path in store.rglob("*") if path.is_file() and customer_id.encode() in path.read_bytes()]


def test_nothing_is_left_of_an_erased_customer_but_a_pseudonym(
    demo_store: Path, demo_bank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = copied(demo_store, tmp_path)
    before = current_snapshot(store)
    assert before is not None
    erased = str(before.table("features")["customer_id"].iloc[3])
    n_customers = len(before.table("customers"))
    (store / "logs").mkdir()
    (store / "logs" / "old.log").write_text(f"Traceback … {erased}")
    assert _holding(store, erased)

    assert run(["erase", erased, "--store", str(store)]) == 0
    assert "run build" in capsys.readouterr().out
    assert _holding(store, erased) == []
    after = current_snapshot(store)
    assert after is not None
    assert after.id != before.id
    assert len(after.table("customers")) == n_customers - 1
    assert snapshot_ids(store) == (current_id(store),)
    assert [(entry.act, entry.subject) for entry in entries(store)] == [("erase", pseudonym(store, erased))]
    assert ledger_problems(store) == ()
    assert run(["verify", "--store", str(store)]) == 0

    assert run(["ingest", str(demo_bank), "--store", str(store)]) == 0
    with open_for_reading(store) as warehouse:
        assert len(warehouse.frame("SELECT 1 FROM source.customers")) == n_customers - 1
    assert _holding(store, erased) == []
    assert run(["erase", erased, "--store", str(store)]) == 0
    assert len(entries(store)) == 1


def test_an_unknown_customer_changes_nothing(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = copied(demo_store, tmp_path)
    assert run(["erase", "nobody", "--store", str(store)]) == 2
    assert 'There is no customer "nobody"' in capsys.readouterr().err
    assert entries(store) == ()
    assert current_id(store) == current_id(demo_store)


@given(st.text(min_size=1, max_size=12))
def test_an_id_is_found_as_a_word_whatever_it_is_made_of(customer_id: str) -> None:
    assert re.search(word_pattern(customer_id), f"paid by {customer_id}, late")
    assert re.search(word_pattern(customer_id), customer_id)


def test_an_id_within_a_longer_one_is_not_it() -> None:
    assert not re.search(word_pattern("C0001"), "C00012")
