"""What commands take along in somebody's name is in the ledger before it leaves; else nothing leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.__main__ import run
from analytics.errors import LedgerPausedError
from analytics.knowledge import ledger
from analytics.knowledge.place import FILE
from analytics.knowledge.reading import events
from tests.knowledge.surroundings import do
from tests.pages.made_up import made_up_store


@pytest.fixture
def store(tmp_path: Path) -> Path:
    made_up_store(tmp_path / "store", n=40)
    return tmp_path / "store"


def exported(store: Path, name: str = "segments", *more: str) -> tuple[int, Path]:
    to = store.parent / f"{name}.csv"
    to.unlink(missing_ok=True)
    return run(["export", name, "--to", str(to), "--store", str(store), *more]), to


def test_a_table_is_written_down_with_who_what_form_and_rows(store: Path) -> None:
    assert exported(store, "segments", "--as", "analyst")[0] == 0
    (entry,) = events(store)
    assert (entry.author, entry.act, entry.text("kind"), entry.text("what")) == (
        "analyst",
        "export",
        "table",
        "segments",
    )
    assert (entry.text("form"), entry.text("filters")) == ("csv", "by command")
    assert entry.whole("rows") == len((store.parent / "segments.csv").read_text().splitlines()) - 1
    assert exported(store, "scores", "--as", "expert")[0] == 0
    assert (events(store)[-1].author, events(store)[-1].text("kind")) == ("expert", "customers")


def test_what_is_taken_in_nobody_s_name_leaves_the_store_as_it_is(store: Path) -> None:
    files = {each: each.read_bytes() for each in store.rglob("*") if each.is_file()}
    assert exported(store)[0] == 0
    assert run(["explain", "C000004", "--store", str(store)]) == 0
    assert not events(store)
    assert {each: each.read_bytes() for each in files} == files


_REFUSED = (("executive", "scores"), ("executive", "segments"), ("administrator", "segments"), ("nobody", "segments"))


def test_a_named_profile_has_its_own_rights_and_one_that_is_not_there_takes_nothing(store: Path) -> None:
    for name, table in _REFUSED:
        status, to = exported(store, table, "--as", name)
        assert (status, to.exists()) == (2, False), name
    assert not events(store)


def test_an_export_of_the_ledger_is_what_was_there_before_it(store: Path) -> None:
    do(store, "analyst", "view", name="Mine", link="overview")
    for n_rows in (1, 2):
        status, to = exported(store, "ledger", "--as", "analyst")
        assert (status, len(to.read_text().splitlines()) - 1) == (0, n_rows)


def test_an_explanation_is_written_down_without_the_id(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "C000004", "--as", "analyst", "--store", str(store)]) == 0
    assert capsys.readouterr().out
    why = str(store.parent / "why.md")
    assert run(["explain", "C000004", "--to", why, "--as", "analyst", "--store", str(store)]) == 0
    assert [(entry.text("kind"), entry.text("form")) for entry in events(store)] == [
        ("explanation", "text"),
        ("explanation", "md"),
    ]
    assert b"C000004" not in (store / FILE).read_bytes()


def test_where_the_ledger_cannot_be_written_nothing_leaves(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise LedgerPausedError("Saving is paused: the disk is full.")

    monkeypatch.setattr(ledger, "append", full)
    to = store.parent / "segments.csv"
    for call in (["export", "segments", "--to", str(to)], ["explain", "C000004"]):
        to.unlink(missing_ok=True)
        assert run([*call, "--as", "analyst", "--store", str(store)]) == 1
        assert not to.exists()
    told = capsys.readouterr()
    assert told.out == ""
    assert "Saving is paused" in told.err
