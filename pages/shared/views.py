"""Saved views: a screen as somebody left it, one's own or shared; opening one checks everything anew."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import streamlit as st

from analytics.knowledge.contributions import View
from analytics.knowledge.reading import knowledge
from analytics.knowledge.roles import Act
from analytics.vocabulary import Json
from pages.shared import profile, screens, session
from pages.shared.acts.doing import Attempt, do_and_rerun, seen_now
from pages.shared.formats import plain

LONGEST_NAME = 200
TO_REMOVE = "view_to_remove"


def views_menu() -> None:
    """Draw the menu of saved views: open one, or save this one."""
    with st.popover("Views", icon=":material/bookmarks:", help="Screens that were saved as they were left."):
        found = visible()
        if not found:
            st.caption("No view was saved yet.")
        for view in found:
            _line(view)
        if profile.allowed(Act.VIEW):
            _save()


def visible() -> tuple[View, ...]:
    """One's own views and those that are shared, by name."""
    who = profile.person()
    if who is None:
        return ()
    views = knowledge(session.store()).views.values()
    return tuple(
        sorted(
            (view for view in views if view.is_shared or view.owner == who.name), key=lambda view: view.name.casefold()
        )
    )


def _line(view: View) -> None:
    name, _, query = view.link.partition("?")
    file = screens.file_of(name)
    who = profile.person()
    own = who is not None and who.name == view.owner
    with st.container(horizontal=True, vertical_alignment="center"):
        if file is None:
            st.caption(f"{plain(view.name)}: its screen is not there any more.")
        elif not profile.may_open(name):
            st.caption(f"{plain(view.name)}: its screen is not among yours.")
        else:
            st.page_link(file, label=plain(view.name), query_params=dict(parse_qsl(query)))
        st.caption(plain(("yours" if own else view.owner) + (", shared" if view.is_shared and own else "")))
        if own:
            st.button(
                "Remove",
                key=f"view_remove_{view.view_id}",
                type="tertiary",
                on_click=session.keep,
                args=(TO_REMOVE, view.view_id),
            )
    if own and session.kept(TO_REMOVE, str) == view.view_id:
        _ask_to_remove(view)


def _ask_to_remove(view: View) -> None:
    shared = "Nobody sees it any more." if view.is_shared else "Only you have seen it."
    with st.container(border=True, key="view_removing"):
        st.markdown(f"Remove the view “{plain(view.name)}”? {shared} Undo takes this back.")
        with st.container(horizontal=True):
            if st.button("Remove it", key="view_remove_do", type="primary"):
                session.drop(TO_REMOVE)
                act: dict[str, Json] = {"act": "withdraw", "view": view.view_id}
                do_and_rerun(Attempt(act, f"Removed the view “{view.name}”", seen_now()))
            st.button("Keep it", key="view_keep", on_click=session.drop, args=(TO_REMOVE,))


def _save() -> None:
    with st.form("view_save", border=False, clear_on_submit=True):
        name = st.text_input("Save this view as", max_chars=LONGEST_NAME)
        is_shared = st.checkbox("Others see it too")
        if st.form_submit_button("Save") and name.strip():
            page, query = session.address()
            link = f"{page}?{urlencode(query)}" if query else page
            act: dict[str, Json] = {"act": "view", "name": name, "link": link, "shared": is_shared}
            do_and_rerun(Attempt(act, f"Saved the view “{name}”", seen_now()))
