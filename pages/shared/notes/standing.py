"""What was said about a note, what its tests found, and what can be done about it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from analytics.knowledge.notes import Note, NoteStatus, Said
from analytics.knowledge.people import Person
from analytics.knowledge.roles import Act, Role, may
from analytics.vocabulary import Json
from pages.shared import profile, session
from pages.shared.acts.doing import Attempt, do_and_rerun
from pages.shared.formats import moment, plain
from pages.shared.frame import Frame
from pages.shared.notes.shown import today
from pages.shared.notes.tested import test
from pages.shared.people_words import told

OVER = frozenset({NoteStatus.WITHDRAWN, NoteStatus.EXPIRED})


def said_about(note: Note) -> None:
    """Tell agreements, signatures, disputes and answers, oldest first."""
    said = [
        *((each.said_at, "agrees", each) for each in note.agreements),
        *((each.said_at, "signed", each) for each in note.signatures),
        *((each.said_at, "disputes it", each) for each in note.disputes),
        *((each.said_at, "answers", each) for each in note.answers),
    ]
    for _, verb, each in sorted(said, key=lambda entry: entry[0]):
        words = f": {told(each.body)}" if each.body else ""
        st.markdown(f"**{plain(each.author)}** {verb}{words}")
        st.caption(" · ".join([moment(each.said_at), *_reasons(each)]))
    if note.withdrawn is not None:
        st.markdown(f"**{plain(note.withdrawn.author)}** withdrew it, {moment(note.withdrawn.said_at)}")


def _reasons(said: Said) -> list[str]:
    """For what and on what legal basis the note may be used, where that was said."""
    told_of = {"purpose": "purpose", "legal_basis": "legal basis"}
    return [f"{words}: {plain(str(said.details[key]))}" for key, words in told_of.items() if said.details.get(key)]


@dataclass(frozen=True)
class _Way:
    label: str
    act: Act
    form: Callable[[Frame, Note], None]
    fits: Callable[[Note, Person], bool]


def what_can_be_done(page: Frame, note: Note) -> None:
    """Draw a button for each thing that whoever works here can do about the note."""
    who = profile.person()
    if who is None or note.status(today()) in OVER:
        return
    with st.container(horizontal=True, key="note_ways"):
        for way in WAYS:
            can = may(who.role, way.act) and way.fits(note, who)
            form = f"note_way_{way.act}"
            if can and session.form_is_wanted(form, is_pressed=st.button(way.label, key=form)):
                way.form(page, note)


@st.dialog("Agree to the note", on_dismiss=session.close_dialog)
def agree(page: Frame, note: Note) -> None:
    """Agree as a second person."""
    st.caption("A note that its test supports is used from the next build on, once a second person agrees.")
    act: dict[str, Json] = {"act": "agree", "note": note.note_id}
    can_be_used = note.rule is not None or note.customers is not None
    _say(page, act | (_grounds() if can_be_used else {}), "Agree", f"Agreed to {note.note_id}", must=False)


@st.dialog("Sign the note", on_dismiss=session.close_dialog)
def sign(page: Frame, note: Note) -> None:
    """Answer for a note that says much about a protected group."""
    st.caption("Its test found that it says much about a protected group. Whoever signs answers for its use.")
    act: dict[str, Json] = {"act": "sign", "note": note.note_id}
    _say(page, act | _grounds(), "Sign", f"Signed {note.note_id}", must=False)


@st.dialog("Dispute the note", on_dismiss=session.close_dialog)
def dispute(page: Frame, note: Note) -> None:
    """Say why it is wrong."""
    st.caption("A disputed note stays visible as disputed, and is not used until it is settled.")
    _say(page, {"act": "dispute", "note": note.note_id}, "Dispute", f"Disputed {note.note_id}")


@st.dialog("Answer", on_dismiss=session.close_dialog)
def answer(page: Frame, note: Note) -> None:
    """Say something to it."""
    _say(page, {"act": "answer", "note": note.note_id}, "Answer", f"Answered to {note.note_id}")


@st.dialog("Withdraw the note", on_dismiss=session.close_dialog)
def withdraw(page: Frame, note: Note) -> None:
    """Take it back."""
    st.caption(f"“{told(note.body)}” is then no longer in force; it stays in the history, and undo brings it back.")
    if st.button("Withdraw the note", type="primary", key="note_withdraw_do"):
        act: dict[str, Json] = {"act": "withdraw", "note": note.note_id}
        do_and_rerun(Attempt(act, f"Withdrew {note.note_id}", page.seen))


def _grounds() -> dict[str, Json]:
    """Ask for what, and on what legal basis, the models may know this of customers."""
    return {
        "purpose": st.text_input("Purpose", max_chars=1_000, key="note_purpose").strip(),
        "legal_basis": st.text_input("Legal basis", max_chars=1_000, key="note_legal_basis").strip(),
    }


def _say(page: Frame, act: Mapping[str, Json], label: str, said: str, *, must: bool = True) -> None:
    words = "In words" if must else "In words (optional)"
    body = st.text_area(words, max_chars=2_000, key=f"note_{act['act']}_body").strip()
    is_whole = all(act.values()) and bool(body or not must)
    if st.button(label, type="primary", key=f"note_{act['act']}_do", disabled=not is_whole):
        do_and_rerun(Attempt({**act, **({"body": body} if body else {})}, said, page.seen))


def _others(note: Note, who: Person) -> bool:
    return note.author != who.name


def _can_agree(note: Note, who: Person) -> bool:
    return _others(note, who) and all(each.author != who.name for each in note.agreements)


def _can_sign(note: Note, who: Person) -> bool:
    return _others(note, who) and note.needs_signature and not note.signatures


def _anybody(_note: Note, _who: Person) -> bool:
    return True


def _can_withdraw(note: Note, who: Person) -> bool:
    return note.author == who.name or who.role is Role.ADMINISTRATOR


def _can_test(note: Note, _who: Person) -> bool:
    return note.rule is not None or note.customers is not None


WAYS = (
    _Way("Test it", Act.TEST_NOTE, test, _can_test),
    _Way("Agree", Act.AGREE, agree, _can_agree),
    _Way("Sign", Act.SIGN, sign, _can_sign),
    _Way("Dispute", Act.DISPUTE, dispute, _others),
    _Way("Answer", Act.ANSWER, answer, _anybody),
    _Way("Withdraw", Act.WITHDRAW, withdraw, _can_withdraw),
)
