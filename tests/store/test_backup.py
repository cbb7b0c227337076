"""A backup is whole, a damaged one is refused, and a restored one doesn't bring erased people back."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.__main__ import run
from analytics.errors import InputError
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.ledger import entries
from analytics.store.backup import MANIFEST, backup_problems
from analytics.store.snapshots import current_snapshot
from tests.store.copied import copied


def _run(*arguments: str | Path) -> int:
    return run([str(argument) for argument in arguments])


def test_there_and_back_again(demo_store: Path, tmp_path: Path) -> None:
    to, elsewhere = tmp_path / "copy", tmp_path / "elsewhere"
    assert _run("backup", "--to", to, "--store", demo_store) == 0
    assert backup_problems(to) == ()
    assert _run("restore", to, "--store", elsewhere) == 0
    ours, theirs = current_snapshot(demo_store), current_snapshot(elsewhere)
    assert ours is not None
    assert theirs is not None
    assert theirs.id == ours.id
    assert theirs.table("scores").equals(ours.table("scores"))
    assert [entry.act for entry in entries(elsewhere)] == ["restore"]
    assert _run("verify", "--store", elsewhere) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "elsewhere"]


def test_a_folder_that_is_not_empty_is_refused(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").write_text("mine")
    assert _run("backup", "--to", tmp_path / "there", "--store", demo_store) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["file"]


def test_a_backup_into_the_store_itself_and_of_nothing_are_refused(demo_store: Path, tmp_path: Path) -> None:
    assert _run("backup", "--to", demo_store / "copy", "--store", demo_store) == 2
    assert _run("backup", "--to", tmp_path / "copy", "--store", tmp_path / "nothing") == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["CURRENT", "warehouse.duckdb", MANIFEST])
def test_a_damaged_backup_is_refused_and_the_store_stays(demo_store: Path, tmp_path: Path, name: str) -> None:
    to = tmp_path / "copy"
    assert _run("backup", "--to", to, "--store", demo_store) == 0
    content = bytearray((to / name).read_bytes())
    content[len(content) // 2] ^= 4
    (to / name).write_bytes(bytes(content))
    assert _run("restore", to, "--store", tmp_path / "elsewhere") == 1
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no backup"):
        backup_problems(tmp_path)


def test_who_was_erased_since_the_backup_stays_erased_and_the_acts_stay(demo_store: Path, tmp_path: Path) -> None:
    store, to = copied(demo_store, tmp_path), tmp_path / "copy"
    snapshot = current_snapshot(demo_store)
    assert snapshot is not None
    erased = str(snapshot.table("customers")["customer_id"].iloc[7])
    assert _run("backup", "--to", to, "--store", store) == 0
    assert _run("erase", erased, "--store", store) == 0
    assert _run("restore", to, "--store", store) == 0
    assert [entry.act for entry in entries(store)] == ["erase", "restore"]
    assert ledger_problems(store) == ()
    assert not [path for path in store.rglob("*") if path.is_file() and erased.encode() in path.read_bytes()]
