"""What can be foreseen: which events and outcomes, how well, and whether the order of events helps."""

from __future__ import annotations

import streamlit as st

from analytics.insights.columns import texts
from analytics.insights.contest_words import clockwork_sentence, contest_sentences
from pages.shared import controls, panels, problems, sequence_tables, table_view
from pages.shared.formats import plain, plural, whole, words
from pages.shared.frame import Frame, frame
from pages.shared.readers import facts, forecasts


def who_wins(page: Frame) -> None:
    """Say of one outcome which way to foresee it wins."""
    every = forecasts.contest(page.snapshot)
    known = list(dict.fromkeys(texts(every, "outcome")))
    if not known:
        problems.nothing_to_show("No outcome is recorded, derived or opened often enough to compare methods.")
        return
    default = page.outcome if page.outcome in known else known[0]
    asked = controls.choice(
        "foresee", {name: words(name) for name in known}, default=default, label="What is foreseen", kind="select"
    )
    own = every[every["outcome"] == asked]
    judged = own[own["auc"].notna()]
    if judged.empty:
        problems.nothing_to_show(texts(own, "why_not")[0])
        return
    for sentence in contest_sentences(judged):
        st.markdown(plain(sentence))
    for why in texts(own[own["auc"].isna()], "why_not"):
        st.caption(plain(why))
    panels.meaning(
        f"Every method scored the same {whole(float(judged['n'].iloc[0]))} rows (a customer on a day), of which"
        f" {whole(float(judged['n_cases'].iloc[0]))} were followed by it: on the latest days, each by a model that"
        " never saw the customer. Sequences were chosen by the rows that the model learned from; the recurrent network"
        " reads what happened in order, without choosing anything. An AUC of 0.5 is chance.",
        not_this="That a sequence is a cause. The intervals are of the customers who were judged, not of what was"
        " learned from.",
    )
    panels.numbers_behind(judged, name="contest", page=page, columns=sequence_tables.CONTEST)


def events(page: Frame) -> None:
    """Show how well each event is foreseen, and which are not forecast."""
    known, others = forecasts.foreseen(page.snapshot), forecasts.not_foreseen(page.snapshot)
    if known.empty:
        problems.nothing_to_show("No event is frequent enough, and rare enough, to be forecast.")
    else:
        alt = f"How well each of {plural(len(known), 'event')} is foreseen, the best first."
        table_view.show(known, columns=sequence_tables.FORESEEN, alt=alt, height=420)
        panels.meaning(
            "The method in force is the simplest that no other beat by more than chance allows. AUC and calibration"
            " error (by how much predicted and observed shares differ) are of customers whom no method saw, on the"
            " latest days, with 90% intervals.",
        )
        st.caption(plain(forecasts.network_words(page.snapshot)))
        if told := clockwork_sentence(known):
            st.caption(plain(told))
    if not others.empty:
        with st.expander(f"{plural(len(others), 'event')} not forecast, and why"):
            table_view.show(
                others,
                columns=sequence_tables.NOT_FORESEEN,
                alt=f"{plural(len(others), 'event')} not forecast, and why.",
            )


def show(page: Frame) -> None:
    """Arrange the screen."""
    problems.whatever_the_filters(
        "The methods are compared on all customers", is_filtered=not page.selection.is_everyone
    )
    if not set(forecasts.NEEDS) <= page.snapshot.tables():
        if facts.text_fact(page.snapshot, "source_kind") == "table":
            problems.nothing_to_show("A customer table doesn't say when anything happened, so nothing can be foreseen.")
        else:
            problems.not_published("What can be foreseen")
        return
    with st.container(border=True):
        st.subheader("Does the order of events help?", anchor=False)
        who_wins(page)
    with st.container(border=True):
        st.subheader("Which events can be foreseen, and how well?", anchor=False)
        events(page)


shown = frame(
    "What can be foreseen",
    about="Which events and outcomes can be foreseen from what happened, how well, and whether the order helps.",
    needs=("customers", "features"),
    may_be_nobody=True,
)
show(shown)
