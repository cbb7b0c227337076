"""Map of reasons: customers whose risks come about alike, beside the map of how they behave."""

from __future__ import annotations

import streamlit as st

from analytics.insights.columns import texts
from analytics.insights.reason_words import structure_words
from pages.shared import controls, driver_tables, panels, problems
from pages.shared.acts.menu import act_menu
from pages.shared.formats import percent, plain, plural, two_places
from pages.shared.frame import Frame, frame
from pages.shared.map.component import customer_map
from pages.shared.map.picking import picked
from pages.shared.readers import map_view, population, reason_map
from pages.shared.readers.colouring import MAIN_REASON, REASON_GROUP, RISK, SEGMENT
from pages.shared.readers.map_view import Ask
from pages.shared.readers.reason_map import MapFacts

CUSTOMERS, CUSTOMER = "pages/explore/customers.py", "pages/explore/customer.py"
LEVEL = 2
HEIGHT = 440
MOST_REASONS = 8


def draw(page: Frame, ask: Ask, *, key: str) -> None:
    """Draw one of the two maps."""
    customer_map(
        map_view.places_bytes(page.snapshot, ask.reasons_for),
        map_view.view_bytes(page.snapshot, page.selection, ask),
        map_view.tips_bytes(page.snapshot, ask.level, ask.outcome, ask.reasons_for),
        key=key,
        on_pick=lambda what: picked(page, what),
    )


def both_maps(page: Frame, colour_by: str) -> None:
    """Draw customers by their reasons and by how they behave, side by side, in the same colours."""
    left, right = st.columns(2, gap="small")
    with left:
        st.markdown("**By the reasons for their risk**")
        ask = Ask(by=colour_by, level=LEVEL, outcome=page.outcome, height=HEIGHT, reasons_for=page.outcome)
        draw(page, ask, key="map_of_reasons")
    with right:
        st.markdown("**By how they behave**")
        draw(page, Ask(by=colour_by, level=LEVEL, outcome=page.outcome, height=HEIGHT), key="map_of_behaviour")


def who_is_selected(page: Frame) -> None:
    """Say how many are selected, and lead on to them."""
    mask = population.selected(page.snapshot, page.selection)
    n, n_all = int(mask.sum()), len(mask)
    with st.container(horizontal=True, vertical_alignment="center"):
        if page.selection.customer is not None:
            st.markdown(f"In focus: **{plain(page.selection.customer)}**")
            controls.link(CUSTOMER, "Open customer")
        if page.selection.is_everyone:
            st.caption("Draw around some customers on either map (Shift + drag): the other map marks the same ones.")
            return
        if n == 0:
            st.markdown("**No customer fits all of these filters.**")
            st.caption("Take one away above, or draw another area.")
            return
        st.markdown(f"**{plural(n, 'customer')}** selected ({percent(n / n_all)}), on both maps.")
        controls.link(CUSTOMERS, "See these customers")


def what_it_means(told: MapFacts) -> None:
    """Say what the map of reasons means, and how faithful it is."""
    panels.meaning(
        "On the left, customers whose risk is pushed up and down by the same things stand close together, whoever they"
        " are otherwise (UMAP of their SHAP values); on the right, customers who behave alike.",
        not_this="That reasons are causes, or that customers who stand close have the same risk. How far apart distant"
        " groups lie, how large they look and what is up or right mean little.",
    )
    st.caption(
        f"How faithful the map of reasons is: trustworthiness **{two_places(told.trustworthiness)}** (1 is best);"
        f" **{percent(told.neighbour_recall, 0)}** of true neighbours stay neighbours here."
    )


def show_groups(page: Frame, told: MapFacts) -> None:
    """Say which reasons lead where."""
    st.subheader("Which reasons lead where?", anchor=False)
    st.markdown(plain(structure_words(told.silhouette, told.reference, told.n_groups)))
    if told.n_groups > 1:
        groups = reason_map.groups(page.snapshot, page.outcome)
        for title, sentence, key in zip(
            texts(groups, "title"), texts(groups, "sentence"), texts(groups, "key"), strict=True
        ):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{plain(title)}.** {plain(sentence)}")
                controls.link(CUSTOMERS, "See these customers", found=key)
        panels.meaning(
            "A group is named by the push that sets it apart from everyone's most. In brackets: its average push in"
            " log-odds, beside everyone's. Groups were looked for in the pushes themselves, not on the map."
        )
        panels.numbers_behind(groups, name="reason-groups", page=page, columns=driver_tables.REASONS)
    st.markdown("**Main reasons**")
    reasons = reason_map.main_reasons(page.snapshot, page.outcome)
    for title, n, share, risk in (
        reasons[["title", "n_customers", "share", "words"]].head(MOST_REASONS).itertuples(index=False, name=None)
    ):
        st.markdown(f"- {plain(title)}: {plural(int(n), 'customer')} ({percent(share)}), {plain(risk)}.")
    panels.meaning("A customer's main reason is the largest push on their risk, up or down.")
    panels.numbers_behind(reasons.drop(columns="words"), name="main-reasons", page=page, columns=driver_tables.REASONS)


page = frame(
    "Map of reasons",
    about="Customers whose risks come about alike stand close together, whoever they are otherwise.",
    needs=("reason_map", "reason_groups", "reason_map_facts", "map", "segments", "membership"),
    may_be_nobody=True,
)
facts_told = reason_map.map_facts(page.snapshot, page.outcome)
with st.container(horizontal=True, vertical_alignment="bottom", key="map_controls"):
    grouped = facts_told is not None and facts_told.n_groups > 1
    options = {MAIN_REASON: "Main reason", RISK: "Risk", SEGMENT: "Family"}
    options = {REASON_GROUP: "Group of reasons", **options} if grouped else options
    chosen = controls.choice("reason_colour", options, default=next(iter(options)), label="Colour by", kind="select")
    controls.outcome(page.snapshot)
if facts_told is None:
    problems.nothing_to_show(
        "There is no model for this outcome, so no risk has reasons.",
        try_this="Choose another outcome above, or add outcomes on Data.",
        to_data=True,
    )
else:
    act_menu(page)
    both_maps(page, chosen)
    who_is_selected(page)
    what_it_means(facts_told)
    with st.container(border=True):
        show_groups(page, facts_told)
