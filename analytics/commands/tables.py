"""`export`: a published table as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analytics.commands.terminal import DEFAULT, StoreOption, say
from analytics.live import live_snapshot
from analytics.store.export import export as write_table


def export(
    name: Annotated[str, typer.Argument(help="The table's name; `status` lists what is published.")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="A file that ends in .csv or .parquet.")],
    store: StoreOption = DEFAULT,
) -> None:
    """Write a published table as Parquet or CSV."""
    n_rows = write_table(store, name, to, served=live_snapshot)
    say(f"Wrote {n_rows:,} {'row' if n_rows == 1 else 'rows'} of {name} to {to}.")
