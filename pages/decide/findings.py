"""Findings: what people claim, what was measured, how one would know, who answers for it, and what came of it."""

from __future__ import annotations

from functools import partial
from urllib.parse import parse_qsl

import pandas as pd
import streamlit as st

from analytics.finding_deck import deck_of
from analytics.insights.finding_pages import STATE_WORDS, BoardRow, FindingPage, finding_page
from analytics.knowledge.findings import Came, FindingState
from analytics.knowledge.rights import Export
from analytics.knowledge.roles import Act, Role
from analytics.reports.written import DECK_KINDS, deck_written_as
from pages.shared import controls, panels, problems, profile, screens, session, table_view
from pages.shared.acts.on_findings import change, finding_button, take_down
from pages.shared.formats import plain
from pages.shared.frame import Frame, frame
from pages.shared.offered import Parcel, offer
from pages.shared.people_words import written
from pages.shared.readers import finding_board as reader

EVERY = "all"
MOST_SHOWN = 10
MOST_OF_A_CLAIM = 60
STATE_COLOURS = {FindingState.OPEN: "blue", FindingState.ACTED_ON: "orange", FindingState.CLOSED: "gray"}
CAME_COLOURS = {Came.HELD: "green", Came.DID_NOT_HOLD: "red", Came.CANT_BE_TOLD: "gray", None: "gray"}
EMPTY = "Nobody has put up a finding yet."
HOW = (
    "Select customers on the map, a segment or a KPI on Retention, and press “Put up a finding” there; or press it"
    " above to claim something about all customers."
)


def show(page: Frame) -> None:
    """Arrange the screen."""
    problems.whatever_the_filters("All findings stand here", is_filtered=not page.selection.is_everyone)
    finding_button(page)
    rows = [reader.row(page.snapshot, each.finding_id, page.seen) for each in reader.findings()]
    if not rows:
        problems.nothing_to_show(EMPTY, try_this=HOW)
        return
    kept = chosen(rows)
    if not kept:
        problems.nothing_to_show("No finding is like this.", try_this="Choose another state or owner above.")
        return
    may = (
        frozenset(row.finding.finding_id for row in rows)
        if profile.sees_ids()
        else reader.told(page.snapshot, page.seen)
    )
    told = [(row, finding_page(row, shown=written, is_told=row.finding.finding_id in may)) for row in kept]
    take_a_deck(page, kept)
    take_along(page, [words for _, words in told])
    shown = told if session.choice("show", (EVERY, ""), "") == EVERY else told[:MOST_SHOWN]
    for row, words in shown:
        one(page, row, words)
    if len(shown) < len(told):
        st.button(f"Show all {len(told)}", key="findings_all", on_click=session.choose, args=("show", EVERY))


def chosen(rows: list[BoardRow]) -> list[BoardRow]:
    """Let the person choose by state, owner, and what came of it."""
    states = {EVERY: "Any state", **{each.value: STATE_WORDS[each] for each in FindingState}}
    owners = {EVERY: "Anybody's", **{each: each for each in sorted({row.finding.owner for row in rows})}}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = controls.choice("state", states, default=EVERY, label="State", kind="select", width=200)
        owner = controls.choice("owner", owners, default=EVERY, label="Who answers for it", kind="select", width=200)
    return [row for row in rows if state in (EVERY, row.finding.state.value) and owner in (EVERY, row.finding.owner)]


def one(page: Frame, row: BoardRow, words: FindingPage) -> None:
    """Show a finding as a card."""
    found = row.finding
    with st.container(border=True, key=f"finding_{found.finding_id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.badge(words.state, color=STATE_COLOURS[found.state])  # type: ignore[arg-type]
            st.badge(words.came, color=CAME_COLOURS[row.result.came])  # type: ignore[arg-type]
            st.caption(f"{found.finding_id} · {plain(words.owner)} answers for it")
        st.markdown(f"**{plain(words.claim)}**")
        st.caption(f"{plain(words.whom)}. {plain(words.put_up)}.")
        if words.rows:
            table = pd.DataFrame(words.rows, columns=list(words.heads))
            table_view.show(table, alt=f"What was measured: {table_view.heads(table, {})}")
            st.caption("In brackets: the 90% interval.")
        if words.remark:
            st.caption(f":material/info: {plain(words.remark)}")
        st.markdown(f"**How one would know:** {plain(words.test)}.  \n**What came of it:** {plain(words.by_what)}")
        if words.history:
            with st.expander("What was changed", icon=":material/history:"):
                for line in words.history:
                    st.markdown(f"- {plain(line)}")
        what_can_be_done(page, row)


def what_can_be_done(page: Frame, row: BoardRow) -> None:
    """Link to the screen on which it was found, and offer to change or withdraw it to who may."""
    found, who = row.finding, profile.person()
    with st.container(horizontal=True, vertical_alignment="center"):
        name, _, query = found.link.partition("?")
        file = screens.file_of(name)
        if file is not None and name != "findings" and profile.may_open(name):
            st.page_link(file, label="Open where it was found", query_params=dict(parse_qsl(written(query))))
        if who is None:
            return
        is_own = who.name in (found.author, found.owner)
        form = f"finding_change_{found.finding_id}"
        if profile.allowed(Act.CHANGE_FINDING) and is_own:
            is_pressed = st.button("Change", key=form, icon=":material/edit:", type="tertiary")
            if session.form_is_wanted(form, is_pressed=is_pressed):
                change(page, found)
        form = f"finding_withdraw_{found.finding_id}"
        if profile.allowed(Act.WITHDRAW) and (who.name == found.author or who.role is Role.ADMINISTRATOR):
            is_pressed = st.button("Withdraw", key=form, icon=":material/undo:", type="tertiary")
            if session.form_is_wanted(form, is_pressed=is_pressed):
                take_down(page, found)


def take_along(page: Frame, told: list[FindingPage]) -> None:
    """Offer the board as a file."""
    table = pd.DataFrame(
        {
            "finding": [each.finding_id for each in told],
            "claim": [each.claim for each in told],
            "about": [each.whom for each in told],
            "measured": ["; ".join(" | ".join(row) for row in (each.heads, *each.rows)) for each in told],
            "test": [each.test for each in told],
            "owner": [each.owner for each in told],
            "state": [each.state for each in told],
            "what_came_of_it": [each.came for each in told],
            "by_what": [each.by_what for each in told],
        }
    )
    panels.export_button(table, name="findings", page=page)


def take_a_deck(page: Frame, rows: list[BoardRow]) -> None:
    """Offer findings as slides or PDF: those that are kept above, or some; the whole board says what is told."""
    by_id = {row.finding.finding_id: row for row in rows}
    with st.expander("Make a deck", icon=":material/slideshow:"):
        wanted = st.multiselect(
            "Findings",
            list(by_id),
            default=list(by_id)[:MOST_SHOWN],
            format_func=lambda key: f"{key}: {written(by_id[key].finding.claim)[:MOST_OF_A_CLAIM]}",
            key="deck_findings",
        )
        stem = panels.file_name("findings", page).removesuffix(".csv")
        if not wanted:
            st.caption("Choose at least one.")
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            for ending, (words, mime) in DECK_KINDS.items():
                parcel = Parcel(Export.REPORT, "findings", f"{stem}{ending}", mime, len(wanted))
                made = partial(_deck, page, [by_id[key] for key in wanted], profile.name(), ending)
                offer(words, parcel, made, key=f"deck_{ending[1:]}")
            st.caption("A page a finding. It names no customer, and tells no figure of fewer than ten.")


def _deck(page: Frame, rows: list[BoardRow], made_by: str, ending: str) -> bytes:
    chosen = ", ".join(row.finding.finding_id for row in rows)
    told = reader.told(page.snapshot, page.seen)
    made = deck_of(page.snapshot, rows, told=told, chosen=chosen, made_by=made_by)
    return deck_written_as(ending, made)


shown = frame(
    "Findings",
    about="What people claim, what was measured, how one would know, who answers for it, and what came of it.",
    needs=("features",),
    may_be_nobody=True,
)
show(shown)
