"""`report`: what executives take along, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analytics.commands.terminal import DEFAULT, StoreOption, say
from analytics.errors import InputError, StoreEmptyError
from analytics.live import live_snapshot
from analytics.reporting import report_of
from analytics.reports.written import KINDS, written_as
from analytics.store.durable import write_durably


def report(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="A file that ends in .pdf, .pptx or .xlsx.")],
    store: StoreOption = DEFAULT,
) -> None:
    """Write the executives' report: KPIs, what changed, and how each number is worked out."""
    ending = to.suffix.lower()
    if ending not in KINDS:
        raise InputError(f"{to.name} should end in {', '.join(KINDS)}: the ending decides how the report is written.")
    if not to.parent.is_dir():
        raise InputError(f"There is no folder {to.parent} to write {to.name} into.")
    snapshot = live_snapshot(store)
    if snapshot is None:
        raise StoreEmptyError(f"Nothing is published in {store} yet: run build.")
    made = report_of(snapshot)
    write_durably(to, written_as(ending, made))
    say(f"Wrote {len(made.kpis)} {'KPI' if len(made.kpis) == 1 else 'KPIs'} to {to}. {made.source[0]}.")
