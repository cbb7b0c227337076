"""Files to take along: offered to whoever has the right, made when they are asked for, and written into the ledger.

Every file that a screen hands over goes through `offer`, so that none leaves unseen. The page is not drawn anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from analytics import acting
from analytics.errors import InputError
from analytics.knowledge.people import Person
from analytics.knowledge.rights import Export
from analytics.knowledge.roles import Act
from pages.shared import profile, session
from pages.shared.entrance.signed_in import witness


@dataclass(frozen=True)
class Parcel:
    """What leaves.

    Attributes
    ----------
    kind : Export
        Which right it takes.
    what : str
        What it is, in a word or two.
    name : str
        The file's name.
    mime : str
        Its type.
    n_rows : int or None
        Rows in it, where it has any.
    """

    kind: Export
    what: str
    name: str
    mime: str
    n_rows: int | None = None


def offer(label: str, parcel: Parcel, make: Callable[[], bytes], *, key: str) -> None:
    """Draw the button that hands a file over; nothing without the right."""
    if profile.may_export(parcel.kind):
        st.download_button(
            label,
            data=_written_down(parcel, make),
            file_name=parcel.name,
            mime=parcel.mime,
            key=key,
            icon=":material/download:",
            on_click="ignore",
        )


def _written_down(parcel: Parcel, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Write down who takes it, at the moment they do; it is made outside the page's run, which knows nobody then."""
    store, filters = session.store(), session.selection().query()
    who: Callable[[], Person | None] = witness(store)

    def made() -> bytes:
        person = who()
        if person is None:
            raise InputError("Your sign-in has ended.")
        content = make()
        write_down(store, parcel, filters, author=person.name)
        return content

    return made


def write_down(store: Path, parcel: Parcel, filters: Mapping[str, str], *, author: str) -> None:
    """Write into the ledger that somebody takes a file along; refused without the right."""
    acting.do(
        store,
        {
            "act": Act.EXPORT.value,
            "kind": parcel.kind.value,
            "what": parcel.what,
            "form": parcel.name.rpartition(".")[2],
            "filters": ", ".join(f"{name}={value}" for name, value in filters.items()) or "everyone",
            **({} if parcel.n_rows is None else {"rows": parcel.n_rows}),
        },
        author=author,
    )
