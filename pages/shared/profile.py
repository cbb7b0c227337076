"""Who works here: chosen in the sidebar, for the session. Until sign-in exists anybody on this machine may choose."""

from __future__ import annotations

import streamlit as st

from analytics.knowledge import rights
from analytics.knowledge.people import Person
from analytics.knowledge.reading import knowledge
from analytics.knowledge.rights import Sight
from analytics.knowledge.roles import Act, Role, may
from pages.shared import screens, session

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


def may_open(screen: str) -> bool:
    """Say whether whoever works here may open a screen, by its name."""
    who = person()
    return who is None or rights.may_open(who.role, screen)


def may_follow(file: str) -> bool:
    """Say whether whoever works here may open the screen in a file such as `pages/explore/customers.py`."""
    return may_open(screens.name_of(file))


def may_load() -> bool:
    """Say whether whoever works here may bring data in, build, and stop a build."""
    who = person()
    return who is None or rights.may_load(who.role)


def sees_ids() -> bool:
    """Say whether whoever works here sees customers by the bank's ids."""
    who = person()
    return who is None or rights.sight(who.role) is Sight.IDS


def may_take_customers() -> bool:
    """Say whether whoever works here may take a list of customers along as a file."""
    who = person()
    return who is None or rights.may_export(who.role, rights.Export.CUSTOMERS)


def home() -> str:
    """The screen on which whoever works here begins."""
    who = person()
    return rights.HOMES[Role.ANALYST if who is None else who.role]


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
