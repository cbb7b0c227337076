"""What commands take along is written into the ledger before it leaves, as on screen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from analytics.acting import do
from analytics.commands.keeping import author
from analytics.errors import TandemError
from analytics.knowledge import ledger
from analytics.knowledge.fields import said
from analytics.knowledge.hidden_ids import with_ids_hidden
from analytics.knowledge.place import is_there
from analytics.knowledge.rights import Export
from analytics.knowledge.roles import Act
from analytics.vocabulary import Json

AsOption = Annotated[
    str | None,
    typer.Option("--as", metavar="USER", help="Who takes it along; the account on this machine if not given."),
]


def write_down(
    store: Path,
    kind: Export,
    *,
    what: str,
    form: str,
    rows: int | None = None,
    about: str = "",
    name: str | None = None,
) -> None:
    """Write into the ledger that a file leaves; call it before the file is there.

    Parameters
    ----------
    store : Path
        The store's folder.
    kind : Export
        Which right it takes, where a profile is named.
    what, form : str
        What it is, and how it is written.
    rows : int, optional
        Rows in it.
    about : str
        Whom or what it is about; customers' ids in it are hidden.
    name : str, optional
        The profile that takes it, with that role's rights; without one it is the account on this machine, which may
        read the store anyway.

    Raises
    ------
    InputError
        If there is no such profile, or it may not take this along.
    LedgerPausedError
        If there is a ledger that can't be written: nothing leaves then. A store in which nobody has done anything yet
        and none can be made (it may be read only) is told of on standard error, and what was asked for goes on.
    """
    payload = said(
        kind=kind.value, what=what, form=form, rows=rows, filters=f"by command{f': {about}' if about else ''}"
    )
    if name is not None:
        do(store, {"act": Act.EXPORT.value, **payload}, author=name)
        return
    was_there = is_there(store)
    try:
        _append(store, payload)
    except TandemError as reason:
        if was_there:
            raise
        typer.echo(f"Not written into the ledger, which could not be made: {reason}", err=True)


def _append(store: Path, payload: Mapping[str, Json]) -> None:
    hidden = {**payload, "filters": with_ids_hidden(store, str(payload["filters"]))}
    ledger.append(store, author=author(), act=Act.EXPORT, subject=f"export:{payload['kind']}", payload=hidden)
