"""The dashboard is told how far a command is, and isn't fooled by one that was killed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.errors import InputError
from analytics.store.progress import FILE, State, is_alive, read_progress, reporting


def test_no_command_no_progress(tmp_path: Path) -> None:
    assert read_progress(tmp_path) is None
    assert read_progress(tmp_path / "nowhere") is None


def test_each_step_is_told_to_the_file_and_to_the_terminal(tmp_path: Path) -> None:
    shown: list[str] = []
    with reporting(tmp_path, "build", lambda stage, message, step=0, n_steps=0: shown.append(message)) as report:
        report("features", "Measuring behaviour", 1, 5)
        told = read_progress(tmp_path)
        assert told is not None
        assert (told.command, told.stage, told.step, told.n_steps) == ("build", "features", 1, 5)
        assert told.state is State.RUNNING
    assert shown == ["Measuring behaviour"]
    done = read_progress(tmp_path)
    assert done is not None
    assert (done.state, done.step) == (State.DONE, 5)


def test_a_failure_is_told_in_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(InputError), reporting(tmp_path, "ingest"):
        raise InputError("customers.csv has no rows.")
    told = read_progress(tmp_path)
    assert told is not None
    assert (told.state, told.error) == (State.FAILED, "customers.csv has no rows.")


def test_what_nobody_foresaw_is_told_without_its_details(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), reporting(tmp_path, "build"):
        raise ZeroDivisionError("secret of C0001")
    told = read_progress(tmp_path)
    assert told is not None
    assert told.state is State.FAILED
    assert "secret" not in told.error


def test_a_cancelled_command_says_so(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), reporting(tmp_path, "build"):
        raise KeyboardInterrupt
    told = read_progress(tmp_path)
    assert told is not None
    assert told.state is State.CANCELLED


def test_a_killed_command_is_told_as_failed(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert not is_alive(ended.pid)
    with reporting(tmp_path, "build"):
        body = json.loads((tmp_path / FILE).read_text())
        (tmp_path / FILE).write_text(json.dumps({**body, "pid": ended.pid}))
        told = read_progress(tmp_path)
    assert told is not None
    assert told.state is State.FAILED
    assert "stopped from outside" in told.error


@pytest.mark.parametrize("content", ["", "{", "[]", '{"state": "running"}', '{"state": "no such"}'])
def test_a_file_that_says_nothing_is_no_progress(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    assert read_progress(tmp_path) is None
