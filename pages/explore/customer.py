"""Customer: one customer's risk, reasons, months and place among the others."""

from __future__ import annotations

import streamlit as st

from analytics.charts.contributions import contributions, contributions_alt
from analytics.charts.customer_timeline import customer_timeline, customer_timeline_alt
from analytics.insights.columns import texts
from analytics.insights.outcome_words import is_welcome
from analytics.insights.reasons import contribution_steps
from analytics.knowledge.notes import SubjectKind
from pages.shared import (
    controls,
    customer_view,
    customers_named,
    driver_tables,
    figures,
    panels,
    problems,
    profile,
    session,
    table_view,
    tables,
)
from pages.shared.alarm_marks import alarm_marks
from pages.shared.customer_place import show_place
from pages.shared.customer_sequence_view import customer_sequence_view
from pages.shared.explained_for import show_explained_for
from pages.shared.formats import plain, plural
from pages.shared.frame import Frame, frame
from pages.shared.likely_next import show_likely_next
from pages.shared.notes.shown import notes_about, on_customer
from pages.shared.notes.subjects import Subject
from pages.shared.readers import customer, facts
from pages.shared.reasons_hold import show_push_intervals
from pages.shared.second_opinion import show_second_opinion
from pages.shared.what_could_help import show_what_could_help


def search(page: Frame) -> str | None:
    """Let the person find a customer by id; gives the one in focus."""
    focus = page.selection.customer
    if not profile.sees_ids():
        return by_pseudonym(focus)
    key = session.prime("customer_search", focus or "")
    st.text_input(
        "Find a customer by id",
        key=key,
        placeholder="The id or its beginning",
        on_change=lambda: session.change(customer=str(session.widget_value("customer_search")).strip() or None),
        max_chars=60,
    )
    if focus is None:
        problems.nothing_to_show(
            "No customer is chosen yet.", try_this="Type an id above, or open one from Customers or Segment."
        )
        return None
    found = customer.found(page.snapshot, focus)
    ids = texts(found, "customer_id")
    if focus in ids:
        return focus
    if not ids:
        problems.nothing_to_show(f"No customer's id contains “{focus}”.", try_this="Check the id, or type less of it.")
        return None
    st.markdown(f"{len(ids)}{' or more' if len(ids) == customer.MOST_FOUND else ''} ids contain this text. Choose one.")
    with st.container(horizontal=True):
        for one in ids:
            st.button(plain(one), key=f"found_{one}", on_click=session.change, kwargs={"customer": one})
    return None


def by_pseudonym(focus: str | None) -> str | None:
    """Give the customer in focus to one who sees no ids, and looks nobody up by one."""
    found = None if focus is None else customers_named.behind(focus)
    if found is None:
        problems.nothing_to_show("No customer is chosen.", try_this="Open one from Customers or Segment.")
    return found


def timeline(page: Frame, customer_id: str) -> None:
    """Draw the customer's months, events and last transactions."""
    months, events = customer.months(page.snapshot, customer_id), customer.events(page.snapshot, customer_id)
    if months.empty:
        if facts.text_fact(page.snapshot, "source_kind") == "table":
            st.caption("A customer table has no transactions, so there is no timeline.")
        else:
            st.caption("There are no transactions of this customer up to the data's date.")
        return
    currency = facts.currency(page.snapshot)
    figures.show_of_one(
        customer_timeline(months, events, ink=figures.ink(), currency=currency),
        alt=customer_timeline_alt(months),
        key="timeline",
    )
    panels.meaning(
        "Own acts are what the customer did, such as card purchases and transfers; standing orders and what the bank"
        " books do not count. Triangles are events such as complaints.",
    )
    panels.numbers_behind(months, name="months", page=page, columns=tables.MONTHS)
    with st.expander("Last transactions and events", icon=":material/receipt_long:"):
        recent = customer.transactions(page.snapshot, customer_id)
        table_view.show(
            recent,
            columns=tables.TRANSACTIONS,
            alt=f"The customer's last {plural(len(recent), 'transaction')}.",
            height=300,
        )
        if not events.empty:
            table_view.show(events, columns=tables.EVENTS, alt=f"{plural(len(events), 'event')} of the customer.")


def details(page: Frame, customer_id: str) -> None:
    """Show how the risk comes about, feature by feature."""
    attributions = customer.attributions(page.snapshot, customer_id, page.outcome)
    if attributions.empty:
        return
    with st.expander("Details: how the risk comes about", icon=":material/waterfall_chart:"):
        steps = contribution_steps(attributions)
        figures.show_of_one(contributions(steps, ink=figures.ink()), alt=contributions_alt(steps), key="contributions")
        panels.meaning(
            "Each bar is one feature's push, from the average customer to this one, in log-odds (SHAP values). They add"
            " up exactly to the model's margin, before calibration.",
            not_this="A push shows what goes with the risk in this model; changing the feature need not change the"
            " customer's mind.",
        )
        table_view.show(
            attributions[["feature", "feature_value", "contribution"]],
            columns=driver_tables.CONTRIBUTIONS,
            alt=f"The push of each of {plural(len(attributions), 'feature')}.",
            height=280,
        )
        show_push_intervals(page, customer_id)
        show_second_opinion(page, customer_id)


def segments_of(page: Frame, customer_id: str) -> tuple[Subject, ...]:
    """The customer's segments as subjects of notes, the finest first."""
    levels = customer.places_in_segments(page.snapshot, customer_id)
    return tuple(
        Subject(SubjectKind.SEGMENT, key, f"segment “{label}”")
        for key, label in reversed(list(zip(texts(levels, "segment_key"), texts(levels, "label"), strict=True)))
    )


def show_in_brief(page: Frame, customer_id: str) -> None:
    """Arrange what one sees who sees no ids: the risk and its reasons, nothing by which a person is known."""
    st.subheader(plain(customers_named.called(customer_id)), anchor=False)
    customer_view.brief(page.snapshot, customer_id, page.outcome)


def show(page: Frame, customer_id: str) -> None:
    """Arrange the screen."""
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.subheader(plain(customer_id), anchor=False)
        alarm_marks(page, customer_id)
        customer_view.brief(page.snapshot, customer_id, page.outcome)
        notes_about(page, (on_customer(customer_id), *segments_of(page, customer_id)))
    with right:
        with st.container(border=True):
            aim = "raise the chance" if is_welcome(page.outcome) else "bring the risk down"
            st.subheader(f"What could {aim}", anchor=False)
            show_what_could_help(page.snapshot, customer_id, page.outcome)
        with st.container(border=True):
            st.subheader("Month by month", anchor=False)
            timeline(page, customer_id)
        with st.container(border=True):
            st.subheader("What happened, in order", anchor=False)
            customer_sequence_view(page, customer_id)
        with st.container(border=True):
            st.subheader("What is likely next", anchor=False)
            show_likely_next(page.snapshot, customer_id)
        with st.container(border=True):
            st.subheader("Place on the map", anchor=False)
            show_place(page, customer_id)
    details(page, customer_id)
    with st.container(border=True):
        st.subheader("To tell others", anchor=False)
        show_explained_for(page, customer_id)


shown = frame(
    "Customer",
    about="One customer: the risk, the reasons, and what happened month by month.",
    needs=("customers", "features"),
    may_be_nobody=True,
)
in_focus = search(shown)
if in_focus is not None:
    controls.outcome(shown.snapshot)
if in_focus is not None and profile.sees_ids():
    show(shown, in_focus)
elif in_focus is not None:
    show_in_brief(shown, in_focus)
