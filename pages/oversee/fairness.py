"""Fairness: how a model treats groups of customers, and whether some were recorded otherwise than they behave."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.group_rates import group_rates, group_rates_alt
from analytics.insights.columns import floats, texts
from analytics.insights.fairness_words import (
    METRIC_MEANINGS,
    METRIC_TITLES,
    attribute_words,
    fairness_sentences,
    metric_value,
    widest,
)
from analytics.insights.group_rates import EVERYONE, RANGE
from pages.shared import controls, fairness_tables, figures, panels, problems
from pages.shared.formats import plain, plural
from pages.shared.frame import Frame, frame
from pages.shared.readers.fairness import audited

MOST_SHOWN = 20


def what_stands_out(table: pd.DataFrame) -> None:
    """Say in words which groups were recorded otherwise than the model expects."""
    first, *more = fairness_sentences(table)
    st.markdown(plain(first))
    if more:
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in more))
    panels.meaning(
        "The model sees no protected attribute. Where a group was recorded with the outcome more often than customers"
        " who behave alike, either the record treats the group otherwise, or something that goes with the group"
        " matters and isn't in the data. Of the groups said to differ, about one in twenty does not (Benjamini and"
        " Hochberg).",
        not_this="That anybody was treated unfairly: that takes somebody who knows how outcomes came to be recorded.",
    )


def by_group(page: Frame, table: pd.DataFrame) -> None:
    """Show one rate by the groups of one attribute."""
    attributes = [name for name in dict.fromkeys(texts(table, "attribute")) if name != EVERYONE]
    titles = {name: attribute_words(name).capitalize() for name in attributes}
    with st.container(horizontal=True):
        attribute = controls.choice("attribute", titles, default=attributes[0], label="Groups by", kind="select")
        metric = controls.choice(
            "rate", METRIC_TITLES, default="selection_rate", label="Rate", kind="select", width=420
        )
    own = table[(table["attribute"] == attribute) & (table["metric"] == metric) & (table["group"] != RANGE)]
    known = own[own["value"].notna()].sort_values("value", ascending=False, kind="stable")
    everyone = table[(table["attribute"] == EVERYONE) & (table["metric"] == metric)]["value"]
    if known.empty or everyone.isna().all():
        problems.nothing_to_show("Every group has fewer than 30 customers of whom the outcome is known.")
        return
    shown = known.head(MOST_SHOWN)
    counts = zip(floats(shown, "value"), floats(shown, "n"), strict=True)
    shown = shown.assign(beside=[f"{metric_value(value, metric)} · {plural(int(n), 'row')}" for value, n in counts])
    st.markdown(plain(widest(table, attribute, metric)))
    title = METRIC_TITLES[metric]
    figures.show(
        group_rates(shown, ink=figures.ink(), axis=title, everyone=float(everyone.iloc[0])),
        alt=group_rates_alt(shown, axis=title),
        key="groups",
    )
    if len(known) > len(shown):
        st.caption(f"The {len(shown)} highest of {plural(len(known), 'group')}; all are in the table.")
    panels.meaning(
        f"{METRIC_MEANINGS[metric]} Dots are groups of customers whom the model never saw, with 90% intervals;"
        " coloured ones differ from all others beyond chance.",
    )
    columns = [name for name in fairness_tables.GROUPS if name in own.columns or name == "differs"]
    behind = own.assign(differs=own["is_flagged"] == 1)[columns]
    panels.numbers_behind(behind, name=f"fairness-{attribute}-{metric}", page=page, columns=fairness_tables.GROUPS)


def show(page: Frame) -> None:
    """Arrange the screen."""
    problems.whatever_the_filters("Groups are compared over all customers", is_filtered=not page.selection.is_everyone)
    if "fairness" not in page.snapshot.tables():
        problems.not_published("Fairness")
        return
    table = audited(page.snapshot, page.outcome)
    if table.empty:
        problems.nothing_to_show("This outcome has no model, so there is nothing to compare.")
        return
    if set(texts(table, "attribute")) == {EVERYONE}:
        problems.nothing_to_show(
            "The data have no protected attribute, no region and no day on which customers came.",
            try_this="Name the columns with --protected when the data are loaded.",
        )
        return
    with st.container(border=True):
        st.subheader("Was any group recorded otherwise than it behaves?", anchor=False)
        what_stands_out(table)
    with st.container(border=True):
        st.subheader("How does the model treat groups?", anchor=False)
        by_group(page, table)


shown = frame(
    "Fairness",
    about="How the model treats groups of customers, how sure that is, and whether a group was recorded otherwise.",
    needs=("customers", "features"),
    may_be_nobody=True,
)
controls.outcome(shown.snapshot)
show(shown)
