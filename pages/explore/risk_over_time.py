"""Risk over time: outcomes side by side, who leaves sooner and later, and who stays how long."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.horizons import horizons as horizons_figure
from analytics.charts.horizons import horizons_alt
from analytics.insights.horizon_words import horizon_words, quality_phrase
from pages.shared import figures, horizon_tables, panels, problems
from pages.shared.formats import day, plain
from pages.shared.frame import Frame, frame
from pages.shared.outcome_cards import outcome_cards
from pages.shared.readers import facts, horizons
from pages.shared.readers.churn import titled_by_horizon
from pages.shared.readers.overview import EVERYONE
from pages.shared.stays_how_long import stays_how_long


def sooner_and_later(page: Frame) -> None:
    """Draw the mean risk of leaving within each horizon, or say why there is none."""
    if not horizons.is_there(page.snapshot):
        problems.not_published("The risk over time")
        return
    here, missing = horizons.risk(page.snapshot, page.selection), horizons.why_not(page.snapshot)
    if here.empty:
        problems.nothing_to_show(next(iter(missing.values()), "Nobody here has a risk over time."))
        return
    everyone = None if page.selection.is_everyone else horizons.risk(page.snapshot, EVERYONE)
    figures.show(horizons_figure(here, everyone, ink=figures.ink()), alt=horizons_alt(here), key="horizons")
    for sentence in horizon_words(here):
        st.markdown(plain(sentence))
    for days, why in missing.items():
        st.caption(plain(f"Within {days} days: {why}"))
    worth(page)
    on = plain(day(facts.as_of(page.snapshot)))
    panels.meaning(
        "A customer has left who closed, or on the 90th day in a row without an act of their own, counted from the"
        f" data's date ({on}). Within 90 days it is the risk that other screens show. It can't fall with the horizon."
        " The lines are the mean of the customers' own 90% intervals.",
        not_this="Within 30 days silence can't count yet, only closings do. What changes after the last date that was"
        " learned from, no horizon foresees.",
    )
    both = [here.assign(who="Selected")] if everyone is not None else []
    both.append((here if everyone is None else everyone).assign(who="All customers"))
    table = pd.concat(both, ignore_index=True)[list(horizon_tables.RISKS)]
    panels.numbers_behind(table, name="risk-over-time", page=page, columns=horizon_tables.RISKS)


def worth(page: Frame) -> None:
    """Say how good each horizon is, and offer the numbers."""
    quality = horizons.quality(page.snapshot)
    for days, rows in quality.groupby("horizon_days"):
        st.caption(plain(f"Within {days} days. {quality_phrase(rows)}."))
    st.caption(
        "Each on the latest date whose window has ended by the data's date. Above and on Churn drivers a risk is judged"
        " on the latest date that the bank recorded it for, so that its figures differ from these."
    )
    table = titled_by_horizon(quality)
    panels.numbers_behind(
        table[list(horizon_tables.QUALITY)],
        name="risk-over-time-quality",
        page=page,
        columns=horizon_tables.QUALITY,
        label="How good it is",
    )


def show(page: Frame) -> None:
    """Arrange the screen."""
    st.subheader("Outcomes side by side", anchor=False)
    outcome_cards(page)
    with st.container(border=True):
        st.subheader("Who leaves sooner, who later", anchor=False)
        sooner_and_later(page)
    with st.container(border=True):
        st.subheader("Who stays how long", anchor=False)
        stays_how_long(page)


shown = frame(
    "Risk over time",
    about="How high each risk is, how it grows with time, and how long customers stay.",
    needs=("customers", "features"),
)
show(shown)
