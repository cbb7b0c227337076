"""`demo` and `ingest`: from a folder or file into the store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analytics.commands.building import parsed_day
from analytics.commands.terminal import DEFAULT, StoreOption, say, shown, working
from analytics.errors import InputError
from analytics.settings import DEFAULT_OUTCOME
from analytics.sources.table_levers import FORM
from analytics.vocabulary import SourceKind

_PROGRESS_PARTS = 100


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to make.")],
    customers: Annotated[int, typer.Option(help="Customers the bank has had by its end.")] = 8_000,
    months: Annotated[int, typer.Option(help="Whole months of history.")] = 36,
    seed: Annotated[int, typer.Option(help="The same seed makes the same bank.")] = 0,
    store: StoreOption = DEFAULT,  # noqa: ARG001 - every command takes it; this one needs no store
) -> None:
    """Write a demo bank folder, with its truth beside it."""
    from analytics.sources.demo import write_demo_bank

    with shown() as report:
        write_demo_bank(
            out,
            n_customers=customers,
            n_months=months,
            seed=seed,
            progress=lambda done, of, what: report("demo", what, done, of),
        )
    say(f"Wrote a demo bank of {customers:,} customers and {months} months to {out}.")


def ingest(
    path: Annotated[Path, typer.Argument(help="A bank folder, the Berka folder, or a customer table.")],
    kind: Annotated[str | None, typer.Option(help="bank, table or berka; seen from the path if not given.")] = None,
    rename: Annotated[
        list[str] | None,
        typer.Option(metavar="TABLE.COL=NAME", help="What a column is called in the contract; may be repeated."),
    ] = None,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="The reporting currency.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Let another bank or kind take the place.")] = False,
    label: Annotated[str | None, typer.Option(help="Customer table: the column with the outcome.")] = None,
    id_column: Annotated[str | None, typer.Option("--id", help="Customer table: the column with the id.")] = None,
    positive: Annotated[str | None, typer.Option(help="Customer table: the label's value that counts as 1.")] = None,
    outcome: Annotated[str, typer.Option(help="Customer table: the outcome's name.")] = DEFAULT_OUTCOME,
    protected: Annotated[
        list[str] | None, typer.Option(help="Columns that are never an input of a model; may be repeated.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(help="Customer table: columns that are shown only; may be repeated.")
    ] = None,
    lever: Annotated[
        list[str] | None,
        typer.Option(metavar=FORM, help="Customer table: a column that somebody can change; may be repeated."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Customer table: the day that it describes.")
    ] = None,
    store: StoreOption = DEFAULT,
) -> None:
    """Check a source against its contract and load it in one transaction."""
    from analytics.sources.kinds import source_kind
    from analytics.store.load import ingest as load

    asked = _kind(kind)
    day = parsed_day("--as-of", as_of)
    source_kind(path, asked)
    with working(store, "ingest") as report:
        quality = load(
            store,
            path,
            kind=asked,
            renames=rename or (),
            currency=currency,
            replace=replace,
            label=label,
            id_column=id_column,
            positive=positive,
            outcome=outcome,
            protected=_listed(protected),
            ignore=_listed(ignore),
            levers=lever or (),
            as_of=day,
            progress=lambda message, share: report("ingest", message, round(share * _PROGRESS_PARTS), _PROGRESS_PARTS),
        )
    say(quality.text())


def _kind(text: str | None) -> SourceKind | None:
    if text is None:
        return None
    try:
        return SourceKind(text)
    except ValueError:
        raise InputError(f'--kind "{text}" is none of: {", ".join(kind.value for kind in SourceKind)}.') from None


def _listed(options: list[str] | None) -> tuple[str, ...]:
    """Take an option that is repeated, or that names several with commas."""
    return tuple(name.strip() for option in options or () for name in option.split(",") if name.strip())
