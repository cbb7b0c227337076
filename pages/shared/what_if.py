"""Try changes on one customer: sliders that stay among allowed values."""

from __future__ import annotations

import streamlit as st

from analytics.insights.lever_words import COLUMN, lever_title, plausibility_words, value_after_words
from analytics.insights.outcome_words import how_likely
from analytics.models.changes_tried import Change
from analytics.models.lever import Lever
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
    _sliders(asked, f"{customer_id}_{outcome}", facts.currency(snapshot), how_likely(outcome).capitalize())


@st.fragment
def _sliders(asked: reader.Asked, key: str, currency: str, likely: str) -> None:
    chosen: list[tuple[int, float]] = []
    for place, lever in enumerate(asked.field.levers):
        steps = steps_of(asked.field, asked.customer, place)
        if steps:
            own = float(asked.customer[lever.acts_on[0]][0])
            sizes = {own: None, **{after: size for size, after in steps}}
            values = sorted(sizes) if lever.name.startswith(COLUMN) else list(sizes)
            labels = [_value_words(asked, lever, currency, value) for value in values]
            stop = st.select_slider(
                plain(lever_title(lever.name)),
                range(len(values)),
                value=values.index(own),
                format_func=labels.__getitem__,
                key=f"what_if_{lever.name}_{key}",
            )
            size = sizes[values[stop]]
            if size is not None:
                chosen.append((place, size))
    _answer(asked, tuple(chosen), likely)


def _value_words(asked: reader.Asked, lever: Lever, currency: str, value: float) -> str:
    levels = asked.field.reader.model.design.levels.get(lever.acts_on[0])
    if levels is not None:
        return levels[int(value)] if 0 <= value < len(levels) else "other"
    return value_after_words(lever.name, value, currency)


def _answer(asked: reader.Asked, change: Change, likely: str) -> None:
    before = what_if(asked.field, asked.customer, 0, ())
    if not change:
        st.markdown(f"**{likely} {percent(before.probability)}**, as it is. Move a slider.")
        return
    after = what_if(asked.field, asked.customer, 0, change)
    st.markdown(f"**{likely} {percent(before.probability)} → {percent(after.probability)}**")
    if after.is_among_real:
        st.caption(plain(f"Such a customer would be {plausibility_words(after.plausibility)}."))
    else:
        st.markdown(
            ":orange[:material/warning:] No real customer is near this combination, so the model was never shown"
            " anything like it: don't go by this number."
        )
