"""What a command shows while it works: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from analytics.settings import DEFAULT_STORE
from analytics.store.progress import Report, reporting

StoreOption = Annotated[Path, typer.Option("--store", help="The store's folder.", show_default=True)]
DEFAULT = DEFAULT_STORE


def say(text: str) -> None:
    """Print one line, or several, on standard output.

    Parameters
    ----------
    text : str
        What to say, as it is.
    """
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def working(store: Path, command: str) -> Iterator[Report]:
    """Show and write down how far a command is while its block runs.

    Parameters
    ----------
    store : Path
        The store's folder.
    command : str
        The command's name.

    Yields
    ------
    Report
        To be called with each step.
    """
    with shown() as report, reporting(store, command, report) as told:
        yield told


@contextmanager
def shown() -> Iterator[Report]:
    """Show how far a piece of work is while its block runs.

    Yields
    ------
    Report
        To be called with each step.
    """
    if not sys.stdout.isatty():
        yield _line
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), BarColumn(bar_width=24), TextColumn("{task.description}", markup=False))
    with Progress(*columns, TimeElapsedColumn(), transient=True) as bar:
        task = bar.add_task("Starting", total=None)

        def move(stage: str, message: str, step: int = 0, n_steps: int = 0) -> None:
            bar.update(task, description=f"{stage}: {message}", completed=step, total=n_steps or None)

        yield move


def _line(stage: str, message: str, step: int = 0, n_steps: int = 0) -> None:
    counted = f" ({min(step + 1, n_steps)}/{n_steps})" if n_steps else ""
    say(f"{stage}{counted}: {message}")
