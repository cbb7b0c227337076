"""Stopping cleanly: a signal ends the work between two steps, and nothing half done is published."""

from __future__ import annotations

import signal
from types import FrameType

_asked: list[int] = []


class Stopped(KeyboardInterrupt):
    """The process was asked to stop."""


def stop_on_signals() -> None:
    """Turn SIGINT and SIGTERM into `Stopped`, raised wherever the main thread is."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _stop)


def stop_signal() -> int | None:
    """Say which signal asked this process to stop.

    Returns
    -------
    int or None
        None if none did. Libraries turn the exception that a signal raises into one of their own
        (DuckDB's "Query interrupted"), so the exception alone doesn't tell.
    """
    return _asked[0] if _asked else None


def _stop(number: int, _frame: FrameType | None) -> None:
    _asked.append(number)
    raise Stopped
