"""Retention list: whom to contact, whom not, whom to hold back, and what came of the lists that were made."""

from __future__ import annotations

import streamlit as st

from analytics.insights.retention_list import CONTACT
from analytics.stages import list_choosing
from pages.shared import controls, problems
from pages.shared.formats import plain, plural, whole
from pages.shared.frame import Frame, frame
from pages.shared.lists.form import form
from pages.shared.lists.made import made_lists
from pages.shared.lists.saving import MADE, PART, saving
from pages.shared.lists.shown import chart, least, numbers, who
from pages.shared.readers import population
from pages.shared.readers import retention_lists as reader
from pages.shared.readers.retention_lists import ListGround

PARTS = {"make": "Make a list", MADE: "Lists made"}
OFFERS = "pages/decide/offers.py"


def show(page: Frame) -> None:
    """Arrange the screen."""
    part = controls.choice(PART, PARTS, default="make", label="Part", show_label=False)
    if part == MADE:
        made_lists(page)
        return
    if not population.selected(page.snapshot, page.selection).any():
        problems.filtered_to_nothing()
        return
    if not list_choosing.answers_are_read(page.snapshot):
        problems.not_published("Consents and offers")
        return
    make(page)


def make(page: Frame) -> None:
    """Let the person make a list of the selected."""
    ground = reader.ground(page.snapshot)
    n_selected = int(population.selected(page.snapshot, page.selection).sum())
    n_all = len(population.customer_ids(page.snapshot))
    whom = f"all {plural(n_all, 'customer')}" if n_selected == n_all else f"{whole(n_selected)} of {whole(n_all)}"
    st.markdown(f"From **{plain(whom)}**: filter above to choose others.")
    wanted = form(page, ground)
    not_known(ground)
    table = reader.ranked(page.snapshot, page.selection, wanted.terms, page.seen)
    numbers(page, table, ground.worth)
    least(page, table)
    saving(page, wanted, int((table["group"] == CONTACT).sum()))
    with st.container(border=True):
        chart(page, wanted.terms)
    who(page, table, ground.worth)
    controls.link(OFFERS, "What offers do, and how sure that is")


def not_known(ground: ListGround) -> None:
    """Say what the bank's data don't tell, and what that means for the list."""
    if not ground.has_consents:
        st.caption(
            ":material/warning: The bank's data have no table `consents`: nobody is left out for not having agreed."
            " Check it before anybody is contacted."
        )
    if not ground.has_contacts:
        st.caption(
            ":material/warning: The bank's data have no table `contacts`: nobody is left out for having been contacted"
            " lately, and nothing is known of what offers do."
        )


shown = frame(
    "Retention list",
    about="Whom to contact, whom not, and whom to hold back so that it can be told what came of it.",
    needs=("customers", "features", "scores"),
    may_be_nobody=True,
)
show(shown)
