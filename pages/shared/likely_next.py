"""What is likely next for one customer."""

from __future__ import annotations

import streamlit as st

from analytics.insights.likely_next import likely_next
from analytics.store.snapshots import Snapshot
from pages.shared.formats import plain
from pages.shared.readers import customer, facts


def show_likely_next(snapshot: Snapshot, customer_id: str) -> None:
    """Say what is more likely to happen to the customer soon than to others, or why nothing is said."""
    forecasts = customer.next_events(snapshot, customer_id)
    if forecasts.empty:
        st.caption(_why_nothing(snapshot))
        return
    said = likely_next(forecasts)
    if not said:
        st.markdown("Nothing that can be foreseen is much more likely for this customer than for others.")
    for each in said:
        st.markdown(f"**{plain(each.what[:1].upper() + each.what[1:])}** {plain(each.how)}.")
    st.caption(
        f"Of {len(forecasts)} kinds of events that can be foreseen better than by the share of all, those that stand"
        " out most. Calibrated on customers that the forecasts were not learned from. It says what usually follows, not"
        " why."
    )


def _why_nothing(snapshot: Snapshot) -> str:
    gaps = snapshot.facts.get("not_published")
    why = gaps.get("next_events") if isinstance(gaps, dict) else None
    if why:
        return plain(str(why))
    if facts.text_fact(snapshot, "source_kind") == "table":
        return "A customer table doesn't say when anything happened, so nothing that follows can be forecast."
    return "There is no forecast for this customer: run build, or see why in the status of the data."
