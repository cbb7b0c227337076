"""How far a command is: told on the terminal, and in a file that the dashboard reads."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from analytics.errors import TandemError
from analytics.store.stopping import stop_signal

FILE = "progress.json"


class State(StrEnum):
    """Where a command stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Progress:
    """How far the last command got that changed this store.

    Attributes
    ----------
    pid : int
        The process that runs it, or ran it.
    command : str
        ``ingest``, ``build``, or what else it is.
    stage : str
        The part that it is at, empty before the first.
    step, n_steps : int
        How many steps are behind it, of how many: 0 of 0 where that isn't known.
    message : str
        What it does now, in words.
    started_at, updated_at : str
        UTC, ISO 8601.
    state : State
        ``failed`` too for a process that is gone without having said how it ended.
    error : str
        Why it failed; empty otherwise.
    """

    pid: int
    command: str
    stage: str
    step: int
    n_steps: int
    message: str
    started_at: str
    updated_at: str
    state: State
    error: str


class Report(Protocol):
    """What a long piece of work tells how far it is."""

    def __call__(self, stage: str, message: str, step: int = 0, n_steps: int = 0) -> None:
        """Say what happens now.

        Parameters
        ----------
        stage : str
            The part of the command.
        message : str
            What happens now, in words.
        step, n_steps : int
            How many steps are behind, of how many.
        """


def silent(stage: str, message: str, step: int = 0, n_steps: int = 0) -> None:
    """Tell nobody: a `Report` for callers who don't want one.

    Parameters
    ----------
    stage, message : str
        Ignored.
    step, n_steps : int
        Ignored.
    """


@contextmanager
def reporting(store: Path, command: str, shown: Report = silent) -> Iterator[Report]:
    """Keep ``progress.json`` while a command works, and say at the end how it ended.

    Parameters
    ----------
    store : Path
        The store's folder; made if it isn't there.
    command : str
        The command's name.
    shown : Report
        What is told besides the file: a terminal.

    Yields
    ------
    Report
        To be called with each step.
    """
    now = _now()
    told = Progress(os.getpid(), command, "", 0, 0, "Starting", now, now, State.RUNNING, "")
    store.mkdir(parents=True, exist_ok=True)
    _write(store, told)

    def report(stage: str, message: str, step: int = 0, n_steps: int = 0) -> None:
        nonlocal told
        told = replace(told, stage=stage, message=message, step=step, n_steps=n_steps, updated_at=_now())
        _write(store, told)
        shown(stage, message, step, n_steps)

    try:
        yield report
    except (KeyboardInterrupt, SystemExit):
        _write(store, replace(told, state=State.CANCELLED, message="Cancelled", updated_at=_now()))
        raise
    except TandemError as reason:
        _write(store, replace(told, state=State.FAILED, error=str(reason), updated_at=_now()))
        raise
    except BaseException as reason:
        if stop_signal() is not None:
            _write(store, replace(told, state=State.CANCELLED, message="Cancelled", updated_at=_now()))
            raise
        unforeseen = f"Something unforeseen went wrong ({type(reason).__name__}); what was published before is safe."
        _write(store, replace(told, state=State.FAILED, error=unforeseen, updated_at=_now()))
        raise
    _write(store, replace(told, state=State.DONE, step=told.n_steps, message="Done", updated_at=_now()))


def read_progress(store: Path) -> Progress | None:
    """Say how far the last command got that changed this store.

    Parameters
    ----------
    store : Path
        The store's folder; it may not exist.

    Returns
    -------
    Progress or None
        None where there was no command yet. A command whose process is gone without a word, by
        a kill or a power cut, is told as failed.
    """
    try:
        body = json.loads((store / FILE).read_bytes())
        told = Progress(**{**body, "state": State(body["state"])})
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, TypeError, KeyError):
        return None
    if told.state is State.RUNNING and not is_alive(told.pid):
        return replace(
            told,
            state=State.FAILED,
            error=f"{told.command} was stopped from outside. What was published before is safe; run it again.",
        )
    return told


def is_alive(pid: int) -> bool:
    """Say whether a process runs on this machine.

    Parameters
    ----------
    pid : int
        Its number.

    Returns
    -------
    bool
        False for a process that ended, even if nobody has collected its exit status yet.
    """
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError, ValueError):
        return False
    except PermissionError:
        return True
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return True
    return status.rpartition(")")[2].split()[0] not in {"Z", "X"}


def _write(store: Path, told: Progress) -> None:
    unfinished = store / f".{FILE}.{told.pid}"
    unfinished.write_text(json.dumps(asdict(told), indent=1), encoding="utf-8")
    unfinished.replace(store / FILE)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
