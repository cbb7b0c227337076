"""What a screen says when it has nothing to show, or when something went wrong: why, what is safe, what to do next.

problems.nothing_to_show("No cohort here is older than a month.", try_this="Choose a coarser level.")
problems.filtered_to_nothing()
if n < 30: problems.too_few(n, 30, "an interval")
"""

from __future__ import annotations

import logging
import re
import secrets

import streamlit as st

from analytics.errors import TandemError
from pages.shared import profile, session
from pages.shared.formats import plain, plural, whole

_log = logging.getLogger("tandem.screens")
DATA_PAGE = "pages/contribute/data.py"


def nothing_to_show(why: str, *, try_this: str = "", to_data: bool = False) -> None:
    """Say that there is nothing to show, why, and what to do."""
    with st.container(border=True, key=_key("empty")):
        st.markdown(f"**Nothing to show here.** {plain(why)}")
        if try_this:
            st.caption(plain(try_this))
        if to_data:
            _to_data()


def store_is_empty() -> None:
    """Say that no data were loaded, and offer the demo and the person's own files."""
    with st.container(border=True, key="empty_store"):
        st.subheader("No customers yet", anchor=False)
        st.markdown(
            "Load your bank's files, a customer table, or a made-up demo bank to look around. "
            "Nothing leaves this machine."
        )
        if not profile.may_load():
            st.caption("An analyst or an administrator does that.")
        elif st.button("Open Data to begin", type="primary"):
            session.go(DATA_PAGE)


def still_building(stage: str = "") -> None:
    """Say that the first build is under way; the strip above shows how far it is."""
    with st.container(border=True, key="empty_building"):
        st.markdown("**The first look at these customers is being prepared.**")
        doing = f" Now: {plain(stage)}." if stage else ""
        st.caption(f"This page fills by itself as soon as its part is ready.{doing}")


def not_published(what: str) -> None:
    """Say that the served snapshot lacks something that this screen needs."""
    name = re.sub(r"\W+", "_", what.lower())
    with st.container(border=True, key=f"empty_unpublished_{name}"):
        st.markdown(f"**“{plain(what)}” is not worked out yet.**")
        how = "Build again on Data" if profile.may_follow(DATA_PAGE) else "Ask whoever may build again"
        st.caption(f"Everything that is ready stays usable. {how}, or wait for the build that is running.")
        _to_data()


def filtered_to_nothing() -> None:
    """Say that the filters leave no customer, and offer to reset them."""
    with st.container(border=True, key="empty_filtered"):
        st.markdown("**No customer fits all of these filters.**")
        st.caption("Take one away above, or start again with everyone.")
        st.button("Show everyone", key="empty_filtered_reset", on_click=_show_everyone)


def too_few_to_tell() -> None:
    """Say that the filters keep so few customers that one's role is not told of them."""
    with st.container(border=True, key="empty_too_few"):
        st.markdown("**These filters keep fewer than ten customers, or all of a wider group but fewer than ten.**")
        st.caption("Your role sees groups of at least ten, so that nobody can be made out. Take a filter away above.")
        st.button("Show everyone", key="empty_too_few_reset", on_click=_show_everyone)


def whatever_the_filters(what: str, *, is_filtered: bool) -> None:
    """Say that a screen shows the same whatever the filters, where some are set; nothing where none is."""
    if is_filtered:
        st.caption(f":material/filter_alt_off: {plain(what)}, whatever the filters above.")


def too_few(n: int, needed: int, what: str) -> None:
    """Say that there are too few customers for an answer that means something."""
    st.info(
        f"{plural(n, 'customer')} here: too few for {plain(what)} (at least {whole(needed)} are needed).",
        icon=":material/group:",
    )


def failed(what: str, *, safe: str = "Your data and the published results are unchanged.", do: str = "") -> None:
    """Say that something did not work, in words; `what` may carry text from data."""
    st.error(f"{plain(what)}  \n{plain(safe)} {plain(do)}".rstrip(), icon=":material/error:")


def show_unexpected(error: Exception) -> bool:
    """Show what went wrong without a traceback; the server calls it for everything that a page did not expect.

    An error that was raised on purpose carries its own words. Any other gets a reference number, which stands beside
    the traceback in the server's log.

    Returns
    -------
    bool
        True: it was shown.
    """
    if isinstance(error, TandemError):
        failed(str(error))
        return True
    reference = secrets.token_hex(4).upper()
    _log.error("Reference %s", reference, exc_info=error)
    st.error(
        "**This page could not be shown.** Your data and the published results are unchanged.  \n"
        f"Try again; if it comes back, tell your administrator the reference **{reference}**.",
        icon=":material/error:",
    )
    return True


def _to_data() -> None:
    if profile.may_follow(DATA_PAGE):
        st.page_link(DATA_PAGE, label="Go to Data")


def _show_everyone() -> None:
    session.select(session.selection().everyone())


def _key(kind: str) -> str:
    return f"{kind}_{secrets.token_hex(4)}"
