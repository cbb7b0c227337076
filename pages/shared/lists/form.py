"""The short form of a retention list: what is offered, to how many at most, and who may be contacted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from analytics.insights.list_words import BY, trial_words
from analytics.knowledge.fields import MOST_CUSTOMERS
from analytics.knowledge.list_acts import MOST_HELD_BACK
from analytics.knowledge.retention_lists import ListTerms, Ranking
from pages.shared import controls
from pages.shared.formats import plain, words
from pages.shared.frame import Frame
from pages.shared.readers import retention_lists as reader
from pages.shared.readers.retention_lists import ListGround

OTHER = "other"
ANY = "any"
EVERY = "(all)"
USUAL = ListTerms(300)
LONGEST_NAME = 80


@dataclass(frozen=True)
class Wanted:
    """What the form says.

    Attributes
    ----------
    channel : str
        Where customers are offered something; empty: anywhere.
    terms : ListTerms
        Settled.
    """

    channel: str
    terms: ListTerms


def form(page: Frame, ground: ListGround) -> Wanted:
    """Draw the form and give what it says."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        offer = _offer(ground)
        channel = _channel(ground) if ground.channels else ""
        by = _ranking(reader.rankings(page.snapshot, offer))
    st.caption(plain(trial_words(reader.offer_effects(page.snapshot), offer, channel)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        capacity = st.number_input(
            "Room for",
            min_value=1,
            max_value=MOST_CUSTOMERS,
            value=USUAL.capacity,
            step=10,
            key="list_capacity",
            width=130,
            help="How many customers can be contacted at most. Those held back come on top.",
        )
        held_back = st.number_input(
            "Held back, %",
            min_value=0,
            max_value=round(100 * MOST_HELD_BACK),
            value=round(100 * USUAL.held_back_share),
            step=5,
            key="list_hold_out",
            width=130,
            help="Drawn at random from the list and not contacted, so that it can be told what the list did.",
        )
        days = st.number_input(
            "Not contacted for, days",
            min_value=0,
            max_value=730,
            value=USUAL.least_days,
            step=10,
            key="list_days",
            width=170,
            disabled=not ground.has_contacts,
            help="Who was offered something more lately is left out.",
        )
        purposes = _purposes(ground)
    return Wanted(
        channel,
        ListTerms(int(capacity), by, held_back / 100, int(days), purposes, seed=page.seen, offer=offer),
    )


def _offer(ground: ListGround) -> str:
    options = {**{each: words(each) for each in ground.offers}, OTHER: "Another offer"}
    chosen = controls.choice("offer", options, default=next(iter(options)), label="Offer", kind="select", width=220)
    if chosen != OTHER:
        return chosen
    named = st.text_input("Its name", value="A call", max_chars=LONGEST_NAME, key="list_offer", width=220)
    return named.strip() or "A call"


def _channel(ground: ListGround) -> str:
    options = {ANY: "Any", **{each: words(each) for each in ground.channels}}
    chosen = controls.choice("channel", options, default=ANY, label="Channel", kind="select", width=160)
    return "" if chosen == ANY else chosen


def _ranking(can: tuple[Ranking, ...]) -> Ranking:
    options: Mapping[str, str] = {each.value: BY[each] for each in can}
    if len(options) == 1:
        return can[0]
    return Ranking(controls.choice("by", options, default=can[0].value, label="First come those with the most"))


def _purposes(ground: ListGround) -> tuple[str, ...]:
    if not ground.has_consents:
        return ()
    options = {each: words(each) for each in ground.purposes}
    if len(options) > 1:
        options[EVERY] = "All of these"
    usual = ground.usual_purposes[0] if ground.usual_purposes else ground.purposes[0]
    chosen = st.selectbox(
        "Have agreed to",
        tuple(options),
        index=tuple(options).index(usual),
        format_func=lambda each: options[each],
        key="list_purpose",
        width=200,
        help="Their latest answer is yes. Who never answered has not agreed.",
    )
    return ground.purposes if chosen == EVERY else (chosen,)
