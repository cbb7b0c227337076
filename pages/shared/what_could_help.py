"""What could bring one customer's risk down."""

from __future__ import annotations

import streamlit as st

from analytics.insights.change_words import (
    Proposal,
    border_words,
    changed_features,
    nothing_helps,
    proposals,
    why_not_searched,
)
from analytics.insights.columns import floats, texts
from analytics.insights.outcome_words import how_likely, spoken
from analytics.store.snapshots import Snapshot
from pages.shared import panels, table_view
from pages.shared.formats import percent, plain, plural
from pages.shared.readers import counterfactuals, customer, facts
from pages.shared.what_if import show_what_if

_COLUMNS = {"option": "Option", "what": "What", "before": "Now", "after": "Then", "how": "How"}

_OF_A_BANK = (
    "This is how the model answers when the last 90 days are thought otherwise, with everything that belongs together"
    " changed together. Only what the bank can do is looked at, or the customer too where it is in their hands; never"
    " what would be the outcome itself; in the allowed direction and among values that real customers have."
)
_OF_A_TABLE = (
    "This is how the model answers when these columns are thought otherwise and all others stay as they are. Only"
    " columns of which somebody said so when the table was loaded are looked at, in the allowed direction and among"
    " values that real customers have."
)


def show_what_could_help(snapshot: Snapshot, customer_id: str, outcome: str) -> None:
    """Say which few changes would take the customer out of their band, or why none is proposed."""
    if not counterfactuals.are_known(snapshot):
        st.caption("Build again on Data to see this.")
        return
    searched = counterfactuals.searched(snapshot, customer_id, outcome)
    if searched.empty:
        st.markdown(_why_not_searched(snapshot, customer_id, outcome))
        return
    st.markdown(plain(border_words(texts(searched, "band")[0], floats(searched, "threshold")[0], outcome)))
    options = counterfactuals.options(snapshot, customer_id, outcome)
    currency = facts.currency(snapshot)
    said = proposals(options, currency)
    if not said:
        st.markdown(f":orange[:material/warning:] **{plain(nothing_helps(searched, outcome))}**")
    for each in said:
        _show(each, outcome)
    panels.meaning(
        spoken(_OF_A_TABLE if facts.text_fact(snapshot, "source_kind") == "table" else _OF_A_BANK, outcome),
        not_this="A proven effect: the model knows what goes with an outcome, not what causes it. Try it on some before"
        " doing it for all.",
    )
    if said:
        with st.expander("All that would be otherwise", icon=":material/rule:"):
            table = changed_features(options, currency)
            table_view.show(
                table, columns=_COLUMNS, alt=f"{plural(len(table), 'change')} in {plural(len(said), 'option')}."
            )
    show_what_if(snapshot, customer_id, outcome)


def _show(one: Proposal, outcome: str) -> None:
    with st.container(border=True):
        st.markdown("  \n".join(plain(action) for action in one.actions))
        st.markdown(f"**{how_likely(outcome).capitalize()} {percent(one.before)} → {percent(one.after)}**")
        st.caption(plain(f"Effort: {one.effort}. Such a customer would be {one.plausibility}."))
        if one.precedent is not None:
            st.caption(plain(one.precedent))


def _why_not_searched(snapshot: Snapshot, customer_id: str, outcome: str) -> str:
    scores = customer.scores(snapshot, customer_id)
    own = scores[scores["outcome"] == outcome] if not scores.empty else scores
    return plain(
        why_not_searched(
            outcome,
            None if own.empty else texts(own, "band")[0],
            kind=facts.text_fact(snapshot, "source_kind"),
            can_act=not counterfactuals.nobody_can_act(snapshot),
        )
    )
