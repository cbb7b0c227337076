"""The form that writes a note down: a claim, what it rests on, whom it is about, and until when it holds."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analytics.knowledge.notes import CAREFUL_KINDS, SMALLEST_GROUP, NoteKind, SubjectKind
from analytics.vocabulary import Json
from pages.shared import session
from pages.shared.acts.doing import Attempt, do, do_and_rerun
from pages.shared.acts.target import ids
from pages.shared.formats import plain, plural
from pages.shared.frame import Frame
from pages.shared.notes.subjects import Subject
from pages.shared.readers import population
from pages.shared.selection import LONGEST_RULE

KIND_WORDS = {
    NoteKind.CULTURAL: "Cultural",
    NoteKind.SOCIOECONOMIC: "Socioeconomic",
    NoteKind.REGULATORY: "Regulatory",
    NoteKind.PRODUCT: "Product",
    NoteKind.DATA_QUALITY: "Data quality",
    NoteKind.OTHER: "Other",
}
_WHOM = {
    "nobody": "It needs no test",
    "selected": "Those who are selected now",
    "rule": "Whoever meets a rule",
    "list": "Customers of a list",
}
LONGEST_BODY = 4_000


@st.dialog("Write a note", width="medium", on_dismiss=session.close_dialog)
def write_note(page: Frame, subjects: tuple[Subject, ...]) -> None:
    """Write a note about one of some subjects; where there is none, about the selection as a new cohort."""
    session.leave_closed_dialog()
    subject = _subject(page, subjects)
    kinds = tuple(KIND_WORDS)
    if subject is not None and subject.kind not in _GROUPS:
        kinds = tuple(kind for kind in KIND_WORDS if kind not in CAREFUL_KINDS)
    kind = st.selectbox("What kind of claim", kinds, format_func=lambda each: KIND_WORDS[each], key="note_kind")
    if kind in CAREFUL_KINDS:
        st.caption(
            f"About groups of at least {SMALLEST_GROUP} customers, never about persons. Front-line roles do not see it."
        )
    body = st.text_area("The claim", max_chars=LONGEST_BODY, key="note_body", persist_state="session")
    act: dict[str, Json] = {"act": "note", "kind": kind.value, "body": body}
    act |= _evidence()
    act |= _whom(page)
    label = "Save the note" if subject is not None else "Save the cohort and the note"
    if st.button(label, type="primary", key="note_do"):
        _save(page, subject, act)


def _subject(page: Frame, subjects: tuple[Subject, ...]) -> Subject | None:
    if not subjects:
        n = int(population.selected(page.snapshot, page.selection).sum())
        st.caption(f"About {plural(n, 'customer')}: they are saved as a cohort, so that the note stays with them.")
        st.text_input("Name of the cohort", max_chars=120, key="note_cohort")
        return None
    if len(subjects) == 1:
        st.caption(f"About {plain(subjects[0].words)}.")
        return subjects[0]
    at = st.selectbox(
        "About", tuple(range(len(subjects))), format_func=lambda each: subjects[each].words, key="note_subject"
    )
    return subjects[at]


def _evidence() -> dict[str, Json]:
    with st.expander("Evidence, confidence, dates", expanded=False):
        found: dict[str, Json] = {
            "scope": st.text_input("For whom and where it holds", max_chars=1_000, key="note_scope"),
            "evidence": st.text_input("What it rests on, or a link", max_chars=1_000, key="note_evidence"),
        }
        if st.checkbox("Say how sure I am", key="note_says_confidence"):
            found["confidence"] = st.slider("How sure", 0, 100, 70, format="%d%%", key="note_confidence") / 100
        first, last = st.columns(2)
        found["valid_from"] = _day(first.date_input("Valid from", value=None, key="note_from"))
        found["valid_to"] = _day(last.date_input("Valid to", value=None, key="note_to"))
        if st.checkbox("It is a forecast: say how likely, and when it shows", key="note_is_forecast"):
            found["probability"] = st.slider("How likely", 0, 100, 60, format="%d%%", key="note_probability") / 100
            found["ripens_on"] = _day(st.date_input("It shows on", value=None, key="note_ripens"))
    return {name: value for name, value in found.items() if value not in (None, "")}


def _whom(page: Frame) -> dict[str, Json]:
    """Ask whom the claim is about, for a test of it."""
    ways = {name: words for name, words in _WHOM.items() if name != "selected" or not page.selection.is_everyone}
    with st.expander("Whom it is about, so that it can be tested", expanded=False):
        how = st.radio("Whom", tuple(ways), format_func=lambda each: ways[each], key="note_whom")
        if how == "rule":
            st.caption(
                "Features and attributes, the region's columns (`regions.main_employer`) and payments: "
                "`payments(counterparty in ('A', 'B'), within_days = 365) >= 1`."
            )
            return {"rule": st.text_area("Rule", max_chars=LONGEST_RULE, key="note_rule").strip()}
        if how == "list":
            text = st.text_area("Ids, one a line or with commas", key="note_list")
            file = st.file_uploader("Or a file with an id a line", type=["txt", "csv"], key="note_file")
            if file is not None:
                text += "\n" + file.getvalue().decode("utf-8", errors="replace")
            customers: list[Json] = [each for each in text.replace(",", "\n").split() if each != "customer_id"]
            st.caption(f"{plural(len(set(map(str, customers))), 'id')} read.")
            return {"customers": customers} if customers else {}
        if how == "selected":
            return {"customers": list(ids(page))}
    return {}


def _save(page: Frame, subject: Subject | None, act: dict[str, Json]) -> None:
    if subject is None:
        name = str(session.widget_value("note_cohort")).strip()
        cohort: dict[str, Json] = {"act": "cohort", "name": name, "customers": list(ids(page))}
        made = do(Attempt(cohort, f"Saved the cohort “{name}”", page.seen))
        if made is None:
            return
        subject = Subject(SubjectKind.COHORT, made.id, f"cohort “{name}”")
    about: dict[str, Json] = {"subject_kind": subject.kind.value, "subject_id": subject.id}
    session.drop_widget("note_body")
    do_and_rerun(Attempt({**act, **about}, f"Noted on {subject.words}", page.seen))


def _day(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None


_GROUPS = frozenset(
    {
        SubjectKind.SEGMENT,
        SubjectKind.COHORT,
        SubjectKind.COHORT_CELL,
        SubjectKind.REGION,
        SubjectKind.CALENDAR,
    }
)
