"""Whoever works here: signed in, with the role and the rights that they have at this moment."""

from __future__ import annotations

import streamlit as st

from analytics.knowledge import rights
from analytics.knowledge.people import Person
from analytics.knowledge.roles import Act, Role, may
from pages.shared import screens, session
from pages.shared.entrance import ways
from pages.shared.entrance.signed_in import sign_out, signed_in
from pages.shared.formats import plain

NOBODY = ""


def person() -> Person | None:
    """Whoever is signed in, asked once a run; None where nobody is, or their sign-in has ended meanwhile."""
    return session.once_a_run("person", lambda: signed_in(session.store()))


def name() -> str:
    """The name of whoever works here; empty where nobody is signed in."""
    who = person()
    return NOBODY if who is None else who.name


def allowed(act: Act) -> bool:
    """Say whether whoever works here may do an act."""
    who = person()
    return who is not None and may(who.role, act)


def may_open(screen: str) -> bool:
    """Say whether whoever works here may open a screen, by its name."""
    who = person()
    return who is not None and rights.may_open(who.role, screen)


def may_follow(file: str) -> bool:
    """Say whether whoever works here may open the screen in a file such as `pages/explore/customers.py`."""
    return may_open(screens.name_of(file))


def may_load() -> bool:
    """Say whether whoever works here may bring data in, build, and stop a build."""
    who = person()
    return who is not None and rights.may_load(who.role)


def may_export(kind: rights.Export) -> bool:
    """Say whether whoever works here may take a kind of file along."""
    who = person()
    return who is not None and rights.may_export(who.role, kind)


def sees_ids() -> bool:
    """Say whether whoever works here sees customers by the bank's ids."""
    who = person()
    return who is not None and rights.sight(who.role) is rights.Sight.IDS


def sees_groups_only() -> bool:
    """Say whether whoever works here sees customers in groups only."""
    who = person()
    return who is None or rights.sight(who.role) is rights.Sight.GROUPS


def may_take_customers() -> bool:
    """Say whether whoever works here may take a list of customers along as a file."""
    return may_export(rights.Export.CUSTOMERS)


def home() -> str:
    """The screen on which whoever works here begins."""
    who = person()
    return rights.HOMES[Role.ANALYST if who is None else who.role]


def who_works_here() -> None:
    """Say who is signed in, and let them sign out; `app.py` calls it in the sidebar."""
    who = person()
    if who is None:
        return
    is_straight_in = bool(ways.settings().straight_in)
    with st.container(key="who", gap="xxsmall"):
        st.caption(f":material/person: {plain(_words(who))}")
        if is_straight_in:
            st.caption(":material/lock_open: Started with --as: nobody was asked who they are.")
        else:
            st.button("Sign out", key="sign_out", type="tertiary", on_click=sign_out, args=(session.store(),))


def _words(each: Person) -> str:
    role = each.role.value
    about = each.team if each.name == role else ", ".join(part for part in (role, each.team) if part)
    return f"{each.name} ({about})" if about else each.name
