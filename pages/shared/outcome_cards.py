"""The outcomes side by side: the mean risk of the selected, who is in the high band, and what the model is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analytics.insights.ahead_words import ahead_words
from analytics.insights.columns import floats, texts
from analytics.insights.horizon_words import quality_phrase
from analytics.insights.risk_words import outcome_title
from analytics.number_marks import written
from pages.shared.formats import interval, percent, plain, plural, whole
from pages.shared.frame import Frame
from pages.shared.overview_cards import SMALLEST_CHANGE
from pages.shared.readers import ahead, churn, facts, overview
from pages.shared.readers.overview import EVERYONE

MOST_IN_A_ROW = 3


@dataclass(frozen=True)
class _Shown:
    """One outcome as its card shows it."""

    name: str
    title: str
    how_likely: str
    is_welcome: bool
    definition: str
    here: pd.DataFrame
    everyone: pd.DataFrame
    quality: str
    why_not: str


def outcome_cards(page: Frame) -> None:
    """Draw a card for each outcome; one without a model says why."""
    shown = [*_outcomes(page), *_ahead(page)]
    for first in range(0, len(shown), MOST_IN_A_ROW):
        for column, each in zip(st.columns(MOST_IN_A_ROW), shown[first : first + MOST_IN_A_ROW], strict=False):
            key = f"outcome_card_{each.name}"
            with column, st.container(border=True, height="stretch", gap="xsmall", key=key):
                _card(each, is_everyone=page.selection.is_everyone)


def _outcomes(page: Frame) -> Iterator[_Shown]:
    """The outcomes that other screens are about too."""
    for told in facts.outcomes(page.snapshot).values():
        here, everyone = (overview.mean_risk(page.snapshot, who, told.name) for who in (page.selection, EVERYONE))
        yield _Shown(
            told.name,
            outcome_title(told.name),
            "risk",
            False,
            told.in_words(),
            here,
            everyone,
            quality_phrase(churn.evaluation(page.snapshot, told.name)),
            told.why_not or "Nobody here has a risk.",
        )


def _ahead(page: Frame) -> Iterator[_Shown]:
    """What else may be ahead."""
    known = ahead.known(page.snapshot)
    if known.empty:
        return
    tables = [ahead.risk(page.snapshot, who) for who in (page.selection, EVERYONE)]
    rows = zip(*(texts(known, name) for name in ("outcome", "definition", "why_not")), strict=True)
    for outcome, definition, why_not in rows:
        said = ahead_words(outcome)
        here, everyone = (table[table["outcome"] == outcome] for table in tables)
        yield _Shown(
            outcome,
            said.title,
            said.how_likely,
            said.is_welcome,
            definition,
            here,
            everyone,
            quality_phrase(ahead.evaluation(page.snapshot, outcome)),
            why_not or f"Nobody here can have it: {said.why_out}.",
        )


def _card(shown: _Shown, *, is_everyone: bool) -> None:
    if shown.here.empty:
        st.markdown(f"**{plain(shown.title.capitalize())}**")
        st.caption(plain(shown.why_not))
        return
    n, mean, lower, upper, n_high = (
        floats(shown.here, name)[0] for name in ("n_scored", "mean_risk", "lower", "upper", "n_high")
    )
    of_all = floats(shown.everyone, "mean_risk")[0]
    is_alike = is_everyone or abs(mean - of_all) < SMALLEST_CHANGE
    versus = None if is_alike else f"{written((mean - of_all) * 100, '+.1f')} points"
    st.metric(
        plain(f"Mean {shown.how_likely} of {shown.title}"),
        plain(percent(mean)),
        delta=versus,
        delta_color="normal" if shown.is_welcome else "inverse",
        delta_description="vs all" if versus else None,
        help=plain(shown.definition),
    )
    beside = "" if is_everyone else f"; of all customers {percent(of_all)}"
    st.caption(plain(f"90% interval {interval(lower, upper)}, mean of {plural(int(n), 'customer')}{beside}."))
    st.caption(plain(f"{whole(n_high)} with a high {shown.how_likely}. {shown.quality}."))
