"""After an erasure no file of the store holds the id."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.__main__ import run
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.hidden_ids import GONE, with_ids_hidden, with_ids_shown
from analytics.knowledge.ledger import append, entries, payload
from analytics.store.connection import WAREHOUSE_FILE, open_for_reading
from analytics.store.erase import word_pattern
from analytics.store.erased import pseudonym, pseudonyms
from analytics.store.shelf import current_id, snapshot_file, snapshot_ids
from analytics.store.snapshots import current_snapshot
from tests.store.copied import copied


def _holding(store: Path, customer_id: str) -> list[str]:
    return [path.name for path in store.rglob("*") if path.is_file() and customer_id.encode() in path.read_bytes()]


def _cells_holding(store: Path, customer_id: str) -> list[str]:
    """Columns of the warehouse and of every snapshot that name the customer: their blocks are packed on disk."""
    found = []
    for path in [store / WAREHOUSE_FILE, *(snapshot_file(store, each) for each in snapshot_ids(store))]:
        with closing(duckdb.connect(str(path), read_only=True)) as connection:
            columns = connection.execute(
                "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE NOT internal"
            ).fetchall()
            for schema, table, column in columns:
                asked = f'SELECT 1 FROM "{schema}"."{table}" WHERE contains("{column}"::VARCHAR, $id) LIMIT 1'
                if connection.execute(asked, {"id": customer_id}).fetchall():
                    found.append(f"{path.name} {schema}.{table}.{column}")
    return found


def test_what_was_said_about_an_erased_customer_is_gone_and_stays_gone_after_a_restore(
    demo_store: Path, tmp_path: Path
) -> None:
    store, to = copied(demo_store, tmp_path), tmp_path / "copy"
    snapshot = current_snapshot(store)
    assert snapshot is not None
    erased, other = map(str, snapshot.table("features")["customer_id"].iloc[[5, 6]])
    del snapshot
    lost = append(store, author="anna", act="note", subject=f"customer:{erased}", payload={"b": "moves"}, about=erased)
    kept = append(store, author="anna", act="note", subject=f"customer:{other}", payload={"b": "stays"}, about=other)
    body = with_ids_hidden(store, f"{erased} pays the rent of {other}")
    named = append(store, author="ben", act="note", subject="segment:3-ab12", payload={"body": body})
    moved = append(
        store, author="ben", act="move", subject="segment:3-ab12", payload={"customers": pseudonyms(store, [erased])}
    )
    assert with_ids_shown(store, body) == f"{erased} pays the rent of {other}"
    assert run(["backup", "--to", str(to), "--store", str(store)]) == 0
    assert run(["restore", str(to), "--store", str(tmp_path / "elsewhere")]) == 0
    assert payload(tmp_path / "elsewhere", lost) == {"b": "moves"}

    assert run(["erase", erased, "--store", str(store)]) == 0
    for command in (["verify"], ["restore", str(to)]):
        assert run([*command, "--store", str(store)]) == 0
        assert _holding(store, erased) == []
        assert _cells_holding(store, erased) == []
        assert payload(store, lost) is None
        assert payload(store, kept) == {"b": "stays"}
        assert with_ids_shown(store, body) == f"{GONE} pays the rent of {other}"
        assert entries(store)[:4] == (lost, kept, named, moved)


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
    assert [(entry.act, entry.subject) for entry in entries(store)] == [
        ("erase", f"customer:{pseudonym(store, erased)}")
    ]
    assert ledger_problems(store) == ()
    assert run(["verify", "--store", str(store)]) == 0

    assert run(["ingest", str(demo_bank), "--store", str(store)]) == 0
    with open_for_reading(store) as warehouse:
        assert len(warehouse.frame("SELECT 1 FROM source.customers")) == n_customers - 1
    assert _holding(store, erased) == []
    assert run(["erase", erased, "--store", str(store)]) == 0
    assert len(entries(store)) == 1


def test_nobody_counts_with_an_erased_customer(demo_store: Path, tmp_path: Path) -> None:
    store = copied(demo_store, tmp_path)
    before = current_snapshot(store)
    assert before is not None
    erased = str(before.table("left_twins")["twin_id"].iloc[0])
    del before
    assert run(["erase", erased, "--store", str(store)]) == 0
    assert _cells_holding(store, erased) == []


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
