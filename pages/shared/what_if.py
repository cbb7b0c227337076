"""Try changes on one customer: sliders that stay among allowed values."""

from __future__ import annotations

import streamlit as st

from analytics.insights.lever_words import lever_title, plausibility_words, value_after_words
from analytics.models.changes_tried import Change
from analytics.models.what_if import steps_of, what_if
from analytics.store.snapshots import Snapshot
from pages.shared.formats import percent, plain
from pages.shared.readers import facts
from pages.shared.readers import what_if as reader


def show_what_if(snapshot: Snapshot, customer_id: str, outcome: str) -> None:
    """Offer sliders for what somebody could change, and say what the model answers."""
    if not reader.can_be_asked(snapshot) or not st.toggle("Try changes yourself", key="what_if"):
        return
    asked = reader.asked(snapshot, customer_id, outcome)
    if asked is None:
        st.caption("There is nothing that anybody could change for this customer.")
        return
    _sliders(asked, f"{customer_id}_{outcome}", facts.currency(snapshot))


@st.fragment
def _sliders(asked: reader.Asked, key: str, currency: str) -> None:
    chosen: list[tuple[int, float]] = []
    for place, lever in enumerate(asked.field.levers):
        steps = steps_of(asked.field, asked.customer, place)
        if steps:
            own = float(asked.customer[lever.acts_on[0]][0])
            labels = [value_after_words(lever.name, value, currency) for value in (own, *(after for _, after in steps))]
            step = st.select_slider(
                lever_title(lever.name),
                range(len(labels)),
                format_func=labels.__getitem__,
                key=f"what_if_{lever.name}_{key}",
            )
            if step:
                chosen.append((place, steps[step - 1][0]))
    _answer(asked, tuple(chosen))


def _answer(asked: reader.Asked, change: Change) -> None:
    before = what_if(asked.field, asked.customer, 0, ())
    if not change:
        st.markdown(f"**Risk {percent(before.probability)}**, as it is. Move a slider.")
        return
    after = what_if(asked.field, asked.customer, 0, change)
    st.markdown(f"**Risk {percent(before.probability)} → {percent(after.probability)}**")
    if after.is_among_real:
        st.caption(plain(f"Such a customer would be {plausibility_words(after.plausibility)}."))
    else:
        st.markdown(
            ":orange[:material/warning:] No real customer is near this combination, so the model was never shown"
            " anything like it: don't go by this number."
        )
