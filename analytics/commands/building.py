"""`build`: from what is loaded to a published snapshot."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from typing import Annotated

import typer

from analytics.commands.terminal import DEFAULT, StoreOption, say, working
from analytics.errors import InputError
from analytics.pipeline import Request, require_loaded
from analytics.pipeline import build as build_store
from analytics.settings import DEFAULT_SEED
from analytics.stage_order import STAGES, with_needs

ENGINES = ("duckdb",)


def build(
    store: StoreOption = DEFAULT,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day, its end included, at which customers are described.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="For everything that draws.")] = DEFAULT_SEED,
    stages: Annotated[
        str | None,
        typer.Option(metavar="NAME,…", help="Only these, and what they need: " + ", ".join(s.name for s in STAGES)),
    ] = None,
    engine: Annotated[str, typer.Option(help="What computes the features: duckdb.")] = ENGINES[0],
    threads: Annotated[int | None, typer.Option(min=1, max=1024, help="Threads to use; all cores by default.")] = None,
) -> None:
    """Run the stages whose inputs changed, and publish an immutable snapshot."""
    if engine not in ENGINES:
        raise InputError(f'--engine "{engine}" is not available: this version computes with duckdb only.')
    request = Request(
        as_of=parsed_day("--as-of", as_of),
        seed=seed,
        stages=None if stages is None else tuple(name.strip() for name in stages.split(",")),
        n_threads=threads,
    )
    require_loaded(store)
    with_needs(request.stages)
    set_threads(threads)
    with working(store, "build") as report:
        built = build_store(store, request, report=report)
    if not built.ran:
        say("Nothing changed since the last build; no stage had to run.")
    if built.is_new:
        say(f"Published snapshot {built.snapshot_id}, customers as of {built.as_of}.")
    else:
        say(f"No new snapshot: {built.snapshot_id} says the same and is served.")


def parsed_day(option: str, text: str | None) -> date | None:
    """Read a day from the command line.

    Parameters
    ----------
    option : str
        The option's name, for the message.
    text : str or None
        What was given.

    Returns
    -------
    date or None
        The day; None where nothing was given.

    Raises
    ------
    InputError
        If it is no day.
    """
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=None).date()
    except ValueError:
        raise InputError(f'{option} "{text}" is no day. Write it like 2026-06-30.') from None


def set_threads(n_threads: int | None) -> None:
    """Tell the numeric libraries, before they are imported, how many threads they may use.

    Parameters
    ----------
    n_threads : int or None
        All cores if None.
    """
    number = str(n_threads or os.cpu_count() or 1)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS", "LOKY_MAX_CPU_COUNT"):
        if name.startswith("NUMBA") and "numba" in sys.modules:
            continue  # it refuses another number once its threads have been launched
        if n_threads is not None:
            os.environ[name] = number
        else:
            os.environ.setdefault(name, number)
    # Waiting threads that spin take the cores from those that work.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
