"""The navigation of whoever works here: their screens alone, and what stands in the place of others."""

from __future__ import annotations

from copy import copy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from pages.shared import profile, screens, session
from pages.shared.entrance import ways
from pages.shared.entrance.page import PLACE

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

ROOT = Path(__file__).resolve().parents[2]
HOME = "home"


def asked_for() -> StreamlitPage:
    """Draw the navigation and give the screen that the address names.

    Every screen is known under its address, so that a link says what it is that one has no right to; only one's own
    are listed. Whether a screen is drawn is decided by `draw`, not by what is listed.
    """
    # No icons here: Streamlit would fetch a page's icon from outside this machine.
    listed: dict[str, list[StreamlitPage]] = {}
    hidden: list[StreamlitPage] = [st.Page(_go_home, title="Home", url_path=HOME, default=True, visibility="hidden")]
    for section, names in screens.there().items():
        for name, title in names.items():
            if profile.may_open(name):
                heading = screens.HEADINGS.get(section, section)
                listed.setdefault(heading, []).append(_screen(name, title, is_listed=True))
            else:
                hidden.append(_screen(name, title, is_listed=False))
    if not listed:
        return st.navigation(hidden, position="hidden")
    heading = next(iter(listed))
    # Else Streamlit hides all screens after the tenth behind "View more".
    return st.navigation({**listed, heading: [*listed[heading], *hidden]}, expanded=True)


def draw(page: StreamlitPage) -> None:
    """Draw a screen, or say that it is not among one's own and show nothing of it."""
    if profile.person() is None:
        ask_to_sign_in()
    elif page.url_path == "" or profile.may_open(page.url_path):
        page.run()
    else:
        not_among_your_screens(page.title)


def ask_to_sign_in() -> None:
    """Say that nobody is signed in, or not any more, and lead to where one signs in; nothing else is shown."""
    st.title("You are not signed in", anchor=False)
    provider = ways.provider()
    if provider is None:
        st.markdown("Your sign-in has ended, here and in your other tabs. What you saved is safe.")
        st.html(f'<a href="{PLACE}">Sign in</a>')
        return
    if st.user.to_dict().get("is_logged_in"):
        st.markdown("Your sign-in has ended, or your groups have no role here. An administrator can tell you which.")
    st.button("Sign in with your bank's account", type="primary", on_click=st.login)


def not_among_your_screens(title: str) -> None:
    """Say that one has no right to a screen, and lead to one's own."""
    st.title("Not among your screens", anchor=False)
    who = profile.person()
    role = "" if who is None else f" You are signed in as {who.role.value}."
    st.markdown(f"“{title}” is not among the screens of your role.{role}")
    st.caption("If your work needs it, ask an administrator for another role.")
    home = screens.file_of(profile.home())
    if home is not None:
        st.page_link(home, label="Go to your first screen")


def _screen(name: str, title: str, *, is_listed: bool) -> StreamlitPage:
    """Give a screen as this run's own; Streamlit writes into it which run may draw it."""
    return copy(_screen_once(name, title, is_listed))


@cache
def _screen_once(name: str, title: str, is_listed: bool) -> StreamlitPage:
    # Streamlit looks for the file and resolves its path, for every screen in every run of a page.
    file = ROOT / str(screens.file_of(name))
    return st.Page(file, title=title, visibility="visible" if is_listed else "hidden")


def _go_home() -> None:
    st.switch_page(str(screens.file_of(profile.home())), query_params=session.link())
