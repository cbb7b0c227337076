"""What is loaded: where from, how many rows came through, what is missing, which outcomes there are."""

from __future__ import annotations

import streamlit as st

from analytics.insights.risk_words import outcome_title
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import SourceKind
from pages.shared import table_view, tables
from pages.shared.formats import day, plain, plural, whole, words
from pages.shared.readers import facts, quality

KINDS = {"bank": "a bank folder", "table": "a customer table", "berka": "the Berka bank"}
MOST_EXAMPLES = 200
TABLE_LACKS = (
    "A customer table describes one day. What is worked out of transactions, accounts and events, such as sequences,"
    " balances and figures by month, needs a bank folder; screens that lack it say so."
)


def what_is_loaded(snapshot: Snapshot) -> None:
    """Say where the data came from and what of them was used."""
    kind = facts.text_fact(snapshot, "source_kind")
    name = facts.text_fact(snapshot, "source_name")
    first, last = facts.text_fact(snapshot, "first_booked_on"), facts.text_fact(snapshot, "last_booked_on")
    span = f" Transactions run from {day(first)} to {day(last)}." if first and last else ""
    st.markdown(
        f"**{plain(name) or 'Unnamed'}**, {KINDS.get(kind, plain(kind))}, in {plain(facts.currency(snapshot))}."
        f" Customers are described as of {day(facts.as_of(snapshot))}.{span}"
    )
    table = quality.tables(snapshot)
    n_rejected = int(table["rows_rejected"].sum()) if len(table) else 0
    table_view.show(
        table[table["present"].astype(bool)].drop(columns="present"),
        columns=tables.QUALITY_TABLES,
        alt=f"Rows of each table: {whole(n_rejected)} rejected in all.",
    )
    st.caption("Rows in = rows loaded + rows rejected, for every table.")
    for note in quality.notes(snapshot):
        st.caption(f":material/info: {plain(note)}")
    rejected(snapshot, n_rejected)
    left_out = quality.ignored(snapshot)
    if left_out:
        st.caption(f"Not used: {plain(', '.join(left_out))}.")


def rejected(snapshot: Snapshot, n_rejected: int) -> None:
    """Show why rows were rejected, with examples."""
    counts = quality.rejection_counts(snapshot)
    if counts.empty:
        st.markdown(":green[:material/check_circle:] No row was rejected.")
        return
    with st.expander(f"Why {plural(n_rejected, 'row was', 'rows were')} rejected or changed", icon=":material/rule:"):
        table_view.show(
            counts, columns=tables.REJECTIONS, alt=f"{plural(len(counts), 'reason')} why rows were rejected."
        )
        st.caption("Examples, as they stand in the files:")
        examples = quality.rejections(snapshot).head(MOST_EXAMPLES)
        table_view.show(
            examples,
            columns=tables.REJECTIONS,
            alt=f"{plural(len(examples), 'example')} of what was rejected.",
            height="auto",
        )


def what_is_missing(snapshot: Snapshot) -> None:
    """Say what the data lack and what that switches off."""
    if facts.text_fact(snapshot, "source_kind") == SourceKind.TABLE.value:
        st.markdown(TABLE_LACKS)
        return
    off = quality.off(snapshot)
    if off.empty:
        st.markdown(":green[:material/check_circle:] Nothing that a screen needs is missing.")
        return
    table_view.show(
        off,
        columns=tables.SWITCHED_OFF,
        alt=f"{len(off)} things are switched off for want of data.",
    )
    st.caption("Add the table or column to your files and load them again: only what changed is read.")


def outcomes_in_force(snapshot: Snapshot) -> None:
    """Say which outcomes there are, who defined them, and why one has no model."""
    known = facts.outcomes(snapshot)
    if not known:
        st.markdown("These data have no outcome, and none was worked out yet.")
    for name, told in known.items():
        icon = ":green[:material/check_circle:]" if told.has_model else ":orange[:material/warning:]"
        title, as_said = words(name), outcome_title(name)
        also = f" ({plain(as_said)})" if as_said != title.lower() else ""
        st.markdown(f"{icon} **{plain(title)}**{also}: {plain(told.in_words())}")
        if told.n_labelled:
            st.caption(f"It happened in {whole(told.n_positive)} of {plural(told.n_labelled, 'known case')}.")
        if "models" not in snapshot.tables():
            st.caption("Its model is not worked out yet.")
        elif told.why_not:
            st.caption(f"No model: {plain(told.why_not)}")
    hidden = facts.protected(snapshot)
    if hidden:
        st.caption(f"No model and no segmentation sees: {plain(', '.join(words(name) for name in hidden))}.")
