"""One customer's risks beside the one on show: within other horizons, and of every other outcome."""

from __future__ import annotations

import streamlit as st

from analytics.insights.columns import floats, texts
from analytics.insights.outcome_words import how_likely
from analytics.insights.risk_words import BAND_WORDS, outcome_title
from analytics.insights.wording import listing
from analytics.models.horizon_steps import OWN_DAYS
from analytics.store.snapshots import Snapshot
from pages.shared.formats import interval, percent, plain
from pages.shared.readers import customer, facts, horizons

_NUMBERS = ("probability", "lower", "upper")


def over_time(snapshot: Snapshot, customer_id: str, outcome: str) -> None:
    """Say the customer's risk within the other horizons in a line, where the outcome has them, or why not."""
    if outcome != horizons.outcome_over_time(snapshot):
        return
    own = horizons.of_customer(snapshot, customer_id)
    if own.empty:
        why = next(iter(horizons.why_not(snapshot).values()), "")
        if why:
            st.caption(plain(f"No risk over time. {why}"))
        return
    rows = zip(*(floats(own, name) for name in ("probability", "horizon_days", "lower", "upper")), strict=True)
    said = [
        f"{percent(risk)} within {days:.0f} days ({interval(low, high)})"
        for risk, days, low, high in rows
        if days != OWN_DAYS
    ]
    st.caption(plain(f"Above: within {OWN_DAYS} days. Sooner and later: {listing(said)}."))


def other_risks(snapshot: Snapshot, customer_id: str, outcome: str) -> None:
    """Say the customer's risk of every outcome but the one on show; nothing where there is no other."""
    scores = customer.scores(snapshot, customer_id)
    others = [told for told in facts.outcomes(snapshot).values() if told.name != outcome]
    if scores.empty or not others:
        return
    with st.container(border=True, key="other_risks", gap="xsmall"):
        st.markdown("**What else may come**")
        for told in others:
            own = scores[scores["outcome"] == told.name]
            title = outcome_title(told.name).capitalize()
            if own.empty:
                st.caption(plain(f"{title}: {told.why_not or 'not known.'}"))
                continue
            likely, low, high = (floats(own, name)[0] for name in _NUMBERS)
            band = texts(own, "band")[0]
            words = f"{BAND_WORDS.get(band, band).lower()} {how_likely(told.name)}, 90% interval {interval(low, high)}"
            st.markdown(f"{plain(title)}: **{plain(percent(likely))}** ({plain(words)})")
