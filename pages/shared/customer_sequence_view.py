"""What happened to one customer, in order and in words, with the sequences that hold up marked."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from analytics.charts.customer_sequence import MOST_MARKED, Marked, customer_sequence, customer_sequence_alt
from analytics.insights.wording import day
from analytics.stages.patterns import WINDOW_DAYS
from pages.shared import controls, figures, panels, sequence_tables
from pages.shared.formats import plain, plural, words
from pages.shared.frame import Frame
from pages.shared.readers import customer_sequence as sequence
from pages.shared.readers import facts, patterns
from pages.shared.readers.pattern_sayings import dismissed_before, name_of, named, who_named

PATTERNS = "pages/explore/patterns.py"


def customer_sequence_view(page: Frame, customer_id: str) -> None:
    """Draw the customer's last year, and say which sequences are in it."""
    if not page.snapshot.tables() >= sequence.NEEDS:
        is_table = facts.text_fact(page.snapshot, "source_kind") == "table"
        why = "A customer table doesn't say when anything happened." if is_table else "Build again on Data to see this."
        st.caption(why)
        return
    happened = sequence.happened_to(page.snapshot, customer_id)
    if happened.empty:
        st.caption(f"Nothing but what happens all the time in the last {sequence.SHOWN_DAYS} days.")
        return
    found = sequence.matched(page.snapshot, customer_id, page.outcome, dismissed_before(page.outcome))
    ids = [str(each) for each in found["pattern_id"]]
    marked = [
        Marked(name_of(str(row["pattern_id"])) or str(row["words"]), row["symbols"], row["days"])
        for row in found.head(MOST_MARKED).to_dict("records")
    ]
    figures.show_of_one(
        customer_sequence(happened, marked, ink=figures.ink()),
        alt=customer_sequence_alt(happened, marked),
        key="customer_sequence",
    )
    sentences = [f"{named(key, str(each))}{who_named(key)}" for key, each in zip(ids, found["sentence"], strict=True)]
    known(page, marked, sentences, ids)
    panels.numbers_behind(
        happened[list(sequence_tables.HAPPENED)],
        name="happened",
        page=page,
        columns=sequence_tables.HAPPENED,
        label="Show data: what happened",
    )


def known(page: Frame, marked: list[Marked], sentences: list[str], ids: list[str]) -> None:
    """Say which sequences the customer has, with their dates."""
    about = plain(words(page.outcome).lower())
    if page.outcome not in patterns.outcomes(page.snapshot):
        st.caption(f"No sequences were looked for before “{about}”.")
        return
    if not marked:
        st.caption(
            f"None of the sequences that hold up before “{about}” lies in this customer's last {WINDOW_DAYS} days."
        )
        return
    for each, sentence, pattern_id in zip(marked, sentences, ids, strict=False):
        dates = ", ".join(day(_date(number)) for number in each.days)
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"{plain(sentence)} Here: {plain(dates)}.")
            controls.link_to(PATTERNS, "Look closer", pattern=pattern_id)
    more = len(sentences) - len(marked)
    if more:
        st.caption(f"{plural(more, 'further sequence')} that hold up {'is' if more == 1 else 'are'} not drawn.")
    panels.meaning(
        f"Sequences before “{about}” that are beyond chance and were found again, where all of one lies in the last"
        f" {WINDOW_DAYS} days; the surest first. The numbers are of all customers with it, not of this one.",
        not_this="They go with what follows among many customers. Of one customer they prove nothing.",
    )


def _date(number: int) -> str:
    return (dt.date(1970, 1, 1) + dt.timedelta(days=number)).isoformat()
