"""A full disk pauses saving in plain words, reading goes on, and saving resumes by itself."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.errors import LedgerPausedError
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.ledger import append, entries, head_sequence
from analytics.knowledge.opening import let_go
from analytics.knowledge.saving import Saving, saving_state
from tests.knowledge.ledgers import IS_SLOW

N_LIMITS = 200 if IS_SLOW else 20
PAGE_BYTES = 4096
N_PAGES = 200 if IS_SLOW else 25
ROOT = Path(__file__).parents[2]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB, in memory: twice what the log grows to."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("This account may not mount a small disk; the test with a limit on file sizes stands in for it")
    yield folder
    let_go(folder)
    subprocess.run(["umount", "-l", str(folder)], check=True)


def _fill(disk: Path, *, leaving_pages: int) -> Path:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(PAGE_BYTES))
        except OSError:
            file.truncate(max(0, file.tell() // PAGE_BYTES - leaving_pages) * PAGE_BYTES)
    return ballast


def _outcome(store: Path, n: int) -> str:
    try:
        append(store, author="anna", act="note", subject=f"note:{n}", payload={"body": "x" * 3000})
    except LedgerPausedError as reason:
        return str(reason)[: len("Saving is paused: the disk is full.")]
    return "kept"


def test_whatever_write_fails_saving_pauses_and_resumes_and_nothing_is_lost(store: Path) -> None:
    command = [sys.executable, "-m", "tests.knowledge.limited_writer", str(store), str(N_LIMITS)]
    told = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    assert set(told["went"]) == {"kept", "paused"}
    assert told["seconds_to_resume"] <= 5
    assert told["problems"] == []
    assert ledger_problems(store) == ()


def test_on_a_full_disk_others_go_on_reading_and_saving_resumes_without_a_restart(small_disk: Path) -> None:
    append(small_disk, author="anna", act="note", subject="note:first", payload={})
    outcomes = set()
    for n_pages in range(N_PAGES):
        before = entries(small_disk)
        ballast = _fill(small_disk, leaving_pages=n_pages % 40)
        outcomes.add(_outcome(small_disk, n_pages))
        assert saving_state(small_disk).is_paused
        assert entries(small_disk)[: len(before)] == before
        ballast.unlink()
        append(small_disk, author="anna", act="note", subject=f"after:{n_pages}", payload={})
        assert saving_state(small_disk) == Saving(is_paused=False)
    assert outcomes == {"kept", "Saving is paused: the disk is full."}
    assert ledger_problems(small_disk) == ()


@pytest.mark.parametrize("limit", [1, PAGE_BYTES, 5 * PAGE_BYTES])
def test_a_store_whose_first_act_found_no_room_is_read_as_one_without_acts(store: Path, limit: int) -> None:
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, usual[1]))
    try:
        with pytest.raises(LedgerPausedError):
            append(store, author="anna", act="note", subject="note:first", payload={})
        assert (entries(store), head_sequence(store)) == ((), 0)
        assert saving_state(store).is_paused
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    append(store, author="anna", act="note", subject="note:first", payload={})
    assert head_sequence(store) == 1
    assert ledger_problems(store) == ()


def test_another_process_reads_on_a_full_disk(small_disk: Path) -> None:
    for n in range(3):
        append(small_disk, author="anna", act="note", subject=f"note:{n}", payload={})
    text = "import sys; from pathlib import Path; from analytics.knowledge.ledger import head_sequence\n"
    text += "print(head_sequence(Path(sys.argv[1])))"
    _fill(small_disk, leaving_pages=0)
    for is_open_here in (True, False):
        assert head_sequence(small_disk) == 3
        if not is_open_here:
            let_go(small_disk)
        command = [sys.executable, "-c", text, str(small_disk)]
        assert subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip() == "3"
