"""The outcomes side by side: the mean risk of the selected, who is at high risk, and what the model is worth."""

from __future__ import annotations

import streamlit as st

from analytics.insights.columns import floats
from analytics.insights.horizon_words import quality_phrase
from analytics.insights.risk_words import outcome_title
from analytics.number_marks import written
from pages.shared.formats import interval, percent, plain, plural, whole
from pages.shared.frame import Frame
from pages.shared.readers import churn, facts, overview

MOST_IN_A_ROW = 3


def outcome_cards(page: Frame) -> None:
    """Draw a card for each outcome; one without a model says why."""
    known = list(facts.outcomes(page.snapshot).values())
    for first in range(0, len(known), MOST_IN_A_ROW):
        for column, told in zip(st.columns(MOST_IN_A_ROW), known[first : first + MOST_IN_A_ROW], strict=False):
            with column, st.container(border=True, height="stretch", gap="xsmall", key=f"outcome_card_{told.name}"):
                _card(page, told)


def _card(page: Frame, told: facts.OutcomeFacts) -> None:
    title = outcome_title(told.name)
    here = overview.mean_risk(page.snapshot, page.selection, told.name)
    if here.empty:
        st.markdown(f"**{plain(title.capitalize())}**")
        st.caption(plain(told.why_not or "Nobody here has a risk."))
        return
    n, mean, lower, upper, n_high = (
        floats(here, name)[0] for name in ("n_scored", "mean_risk", "lower", "upper", "n_high")
    )
    everyone = floats(overview.mean_risk(page.snapshot, overview.EVERYONE, told.name), "mean_risk")[0]
    versus = None if page.selection.is_everyone else f"{written((mean - everyone) * 100, '+.1f')} points"
    st.metric(
        plain(f"Mean risk of {title}"),
        plain(percent(mean)),
        delta=versus,
        delta_color="inverse",
        delta_description="vs all" if versus else None,
        help=plain(told.in_words()),
    )
    beside = "" if page.selection.is_everyone else f"; of all customers {percent(everyone)}"
    st.caption(plain(f"90% interval {interval(lower, upper)}, mean of {plural(int(n), 'customer')}{beside}."))
    st.caption(
        plain(f"{whole(n_high)} in the high band. {quality_phrase(churn.evaluation(page.snapshot, told.name))}.")
    )
