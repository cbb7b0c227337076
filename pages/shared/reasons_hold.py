"""Whether reasons hold when the model is made again: of one customer, and in general."""

from __future__ import annotations

import streamlit as st

from analytics.charts.push_intervals import push_intervals, push_intervals_alt
from analytics.insights.columns import floats, texts
from analytics.insights.stability_words import explanation_words, in_general_words
from analytics.insights.wording import percent
from analytics.store.snapshots import Snapshot
from pages.shared import driver_tables, figures, panels
from pages.shared.formats import plain, plural
from pages.shared.frame import Frame
from pages.shared.readers import stability as reader
from pages.shared.readers.catalog import titles
from pages.shared.second_opinion import say

MOST_FEATURES = 3


def say_whether_reasons_hold(snapshot: Snapshot, customer_id: str, outcome: str) -> None:
    """Say under a customer's reasons whether they hold, and if not, not to rely on them."""
    told = explanation_words(
        reader.stability(snapshot, customer_id, outcome),
        reader.pushes(snapshot, customer_id, outcome),
        titles(snapshot),
    )
    if told is not None:
        say(told)


def show_push_intervals(page: Frame, customer_id: str) -> None:
    """Draw how far each of the customer's pushes would move in another model."""
    table = reader.pushes(page.snapshot, customer_id, page.outcome)
    if table.empty:
        st.caption("Whether these pushes hold was not worked out for this customer.")
        return
    st.markdown("**Would another model say the same?**")
    figures.show_of_one(push_intervals(table, ink=figures.ink()), alt=push_intervals_alt(table), key="push_intervals")
    panels.meaning(
        "The customers were parted into two halves four times, and the model made again from each. Nine in ten models"
        " made from other customers would give a push within the bar. A “?” marks a push that did not come back in"
        " at least three of four pairs: with the same sign and at least half the size in both halves.",
        not_this="A push that holds is a steady trait of this kind of model, not a cause.",
    )
    panels.numbers_behind(
        table.drop(columns=["is_sure", "twin"]), name="push-intervals", page=page, columns=driver_tables.PUSH_INTERVALS
    )


def hold_in_general(page: Frame) -> None:
    """Say for how many customers the reasons hold, and which features come back least."""
    table = reader.in_general(page.snapshot, page.outcome)
    if table is None:
        st.caption("Whether the reasons hold is not worked out yet. Build again on Data.")
        return
    told = in_general_words(table)
    if told is None:
        st.caption("Nobody has a reason that is large enough to be said.")
        return
    say(told)
    features = reader.of_features(page.snapshot, page.outcome)
    often = features[features["n_customers"] >= max(len(table) // 50, 1)]
    weakest = often.sort_values(["back_share", "feature"]).head(MOST_FEATURES)
    for title, n, share, twin in zip(
        texts(weakest, "title"),
        floats(weakest, "n_customers"),
        floats(weakest, "back_share"),
        texts(weakest, "twin_title"),
        strict=True,
    ):
        beside = f" It moves together with “{plain(twin)}”." if twin else ""
        people = plural(int(n), "customer")
        st.markdown(f"- **{plain(title)}**, a reason of {people}, comes back in {percent(share, decimals=0)}.{beside}")
    panels.meaning(
        "A reason comes back where two models, made from two halves of the customers, both give the same customer a"
        " push with the same sign and at least half the size. Listed are the reasons, of those said of at least 2% of"
        " customers, that come back least. Where a customer's own don't hold, their screen says so under the reasons.",
        not_this="That the model is good: a steady model can be wrong. Its quality stands above.",
    )
    panels.numbers_behind(
        features[["feature", "title", "n_customers", "back_share", "sign_share", "twin_title"]],
        name="reasons-hold",
        page=page,
        columns=driver_tables.REASONS_HOLD,
    )
