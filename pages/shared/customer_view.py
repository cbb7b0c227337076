"""One customer in brief: who, where, which risk, and why. The Customer screen and every drawer begin with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import pandas as pd
import streamlit as st

from analytics.insights.columns import floats, texts
from analytics.insights.feature_words import column_title
from analytics.insights.outcome_words import how_likely, is_welcome, spoken
from analytics.insights.reasons import top_reasons
from analytics.insights.risk_words import BAND_WORDS, beside_average, outcome_title, risk_words, set_words
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import LEVEL_NAMES
from pages.shared import controls, customers_named, profile, session, table_view
from pages.shared.customer_horizons import other_risks, over_time
from pages.shared.formats import percent, plain, plural, words
from pages.shared.readers import churn, customer, facts, overview
from pages.shared.reasons_hold import say_whether_reasons_hold
from pages.shared.still_buys import still_buys

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

    from pages.shared.table_view import Height

CUSTOMER_PAGE = "pages/explore/customer.py"
_BAND_COLOURS: dict[str, Literal["blue", "orange", "red", "gray"]] = {"low": "blue", "medium": "orange", "high": "red"}
_WELCOME_COLOURS: dict[str, Literal["blue", "green", "gray"]] = {"low": "gray", "medium": "blue", "high": "green"}
_CALIBRATED = "The calibrated risk of customers like this one. The interval holds their mean risk nine times in ten."
_HIDDEN = {"customer_id", "status", "household_id"}


def open_drawer(snapshot: Snapshot, customer_id: str, outcome: str) -> None:
    """Show a customer at the right of a list, which stays where it is."""

    @st.dialog(plain(customers_named.called(customer_id)), position="right", width="medium")
    def drawer() -> None:
        controls.link(CUSTOMER_PAGE, "Open the whole page", customer=customers_named.in_link(customer_id))
        brief(snapshot, customer_id, outcome)

    drawer()


def rows_to_open(
    table: pd.DataFrame,
    *,
    key: str,
    columns: Mapping[str, ColumnConfig | str | None],
    alt: str,
    height: Height = "content",
) -> None:
    """Draw a list of customers (with `customer_id`) in which a click on a row opens the drawer.

    Where the list is one part of a screen among others, `height="auto"` shows the first ten rows and scrolls.
    """
    ids = tuple(texts(table, "customer_id"))
    table_view.show_rows_to_tick(
        customers_named.listed(table),
        alt=alt,
        columns=columns,
        key=key,
        on_tick=lambda: session.keep("drawer", _clicked(key, ids)),
        height=height,
    )


def opened() -> str | None:
    """Give, once, the customer whose row was clicked."""
    found = session.kept("drawer", lambda: None)
    session.drop("drawer")
    return found


def brief(snapshot: Snapshot, customer_id: str, outcome: str) -> None:
    """Draw who the customer is, where they belong, their risk and its reasons."""
    row = customer.attributes(snapshot, customer_id)
    if row.empty:
        st.markdown("There is no such customer.")
        return
    if texts(row, "status")[0] != "active":
        status = words(texts(row, "status")[0]).lower()
        st.info(f"This customer was not active on the data's date (status: {plain(status)}), so no risk is given.")
    risk(snapshot, customer_id, outcome)
    other_risks(snapshot, customer_id, outcome)
    still_buys(snapshot, customer_id)
    belongs(snapshot, customer_id)
    if profile.sees_ids():
        who(snapshot, row)
    else:
        customers_named.offer_to_reveal(customer_id)


def risk(snapshot: Snapshot, customer_id: str, outcome: str) -> None:
    """Draw the customer's risk, what it means, and the largest reasons in words."""
    scores = customer.scores(snapshot, customer_id)
    own = scores[scores["outcome"] == outcome] if not scores.empty else scores
    if own.empty:
        told = facts.outcomes(snapshot).get(outcome)
        why = told.why_not if told is not None and told.why_not else "Nothing was worked out for this customer yet."
        st.markdown(f"**No {how_likely(outcome)} of {plain(outcome_title(outcome))}.** {plain(why)}")
        return
    probability, lower, upper = (floats(own, name)[0] for name in ("probability", "lower", "upper"))
    band = texts(own, "band")[0]
    everyone = overview.mean_risk(snapshot, overview.EVERYONE, outcome)
    with st.container(border=True, key="customer_risk"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.metric(
                f"{how_likely(outcome).capitalize()} of {plain(outcome_title(outcome))}",
                percent(probability),
                help=spoken(_CALIBRATED, outcome),
                width="content",
            )
            colours = _WELCOME_COLOURS if is_welcome(outcome) else _BAND_COLOURS
            st.badge(f"{BAND_WORDS.get(band, band)} {how_likely(outcome)}", color=colours.get(band, "gray"))
        st.markdown(plain(risk_words(probability, lower, upper, outcome=outcome)))
        ruled_out = set_words(texts(own, "prediction_set")[0], outcome=outcome) if "prediction_set" in own else ""
        st.caption(f"That is {beside_average(probability, floats(everyone, 'mean_risk')[0])}. {plain(ruled_out)}")
        over_time(snapshot, customer_id, outcome)
        reasons(snapshot, customer_id, outcome)


def reasons(snapshot: Snapshot, customer_id: str, outcome: str) -> None:
    """Say the largest pushes on the risk, beside the average customer."""
    said = top_reasons(customer.attributions(snapshot, customer_id, outcome))
    if not said:
        st.markdown(f"Nothing about this customer moves the {how_likely(outcome)} far from the average.")
        return
    leaks = set(texts(churn.leaks(snapshot, outcome), "feature"))
    st.markdown("**Why, beside the average customer**")
    for reason in said:
        way = "up" if reason.contribution > 0 else "down"
        colour = "green" if (way == "up") == is_welcome(outcome) else "red"
        arrow = f":{colour}[:material/trending_{way}:]"
        doubt = " :orange[(may be written after the outcome)]" if reason.feature in leaks else ""
        st.markdown(f"{arrow} {plain(spoken(reason.text, outcome))}{doubt}")
    say_whether_reasons_hold(snapshot, customer_id, outcome)


def belongs(snapshot: Snapshot, customer_id: str) -> None:
    """Say which segment the customer is in at each level, and how strongly."""
    places = customer.places_in_segments(snapshot, customer_id)
    if places.empty:
        return
    if set(texts(places, "segment_id")) == {"all"}:
        st.caption("No groups were found among these customers, so this one belongs to none.")
        return
    st.markdown("**Belongs to**")
    for level, label, key, strength in zip(
        floats(places, "level"),
        texts(places, "label"),
        texts(places, "segment_key"),
        floats(places, "strength"),
        strict=True,
    ):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            controls.link("pages/explore/segment.py", label, segment=key)
            st.caption(f"{LEVEL_NAMES[int(level)]} · strength {percent(strength, 0)}")


def who(snapshot: Snapshot, row: pd.DataFrame) -> None:
    """Draw the customer's attributes, and name those that no model sees."""
    protected = set(facts.protected(snapshot))
    shown = [
        {"What": column_title(name) + (" (no model sees it)" if name in protected else ""), "Value": value}
        for name in row.columns
        if name not in _HIDDEN and (value := _written(row, name))
    ]
    if shown:
        st.markdown("**On record**")
        record = pd.DataFrame(shown)
        table_view.show(record, alt=f"{plural(len(record), 'fact')} on record: {', '.join(record['What'])}.")


def _written(row: pd.DataFrame, name: str) -> str:
    value = row[name].iloc[0]
    if isinstance(value, pd.Timestamp):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, float) and value == value:
        return f"{value:.15g}"
    return texts(row, name)[0]


def _clicked(key: str, ids: tuple[str, ...]) -> str | None:
    state = session.widget_value(key)
    rows = getattr(getattr(state, "selection", None), "rows", [])
    return ids[rows[0]] if rows and rows[0] < len(ids) else None
