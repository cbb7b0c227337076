"""`report`: what executives take along, as a file: their numbers, or a deck made of the findings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analytics.commands.keeping import author
from analytics.commands.taking_along import AsOption, write_down
from analytics.commands.terminal import DEFAULT, StoreOption, say
from analytics.errors import InputError, StoreEmptyError
from analytics.finding_deck import deck_by_words
from analytics.knowledge.rights import Export
from analytics.live import live_snapshot
from analytics.reporting import report_of
from analytics.reports.written import DECK_KINDS, KINDS, deck_written_as, written_as
from analytics.store.durable import write_durably
from analytics.store.snapshots import Snapshot


def report(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="A file that ends in .pdf, .pptx or .xlsx.")],
    findings: Annotated[
        str | None,
        typer.Option(
            metavar="WHICH",
            help="A deck of findings instead: all, open, being_acted_on, closed, or ids such as f17,f20.",
        ),
    ] = None,
    name_of_user: AsOption = None,
    store: StoreOption = DEFAULT,
) -> None:
    """Write the executives' report: KPIs, what changed, and how each number is worked out; or a deck of findings."""
    ending = _ending(to, (*KINDS,) if findings is None else (*DECK_KINDS,))
    snapshot = live_snapshot(store)
    if snapshot is None:
        raise StoreEmptyError(f"Nothing is published in {store} yet: run build.")
    if findings is None:
        _numbers(store, snapshot, to, ending, name_of_user)
    else:
        _findings(store, snapshot, to, findings, name_of_user)


def _ending(to: Path, known: tuple[str, ...]) -> str:
    ending = to.suffix.lower()
    if ending not in known:
        raise InputError(f"{to.name} should end in {', '.join(known)}: the ending decides how the report is written.")
    if not to.parent.is_dir():
        raise InputError(f"There is no folder {to.parent} to write {to.name} into.")
    return ending


def _numbers(store: Path, snapshot: Snapshot, to: Path, ending: str, name: str | None) -> None:
    made = report_of(snapshot)
    content = written_as(ending, made)
    write_down(store, Export.REPORT, what="retention report", form=ending[1:], name=name)
    write_durably(to, content)
    say(f"Wrote {len(made.kpis)} {'KPI' if len(made.kpis) == 1 else 'KPIs'} to {to}. {made.source[0]}.")


def _findings(store: Path, snapshot: Snapshot, to: Path, wanted: str, name: str | None) -> None:
    made = deck_by_words(store, snapshot, wanted, made_by=name or author())
    n, ending = len(made.pages), to.suffix.lower()
    content = deck_written_as(ending, made)
    write_down(store, Export.REPORT, what="findings", form=ending[1:], rows=n, about=wanted, name=name)
    write_durably(to, content)
    say(f"Wrote {n} {'finding' if n == 1 else 'findings'} to {to}. {made.source[0]}.")
