"""The forms of findings: put one up about whoever is selected, change one's own."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from analytics.insights.finding_pages import CAME_WORDS, STATE_WORDS
from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.knowledge.finding_acts import LONGEST_CLAIM
from analytics.knowledge.finding_tests import MACHINE_CHECKED
from analytics.knowledge.findings import Came, Direction, Finding, FindingState, KindOfTest
from analytics.knowledge.reading import knowledge
from analytics.knowledge.roles import Act, may
from analytics.vocabulary import KPIS_WITH_TARGET, Json
from pages.shared import filters, profile, session
from pages.shared.acts.finish import finish
from pages.shared.acts.kpi_by_day import ask_day, ask_value
from pages.shared.acts.target import Target, ids, target
from pages.shared.formats import plain
from pages.shared.frame import Frame
from pages.shared.people_words import written
from pages.shared.readers import kpis
from pages.shared.readers.finding_board import tests_there

MOST_OF_A_NAME = 80
NAMED = ("segment", "region", "product", "cohort", "tag", "rule")
"""Filters that, alone, say of every later snapshot whom a finding is about."""
TEST_WORDS = {
    KindOfTest.NONE: "No test yet",
    KindOfTest.FORECAST: "A KPI of theirs by a day",
    KindOfTest.NOTE: "A note and its test",
    KindOfTest.TARGET: "A target",
    KindOfTest.RETENTION_LIST: "A retention list with a hold-out",
}
SIDES = {Direction.AT_LEAST: "at least", Direction.AT_MOST: "at most"}
EVERY_KPI = ""


def finding_button(page: Frame, *, kpi: str | None = None) -> None:
    """Offer to put up a finding about whoever is selected, or about everyone."""
    if not profile.allowed(Act.FINDING):
        return
    is_pressed = st.button("Put up a finding", key="act_finding", icon=":material/push_pin:", type="tertiary")
    if session.form_is_wanted("act_finding", is_pressed=is_pressed):
        put_up(page, target(page), kpi)


@st.dialog("Put up a finding", width="medium", on_dismiss=session.close_dialog)
def put_up(page: Frame, about: Target, kpi: str | None = None) -> None:
    """Ask for the claim, who answers for it, and how one would know."""
    session.leave_closed_dialog()
    whom = "all customers" if page.selection.is_everyone else about.words
    st.caption(f"About {plain(whom)}. Their number, risk and KPIs are measured when you put it up, and kept.")
    claim = st.text_area("The claim", max_chars=LONGEST_CLAIM, key="finding_claim", placeholder="Customers who …")
    chosen = _kpi(page, kpi)
    owner = _owner(profile.name())
    act: dict[str, Json] = {
        "act": Act.FINDING.value,
        "claim": claim,
        "owner": owner,
        "link": _link(),
        **_whom(page),
        **({"outcome": page.outcome} if page.outcome else {}),
        **({"kpi": chosen} if chosen else {}),
        **_test(page),
    }
    finish(page, "Put it up", act, "Put up a finding")


@st.dialog("Change a finding", width="medium", on_dismiss=session.close_dialog)
def change(page: Frame, there: Finding) -> None:
    """Change the owner, the state or the test of a finding, or say what came of it."""
    session.leave_closed_dialog()
    st.markdown(f"**{plain(written(there.claim))}**")
    owner = _owner(there.owner)
    states = tuple(FindingState)
    state = st.selectbox(
        "State", states, index=states.index(there.state), format_func=STATE_WORDS.__getitem__, key="finding_state"
    )
    act: dict[str, Json] = {"act": Act.CHANGE_FINDING.value, "finding": there.finding_id}
    act |= {"owner": owner} if owner != there.owner else {}
    act |= {"state": str(state)} if state != there.state else {}
    if there.test.kind in MACHINE_CHECKED:
        st.caption("What came of it is worked out by its test.")
        needs_why = ""
    else:
        act |= _test(page) | _came(there)
        needs_why = "How you know" if "came" in act else ""
    finish(page, "Change it", act, "Changed a finding", needs_why=needs_why)


@st.dialog("Withdraw a finding", on_dismiss=session.close_dialog)
def take_down(page: Frame, there: Finding) -> None:
    """Take a finding off the board; it stays in the history."""
    session.leave_closed_dialog()
    st.markdown(f"**{plain(written(there.claim))}**")
    finish(page, "Withdraw it", {"act": Act.WITHDRAW.value, "finding": there.finding_id}, "Withdrew a finding")


def _kpi(page: Frame, kpi: str | None) -> str:
    known = sorted(_kpis_now(page))
    if not known:
        return EVERY_KPI
    options = {EVERY_KPI: "No one KPI", **{each: KPI_DEFINITIONS[each].title for each in known}}
    at = list(options).index(kpi) if kpi in options else 0
    return str(
        st.selectbox(
            "The KPI that it is about", list(options), index=at, format_func=options.__getitem__, key="finding_kpi"
        )
    )


def _owner(first: str) -> str:
    people = knowledge(session.store()).people
    able = sorted(name for name, each in people.items() if may(each.role, Act.CHANGE_FINDING))
    return st.selectbox(
        "Who answers for it", able, index=able.index(first) if first in able else 0, key="finding_owner"
    )


def _link() -> str:
    screen, query = session.address()
    return f"{screen}?{urlencode(query)}" if query else screen


def _whom(page: Frame) -> dict[str, Json]:
    """The selection, as the act takes it: by one name where it has one, else by ids, with the filters in words."""
    kept = page.selection.filters()
    if not kept:
        return {}
    if len(kept) == 1 and kept[0] in NAMED:
        return {kept[0]: str(getattr(page.selection, kept[0]))}
    said = ", ".join(filters.filter_words(page.snapshot, page.selection, name) for name in kept)
    return {"customers": ids(page), "selection": said}


def _test(page: Frame) -> dict[str, Json]:
    """Ask how one would know; nothing where there is no test yet."""
    there = tests_there(page.snapshot)
    kinds = [each for each in TEST_WORDS if each is KindOfTest.NONE or there.get(each.value) or _foreseen(page, each)]
    kind = st.selectbox("How one would know", kinds, format_func=TEST_WORDS.__getitem__, key="finding_test")
    if kind is KindOfTest.NONE:
        return {}
    if kind is KindOfTest.FORECAST:
        return _forecast(page)
    options = {key: written(text)[:MOST_OF_A_NAME] for key, text in there[kind.value].items()}
    called = st.selectbox("Which", list(options), format_func=lambda key: f"{key}: {options[key]}", key="finding_by")
    return {kind.value: called}


def _foreseen(page: Frame, kind: KindOfTest) -> bool:
    return kind is KindOfTest.FORECAST and bool(_foreseeable(page))


def _foreseeable(page: Frame) -> dict[str, float]:
    """Each KPI that can be foreseen of whoever is selected, as it is now."""
    known = _kpis_now(page)
    return {kpi: known[kpi] for kpi in KPIS_WITH_TARGET if kpi in known}


def _kpis_now(page: Frame) -> dict[str, float]:
    """The KPIs that there are of whoever is selected, as they are now."""
    member = kpis.member_of(page.snapshot, page.selection) if "kpis" in page.snapshot.tables() else None
    flows = kpis.flows(page.snapshot, member) if member is not None else {}
    return {kpi: flow.value for kpi, flow in flows.items()}


def _forecast(page: Frame) -> dict[str, Json]:
    known = _foreseeable(page)
    kpi = st.selectbox("KPI", list(known), format_func=lambda each: KPI_DEFINITIONS[each].title, key="finding_foreseen")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        side = st.selectbox("Will be", tuple(SIDES), format_func=SIDES.__getitem__, key="finding_side", width=130)
        value = ask_value(kpi, known[kpi], label="Value", key="finding_value")
        by = ask_day(page, key="finding_day")
    st.caption("Judged by the KPI of the month in which that day lies, as soon as its data are here.")
    return {
        "test_kpi": kpi,
        "direction": str(side),
        "value": value,
        "by": by,
    }


def _came(there: Finding) -> dict[str, Json]:
    options = (None, *Came)
    came = st.selectbox(
        "What came of it",
        options,
        index=options.index(there.came),
        format_func=CAME_WORDS.__getitem__,
        key="finding_came",
        help="Where no test can tell, you say it, and how you know.",
    )
    return {"came": came.value} if came is not None and came != there.came else {}
