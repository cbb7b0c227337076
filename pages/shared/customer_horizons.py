"""One customer's risks side by side: within several horizons, and of every outcome."""

from __future__ import annotations

import streamlit as st

from analytics.insights.columns import floats, texts
from analytics.insights.risk_words import BAND_WORDS, outcome_title
from analytics.insights.wording import listing
from analytics.store.snapshots import Snapshot
from pages.shared.formats import interval, percent, plain
from pages.shared.readers import customer, facts, horizons


def risks_side_by_side(snapshot: Snapshot, customer_id: str) -> None:
    """Say the customer's risk within each horizon in a line, then that of every outcome; nothing without a risk."""
    scores = customer.scores(snapshot, customer_id)
    if scores.empty:
        return
    with st.container(border=True, key="risks_side_by_side", gap="xsmall"):
        st.markdown("**Risks side by side**")
        _over_time(snapshot, customer_id)
        risks = [floats(scores, name) for name in ("probability", "lower", "upper")]
        said = zip(texts(scores, "outcome"), texts(scores, "band"), *risks, strict=True)
        for outcome, band, risk, low, high in said:
            words = f"{BAND_WORDS.get(band, band).lower()} risk, 90% interval {interval(low, high)}"
            st.markdown(f"{plain(outcome_title(outcome).capitalize())}: **{plain(percent(risk))}** ({plain(words)})")
        for told in facts.outcomes(snapshot).values():
            if told.name not in set(scores["outcome"]):
                st.caption(plain(f"{outcome_title(told.name).capitalize()}: {told.why_not or 'no risk.'}"))


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
