"""One customer's risks side by side: within several horizons, and of every outcome."""

from __future__ import annotations

import streamlit as st

from analytics.insights.ahead_words import ahead_words
from analytics.insights.columns import floats, texts
from analytics.insights.risk_words import BAND_WORDS, outcome_title
from analytics.insights.wording import listing
from analytics.store.snapshots import Snapshot
from pages.shared.formats import interval, percent, plain
from pages.shared.readers import ahead, customer, facts, horizons

_NUMBERS = ("probability", "lower", "upper")


def risks_side_by_side(snapshot: Snapshot, customer_id: str) -> None:
    """Say the customer's risk within each horizon in a line, then that of every outcome; nothing without a risk."""
    scores = customer.scores(snapshot, customer_id)
    if scores.empty:
        return
    with st.container(border=True, key="risks_side_by_side", gap="xsmall"):
        st.markdown("**Risks side by side**")
        _over_time(snapshot, customer_id)
        risks = [floats(scores, name) for name in _NUMBERS]
        said = zip(texts(scores, "outcome"), texts(scores, "band"), *risks, strict=True)
        for outcome, band, risk, low, high in said:
            words = f"{BAND_WORDS.get(band, band).lower()} risk, 90% interval {interval(low, high)}"
            st.markdown(f"{plain(outcome_title(outcome).capitalize())}: **{plain(percent(risk))}** ({plain(words)})")
        for told in facts.outcomes(snapshot).values():
            if told.name not in set(scores["outcome"]):
                st.caption(plain(f"{outcome_title(told.name).capitalize()}: {told.why_not or 'no risk.'}"))
        _ahead(snapshot, customer_id)


def _over_time(snapshot: Snapshot, customer_id: str) -> None:
    own = horizons.of_customer(snapshot, customer_id)
    if not own.empty:
        rows = zip(*(floats(own, name) for name in ("probability", "horizon_days", "lower", "upper")), strict=True)
        said = [f"{percent(risk)} within {days:.0f} days ({interval(low, high)})" for risk, days, low, high in rows]
        st.markdown(plain(f"Leaving: {listing(said)}."))
        return
    why = next(iter(horizons.why_not(snapshot).values()), "")
    if why:
        st.caption(plain(f"No risk over time. {why}"))


def _ahead(snapshot: Snapshot, customer_id: str) -> None:
    """Say what else may be ahead of the customer; what can't be learned from this source is left to Risk over time."""
    known = ahead.of_customer(snapshot, customer_id)
    own = known[known["probability"].notna()]
    columns = (texts(own, "outcome"), texts(own, "band"), *(floats(own, each) for each in _NUMBERS))
    for outcome, band, likely, low, high in zip(*columns, strict=True):
        said = ahead_words(outcome)
        words = f"{BAND_WORDS.get(band, band).lower()} {said.how_likely}, 90% interval {interval(low, high)}"
        st.markdown(f"{plain(said.title.capitalize())}: **{plain(percent(likely))}** ({plain(words)})")
    for outcome in texts(known[known["probability"].isna() & known["why_not"].isna()], "outcome"):
        st.caption(plain(f"{ahead_words(outcome).title.capitalize()}: {ahead_words(outcome).why_out}."))
