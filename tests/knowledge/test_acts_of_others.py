"""Who acts on what others have changed since is shown both versions; what is new is read alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analytics.errors import InputError
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.conflict import ConflictError
from analytics.knowledge.ledger import append, entries, head_sequence, payload

GOLDEN = Path(__file__).parent / "golden"


def _rename(store: Path, author: str, name: str, seen: int | None) -> int:
    return append(
        store,
        author=author,
        act="rename",
        subject="segment:3-ab12",
        payload={"name": name},
        touches=["segment:3-ab12"],
        seen=seen,
    ).sequence


def test_a_change_of_what_another_changed_since_is_refused_with_both_versions(store: Path) -> None:
    seen = head_sequence(store)
    _rename(store, "anna", "Savers", seen)
    with pytest.raises(ConflictError, match="anna did rename on segment:3-ab12") as refused:
        _rename(store, "ben", "Thrifty", seen)
    assert [payload(store, entry) for entry in refused.value.entries] == [{"name": "Savers"}]
    assert refused.value.payload == {"name": "Thrifty"}
    assert head_sequence(store) == 1
    assert _rename(store, "ben", "Thrifty", head_sequence(store)) == 2


def test_a_change_of_something_else_is_no_conflict(store: Path) -> None:
    append(store, author="anna", act="tag", subject="segment:x", payload={}, touches=["segment:x"])
    append(store, author="anna", act="note", subject="segment:3-ab12", payload={})
    assert _rename(store, "ben", "Thrifty", 0) == 3
    assert _rename(store, "ben", "Thriftier", None) == 4


def test_only_what_is_new_is_read(store: Path) -> None:
    assert head_sequence(store) == 0
    for n in range(5):
        append(store, author="anna", act="note", subject=f"note:n{n}", payload={"n": n})
    assert head_sequence(store) == 5
    assert [entry.subject for entry in entries(store, after=3)] == ["note:n3", "note:n4"]
    assert entries(store, after=5) == ()


def test_details_about_a_customer_are_sealed_and_open_again(store: Path) -> None:
    entry = append(
        store, author="anna", act="note", subject="customer:C00042", payload={"body": "moves abroad"}, about="C00042"
    )
    assert "C00042" not in entry.subject
    assert "abroad" not in entry.payload
    assert payload(store, entry) == {"body": "moves abroad"}
    assert ledger_problems(store) == ()


def test_a_payload_that_looks_sealed_is_refused(store: Path) -> None:
    with pytest.raises(InputError, match="sealed"):
        append(store, author="eve", act="note", subject="note:n1", payload={"sealed_for": "anna"})


def test_a_ledger_of_the_first_version_opens_keeps_every_entry_and_goes_on(tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(GOLDEN / "first", store)
    found = entries(store)
    assert [entry.act for entry in found] == ["use_snapshot", "erase", *["use_snapshot"] * 9, "restore"]
    assert payload(store, found[4]) == {"n": 2, "why": "zpět “starší”"}
    assert ledger_problems(store) == ()
    assert append(store, author="anna", act="note", subject="note:n1", payload={}).sequence == 13
    assert ledger_problems(store) == ()
    assert entries(store)[:12] == found
