"""What commands take along in a person's name is written into the ledger before it leaves, as on screen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analytics.acting import do
from analytics.knowledge.fields import said
from analytics.knowledge.rights import Export
from analytics.knowledge.roles import Act

AsOption = Annotated[
    str | None,
    typer.Option("--as", metavar="USER", help="Who takes it along, with their rights; it is written into the ledger."),
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
    """Write into the ledger that a file leaves in a person's name; call it before the file is there.

    Parameters
    ----------
    store : Path
        The store's folder.
    kind : Export
        Which right it takes.
    what, form : str
        What it is, and how it is written.
    rows : int, optional
        Rows in it.
    about : str
        Whom or what it is about; customers' ids in it are hidden.
    name : str, optional
        The profile that takes it, with that role's rights. Without one nothing is written: whoever runs commands on
        this machine may read the store's files anyway, and a nightly export is nobody's act.

    Raises
    ------
    InputError
        If there is no such profile, or it may not take this along.
    LedgerPausedError
        If the ledger can't be written: nothing leaves then.
    """
    if name is None:
        return
    filters = f"by command{f': {about}' if about else ''}"
    payload = said(kind=kind.value, what=what, form=form, rows=rows, filters=filters)
    do(store, {"act": Act.EXPORT.value, **payload}, author=name)
