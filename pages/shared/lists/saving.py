"""The end of a retention list's form: what it is called, who answers for it until when, and the act."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from analytics.knowledge.reading import knowledge
from analytics.knowledge.roles import Act, Role
from analytics.stages.list_choosing import build_named
from analytics.vocabulary import Json
from pages.shared import filters, profile, session
from pages.shared.acts.doing import Attempt, do
from pages.shared.acts.target import ids
from pages.shared.formats import plain, plural, words
from pages.shared.frame import Frame
from pages.shared.lists.form import LONGEST_NAME, Wanted
from pages.shared.lists.made import FOCUS
from pages.shared.readers import facts

DAYS_TO_CONTACT = 30
PART, MADE = "part", "made"
ANSWERING = frozenset({Role.ANALYST, Role.EXPERT, Role.EXECUTIVE})


def saving(page: Frame, wanted: Wanted, n_contacted: int) -> None:
    """Ask for a name, an owner and a date, and make the list."""
    who = profile.person()
    if not profile.allowed(Act.RETENTION_LIST):
        st.caption("Analysts, experts and executives make retention lists.")
        return
    people = knowledge(session.store()).people
    owners = sorted(name for name, each in people.items() if each.role in ANSWERING)
    as_of = date.fromisoformat(facts.as_of(page.snapshot))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            "Name of the list",
            value=_usual_name(wanted, as_of),
            max_chars=LONGEST_NAME,
            # Another offer is another name, unless somebody has written one for it.
            key=f"list_name_{wanted.terms.offer}",
            width=300,
        )
        owner = st.selectbox(
            "Who answers for it",
            owners,
            index=owners.index(who.name) if who is not None and who.name in owners else 0,
            key="list_owner",
            width=200,
        )
        due_on = st.date_input("Contact by", value=as_of + timedelta(days=DAYS_TO_CONTACT), key="list_due", width=150)
        label = f"Make the list of {plural(n_contacted, 'customer')}"
        if st.button(plain(label), type="primary", key="list_do", disabled=n_contacted == 0):
            _make(page, wanted, {"name": name, "owner": owner, "due_on": str(due_on)})


def _usual_name(wanted: Wanted, as_of: date) -> str:
    """Name a list after its offer and month, and count where that is taken."""
    taken = {each.name.casefold() for each in knowledge(session.store()).lists.values()}
    name = f"{words(wanted.terms.offer)[: LONGEST_NAME - 25]}, {as_of:%B %Y}"
    return next(
        each
        for each in (name, *(f"{name} ({number})" for number in range(2, len(taken) + 3)))
        if each.casefold() not in taken
    )


def _make(page: Frame, wanted: Wanted, told: dict[str, Json]) -> None:
    terms = wanted.terms
    act: dict[str, Json] = {
        "act": Act.RETENTION_LIST.value,
        **told,
        **_whom(page),
        "offer": terms.offer,
        "capacity": terms.capacity,
        "hold_out": terms.held_back_share,
        "least_days": terms.least_days,
        "purposes": list(terms.purposes),
        "seed": terms.seed,
        "ranked_by": None if terms.ranked_by is None else terms.ranked_by.value,
        "snapshot": build_named(page.snapshot),
        **({"channel": wanted.channel} if wanted.channel else {}),
    }
    done = do(Attempt(act, f"Made the retention list “{told['name']}”", page.seen))
    if done is not None:
        session.choose(PART, MADE)
        session.choose(FOCUS, done.id)
        session.rerun()


def _whom(page: Frame) -> dict[str, Json]:
    """The selection, as the act takes it: ids, and the filters in words; nothing for everyone."""
    kept = page.selection.filters()
    if not kept:
        return {}
    said = ", ".join(filters.filter_words(page.snapshot, page.selection, name) for name in kept)
    return {"customers": ids(page), "selection": said}
