"""`first-start`: make the demo bank, load it and build it, so that a new user sees a bank at once.

Run in the background by ``serve --demo`` and by the page's "load the demo bank"; ``progress.json``
in the store tells how far it is. Features are published first, then segments and map, so that these
can be read while risks are still being computed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analytics.commands.building import set_threads
from analytics.commands.terminal import DEFAULT, StoreOption, working
from analytics.pipeline import Request, build
from analytics.sources.demo import write_demo_bank
from analytics.store.load import ingest
from analytics.store.progress import Report

N_CUSTOMERS = 8_000
N_MONTHS = 36
DEMO_FOLDER = "demo-bank"

_PUBLISHED_IN_TURN: tuple[tuple[str, ...] | None, ...] = (
    ("features",),
    ("effective", "map"),
    # Whoever can be ranked by risk has to be seen with their consents, and with what offers do.
    ("drivers", "outlook", "offers", "uplift"),
    None,
)
"""A snapshot after each: who is there, then the map, then risk, its reasons and what can be done, then all."""


def first_start(
    customers: Annotated[int, typer.Option(help="Customers of the demo bank.")] = N_CUSTOMERS,
    months: Annotated[int, typer.Option(help="Months of the demo bank.")] = N_MONTHS,
    store: StoreOption = DEFAULT,
) -> None:
    """Make the demo bank, load it, and publish its features, its map, its risks, then the rest."""
    set_threads(None)
    with working(store, "demo bank") as report:
        fill(store, customers, months, report)


def fill(store: Path, n_customers: int, n_months: int, report: Report) -> None:
    """Fill a store with the demo bank.

    Parameters
    ----------
    store : Path
        The store's folder; what is in it is replaced only if it is a demo bank too.
    n_customers, n_months : int
        The bank's size.
    report : Report
        Is told how far it is.
    """
    bank = store.resolve().parent / DEMO_FOLDER
    n_steps = 2 + len(_PUBLISHED_IN_TURN)
    report("demo", "Making the demo bank", 0, n_steps)
    write_demo_bank(bank, n_customers=n_customers, n_months=n_months)
    report("ingest", "Loading the demo bank", 1, n_steps)
    ingest(store, bank)
    for step, stages in enumerate(_PUBLISHED_IN_TURN, start=2):
        build(store, Request(stages=stages), report=_at(step, n_steps, report))


def _at(at: int, of: int, report: Report) -> Report:
    """Tell a build's messages as one step of the whole."""

    def tell(stage: str, message: str, step: int = 0, n_steps: int = 0) -> None:  # noqa: ARG001 - the build's own count
        report(stage, message, at, of)

    return tell
