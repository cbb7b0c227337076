"""Who is signed in, asked anew on every run of a page: what has ended or was taken away holds no more."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st

from analytics.access.claims import Provider, bring_up_to_date, person_claimed, sign_in_id
from analytics.access.ended import end, has_ended
from analytics.access.local import in_force
from analytics.access.token import SignIn
from analytics.knowledge.people import Person
from analytics.knowledge.reading import knowledge
from pages.shared.entrance import ways


def now_s() -> float:
    """Seconds since 1970."""
    return time.time()


def signed_in(store: Path) -> Person | None:
    """Whoever is signed in, with the role that they have now; None for nobody."""
    return witness(store)()


def witness(store: Path) -> Callable[[], Person | None]:
    """Remember by what whoever is signed in is known, to be asked again outside a page's run, which alone sees it."""
    straight_in, provider = ways.settings().straight_in, ways.provider()
    if straight_in:
        return lambda: knowledge(store).people.get(straight_in)
    if provider is not None:
        claims = st.user.to_dict()
        return lambda: _known(store, _claimed(store, provider, claims))
    text = _cookie(store)
    return lambda: _known(store, None if (found := sign_in_of(store, text)) is None else found.name)


def sign_out(store: Path) -> None:
    """End the sign-in of this browser, in all of its tabs."""
    if ways.settings().straight_in:
        return
    if ways.provider() is not None:
        called, until_s = sign_in_id(st.user.to_dict()), now_s() + ways.settings().longest_s
        end(store, called, until_s=until_s, now_s=now_s())
        st.logout()
        return
    found = sign_in_of(store, _cookie(store))
    if found is not None:
        end(store, found.id, until_s=found.at_s + ways.settings().longest_s, now_s=now_s())


def _known(store: Path, name: str | None) -> Person | None:
    return None if name is None else knowledge(store).people.get(name)


def _cookie(store: Path) -> str:
    return str(st.context.cookies.get(ways.keys(store).cookie, ""))


def sign_in_of(store: Path, text: str) -> SignIn | None:
    """The sign-in that a browser kept, where it still holds."""
    longest_s = ways.settings().longest_s
    return in_force(store, text, secret=ways.keys(store).secret, now_s=now_s(), longest_s=longest_s)


def _claimed(store: Path, provider: Provider, claims: Mapping[str, object]) -> str | None:
    # Streamlit looks at its cookie once, when a page is opened; what was ended since is known here alone.
    if claims.get("is_logged_in") is not True or has_ended(store, sign_in_id(claims)):
        return None
    longest_s = ways.settings().longest_s
    found = person_claimed(claims, provider, now_s=now_s(), longest_s=longest_s)
    if found is None:
        return None
    bring_up_to_date(store, found, issued_s=float(str(claims["iat"])))
    return found.name
