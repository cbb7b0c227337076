"""Inbox: what waits for whoever works here."""

from __future__ import annotations

import streamlit as st

from analytics.knowledge.findings import FindingState
from analytics.knowledge.inbox import InboxItem, Waiting
from analytics.knowledge.reading import knowledge
from analytics.knowledge.roles import Act
from analytics.vocabulary import Json
from pages.shared import controls, problems, profile, session
from pages.shared.acts.doing import Attempt, do_and_rerun
from pages.shared.acts.on_findings import change
from pages.shared.formats import day, moment, plain, plural
from pages.shared.frame import Frame, frame
from pages.shared.people_words import told
from pages.shared.waiting import waiting

WORDS = {
    Waiting.QUESTION: "Questions to you",
    Waiting.ANSWER: "Answers to your questions",
    Waiting.AGREEMENT: "Notes that need a second person",
    Waiting.SIGNATURE: "Notes that need a signature",
    Waiting.DISPUTE: "Your notes that somebody disputes",
    Waiting.EXPIRING: "Your notes that expire soon",
    Waiting.FINDING_GIVEN: "Findings that you were given to answer for",
    Waiting.FINDING_FELL: "Findings of yours that the data no longer support",
    Waiting.WEAK_MATCH: "Segments of which the build could not say what became",
}
NOTES, CHANGED = "pages/contribute/notes.py", "pages/decide/what_changed.py"
FINDINGS = "pages/decide/findings.py"


def one(page: Frame, item: InboxItem) -> None:
    """Show one thing that waits, and the way to deal with it."""
    with st.container(border=True, key=f"inbox_{item.waiting}_{item.id}", gap="xxsmall"):
        st.markdown(told(item.body))
        when = day(item.since) if item.waiting is Waiting.EXPIRING else moment(item.since or None)
        verb = "expires" if item.waiting is Waiting.EXPIRING else item.author
        if item.since:
            st.caption(plain(f"{verb} {when}" if item.waiting is Waiting.EXPIRING else f"{verb}, {when}"))
        if item.why:
            st.caption(plain(item.why))
        if item.waiting is Waiting.WEAK_MATCH:
            controls.link(CHANGED, "Decide")
        elif item.waiting in (Waiting.FINDING_GIVEN, Waiting.FINDING_FELL):
            a_finding(page, item)
        elif item.waiting in (Waiting.QUESTION, Waiting.ANSWER):
            form = f"answer_{item.id}"
            may = profile.allowed(Act.ANSWER)
            if may and session.form_is_wanted(form, is_pressed=st.button("Answer", key=form)):
                answer(page, item)
        else:
            controls.link_to(NOTES, "Open the note", note=item.id)


def a_finding(page: Frame, item: InboxItem) -> None:
    """Lead to the board, and offer to see to a finding at once."""
    with st.container(horizontal=True, vertical_alignment="center"):
        controls.link_to(FINDINGS, "Open on the board", owner=profile.name(), show="all")
        if not profile.allowed(Act.CHANGE_FINDING):
            return
        act: dict[str, Json] = {"act": Act.CHANGE_FINDING.value, "finding": item.id}
        if item.waiting is Waiting.FINDING_GIVEN and st.button("Take it on", key=f"take_on_{item.id}"):
            act["state"] = FindingState.ACTED_ON.value
            do_and_rerun(Attempt(act, f"Took on {item.id}", page.seen))
        form = f"finding_change_{item.id}"
        if session.form_is_wanted(form, is_pressed=st.button("Change", key=form, icon=":material/edit:")):
            change(page, knowledge(session.store()).findings[item.id])


@st.dialog("Answer", on_dismiss=session.close_dialog)
def answer(page: Frame, item: InboxItem) -> None:
    """Answer a question."""
    question = knowledge(session.store()).questions.get(item.id)
    if question is not None:
        st.markdown(f"**{plain(question.author)}:** {told(question.body)}")
        for each in question.answers:
            st.markdown(f"**{plain(each.author)}:** {told(each.body)}")
    body = st.text_area("Your answer", max_chars=2_000, key="inbox_answer").strip()
    if st.button("Answer", type="primary", key="inbox_answer_do", disabled=not body):
        act: dict[str, Json] = {"act": "answer", "question": item.id, "body": body}
        do_and_rerun(Attempt(act, f"Answered {item.author}", page.seen))


page = frame(
    "Inbox", about="What waits for you: questions, approvals, notes that expire, findings.", may_be_nobody=True
)
problems.whatever_the_filters("Everything that waits for you stands here", is_filtered=not page.selection.is_everyone)
items = waiting(page.snapshot)
if not items:
    st.markdown(":green[:material/check_circle:] Nothing waits for you.")
for kind, words in WORDS.items():
    here = [item for item in items if item.waiting is kind]
    if here:
        st.subheader(f"{words} · {plural(len(here), 'item')}", anchor=False)
        for item in here:
            one(page, item)
