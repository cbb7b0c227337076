"""`load-and-build`: what the Data screen starts in the background; ``progress.json`` tells how far it is.

Features are published first, so that the Overview can be read while the rest is still being computed.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from analytics.commands.building import set_threads
from analytics.commands.terminal import DEFAULT, StoreOption, working
from analytics.errors import InputError
from analytics.pipeline import Request, build
from analytics.settings import DEFAULT_OUTCOME
from analytics.store.load import ingest
from analytics.store.progress import Report
from analytics.vocabulary import SourceKind


@dataclass(frozen=True)
class Order:
    """What to load, with the options that `ingest` takes.

    Attributes
    ----------
    path : str
        A folder or a file.
    kind : str
        ``bank``, ``table`` or ``berka``.
    renames : tuple of str
        Each ``TABLE.COLUMN=NAME``.
    label, id_column, positive : str or None
        For a customer table.
    outcome : str
        For a customer table: the outcome's name.
    protected, ignore : tuple of str
        Columns that are never an input; columns that are shown only.
    levers : tuple of str
        For a customer table: columns that somebody can change, as `ingest --lever` takes them.
    replace : bool
        Whether another bank may be replaced.
    """

    path: str
    kind: str
    renames: tuple[str, ...] = ()
    label: str | None = None
    id_column: str | None = None
    positive: str | None = None
    outcome: str = DEFAULT_OUTCOME
    protected: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    levers: tuple[str, ...] = ()
    replace: bool = False

    def text(self) -> str:
        """Write it as one argument of a command."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Order:
        """Read it from the argument of a command.

        Raises
        ------
        InputError
            If it is none.
        """
        try:
            found = json.loads(text)
            return cls(
                path=str(found["path"]),
                kind=str(found["kind"]),
                renames=tuple(found["renames"]),
                label=found["label"],
                id_column=found["id_column"],
                positive=found["positive"],
                outcome=str(found["outcome"]),
                protected=tuple(found["protected"]),
                ignore=tuple(found["ignore"]),
                levers=tuple(found["levers"]),
                replace=found["replace"] is True,
            )
        except (ValueError, TypeError, KeyError) as reason:
            raise InputError(f"This is no order to load something: {reason!r}.") from reason


def load_and_build(
    order: Annotated[str, typer.Argument(help="What to load, as JSON.")], store: StoreOption = DEFAULT
) -> None:
    """Load a source and build it, features first."""
    asked = Order.from_text(order)
    set_threads(None)
    with working(store, "load") as report:
        carry_out(store, asked, report)


def carry_out(store: Path, order: Order, report: Report) -> None:
    """Load what is ordered, publish its features, then the rest.

    Parameters
    ----------
    store : Path
        The store's folder.
    order : Order
        What to load.
    report : Report
        Is told how far it is.
    """
    report("ingest", "Checking and loading", 0, 3)
    ingest(
        store,
        Path(order.path),
        kind=SourceKind(order.kind),
        renames=order.renames,
        label=order.label,
        id_column=order.id_column,
        positive=order.positive,
        outcome=order.outcome,
        protected=order.protected,
        ignore=order.ignore,
        levers=order.levers,
        replace=order.replace,
        progress=lambda message, _share: report("ingest", message, 0, 3),
    )
    build(store, Request(stages=("features",)), report=lambda stage, message, *_: report(stage, message, 1, 3))
    build(store, Request(), report=lambda stage, message, *_: report(stage, message, 2, 3))
