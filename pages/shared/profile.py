"""Who works here: chosen in the sidebar, for the session. Until sign-in exists anybody on this machine may choose."""

from __future__ import annotations

import streamlit as st

from analytics.knowledge.people import Person
from analytics.knowledge.reading import knowledge
from analytics.knowledge.roles import Act, may
from pages.shared import session

NOBODY = ""


def person() -> Person | None:
    """Whoever works in this session; None where nobody was chosen, who may look but not act."""
    return knowledge(session.store()).people.get(session.kept("person", lambda: NOBODY))


def name() -> str:
    """The name of whoever works here; empty where nobody was chosen."""
    who = person()
    return NOBODY if who is None else who.name


def allowed(act: Act) -> bool:
    """Say whether whoever works here may do an act."""
    who = person()
    return who is not None and may(who.role, act)


def choose_person() -> None:
    """Let the person say who they are; `app.py` calls it in the sidebar."""
    people = knowledge(session.store()).people
    options = {NOBODY: "Looking only", **{name: _words(each) for name, each in sorted(people.items())}}
    value = session.kept("person", lambda: NOBODY)
    st.selectbox(
        "Working as",
        tuple(options),
        key=session.prime("profile_person", value if value in options else NOBODY),
        format_func=lambda name: options[name],
        help="Every act is written down with its author. An administrator adds people with the command user.",
        on_change=lambda: session.keep("person", str(session.widget_value("profile_person"))),
    )


def _words(each: Person) -> str:
    role = each.role.value
    about = each.team if each.name == role else ", ".join(part for part in (role, each.team) if part)
    return f"{each.name} ({about})" if about else each.name
