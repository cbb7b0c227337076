"""How customers are called on screen and in links: by the bank's id, or by a pseudonym where one's role sees no ids.

A pseudonym stays the same for the same customer. Who has the right learns one id by saying what for, which the ledger
keeps (`reveal`); it is shown to that person, in this session.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics import acting
from analytics.errors import TandemError
from analytics.knowledge.leaving_acts import LONGEST_PURPOSE, SHORTEST_PURPOSE
from analytics.knowledge.roles import Act
from analytics.store.called import ids_of
from analytics.store.erased import pseudonyms
from pages.shared import profile, session
from pages.shared.formats import plain

REVEALED = "revealed"
SHOWN_DIGITS = 12


def in_link(customer_id: str) -> str:
    """What stands for a customer in the selection and the address."""
    return customer_id if profile.sees_ids() else pseudonyms(session.store(), (customer_id,))[0]


def behind(text: str) -> str | None:
    """The id of the customer of whom `in_link` made a text, for one who sees no ids; None for anything else."""
    is_one = len(text) == 64 and set(text) <= set("0123456789abcdef")
    return ids_of(session.store(), (text,)).get(text) if is_one else None


def called(customer_id: str) -> str:
    """What a customer is called in words."""
    if profile.sees_ids() or customer_id in _revealed():
        return f"Customer {customer_id}"
    return f"Customer {_short(in_link(customer_id))}"


def listed(table: pd.DataFrame) -> pd.DataFrame:
    """A list of customers as it may go to the browser: for one who sees no ids, with the beginnings of pseudonyms."""
    if profile.sees_ids() or "customer_id" not in table:
        return table
    ids: Sequence[str] = table["customer_id"].astype(str).tolist()
    return table.assign(customer_id=[_short(each) for each in pseudonyms(session.store(), ids)])


def offer_to_reveal(customer_id: str) -> None:
    """Let one who has the right learn who a customer is, by saying what for."""
    if profile.sees_ids() or not profile.allowed(Act.REVEAL) or customer_id in _revealed():
        return
    with st.form("reveal", border=False):
        purpose = st.text_input(
            "Show who this is, for",
            max_chars=LONGEST_PURPOSE,
            placeholder="such as: a letter of complaint to the board",
        )
        st.caption(f"At least {SHORTEST_PURPOSE} characters. It is written down with your name and the time.")
        if st.form_submit_button("Reveal", icon=":material/visibility:"):
            _reveal(customer_id, purpose)


def _reveal(customer_id: str, purpose: str) -> None:
    who = profile.person()
    if who is None:
        return
    act = {"act": Act.REVEAL.value, "pseudonym": in_link(customer_id), "purpose": purpose}
    try:
        done = acting.do(session.store(), act, author=who.name)
    except TandemError as refusal:
        st.error(plain(str(refusal)), icon=":material/block:")
        return
    session.keep(REVEALED, _revealed() | {done.id})
    session.rerun()


def _revealed() -> frozenset[str]:
    return session.kept(REVEALED, frozenset)


def _short(pseudonym: str) -> str:
    return pseudonym[:SHOWN_DIGITS]
