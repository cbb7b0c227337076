"""The outcomes side by side: the mean risk of the selected, who is in the high band, and what the model is worth."""

from __future__ import annotations

import streamlit as st

from analytics.insights.columns import floats
from analytics.insights.horizon_words import quality_phrase
from analytics.insights.outcome_words import how_likely, is_welcome
from analytics.insights.risk_words import outcome_title
from analytics.insights.wording import listing
from analytics.number_marks import written
from pages.shared.formats import interval, percent, plain, plural, whole
from pages.shared.frame import Frame
from pages.shared.overview_cards import SMALLEST_CHANGE
from pages.shared.readers import churn, facts, overview
from pages.shared.readers.overview import EVERYONE

MOST_IN_A_ROW = 3
_NUMBERS = ("n_scored", "mean_risk", "lower", "upper", "n_high")


def outcome_cards(page: Frame) -> None:
    """Draw a card for each outcome; one without a model says why."""
    shown = list(facts.outcomes(page.snapshot).values())
    for first in range(0, len(shown), MOST_IN_A_ROW):
        for column, each in zip(st.columns(MOST_IN_A_ROW), shown[first : first + MOST_IN_A_ROW], strict=False):
            key = f"outcome_card_{each.name}"
            with column, st.container(border=True, height="stretch", gap="xsmall", key=key):
                _card(page, each)
    left_out = facts.not_seen_ahead(page.snapshot)
    if left_out:
        names = listing([outcome_title(name) for name in left_out])
        st.caption(plain(f"Not looked for here: {names}. {next(iter(left_out.values()))}"))


def _card(page: Frame, told: facts.OutcomeFacts) -> None:
    title, likely = outcome_title(told.name), how_likely(told.name)
    here, everyone = (overview.mean_risk(page.snapshot, who, told.name) for who in (page.selection, EVERYONE))
    if here.empty:
        st.markdown(f"**{plain(title.capitalize())}**")
        st.caption(plain(told.why_not or f"Nobody here has a {likely}."))
        return
    n, mean, lower, upper, n_high = (floats(here, name)[0] for name in _NUMBERS)
    of_all, is_everyone = floats(everyone, "mean_risk")[0], page.selection.is_everyone
    is_alike = is_everyone or abs(mean - of_all) < SMALLEST_CHANGE
    versus = None if is_alike else f"{written((mean - of_all) * 100, '+.1f')} points"
    st.metric(
        plain(f"Mean {likely} of {title}"),
        plain(percent(mean)),
        delta=versus,
        delta_color="normal" if is_welcome(told.name) else "inverse",
        delta_description="vs all" if versus else None,
        help=plain(told.in_words()),
    )
    beside = "" if is_everyone else f"; of all customers {percent(of_all)}"
    quality = quality_phrase(churn.evaluation(page.snapshot, told.name))
    st.caption(plain(f"90% interval {interval(lower, upper)}, mean of {plural(int(n), 'customer')}{beside}."))
    st.caption(plain(f"{whole(n_high)} with a high {likely}. {quality}."))
