"""The forms of targets: set one, take one back."""

from __future__ import annotations

import streamlit as st

from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.knowledge.roles import Act
from analytics.reporting import EVERYONE
from analytics.vocabulary import KPIS_WITH_TARGET, Json
from pages.shared import controls, profile, session
from pages.shared.acts.finish import finish
from pages.shared.acts.kpi_by_day import ask_day, ask_value
from pages.shared.formats import plain
from pages.shared.frame import Frame
from pages.shared.readers import kpis
from pages.shared.readers.targets import Aim


def target_buttons(page: Frame, there: list[Aim]) -> None:
    """Offer to set a target, and to take one's own back, to who may."""
    if not profile.allowed(Act.TARGET):
        return
    with st.container(horizontal=True, key="target_acts"):
        if session.form_is_wanted("target", is_pressed=st.button("Set a target", shortcut="S", icon=":material/flag:")):
            set_target(page)
        own = [each for each in there if each.target.author == profile.name()]
        if own and session.form_is_wanted(
            "target_withdraw", is_pressed=st.button("Take one back", icon=":material/undo:", type="tertiary")
        ):
            take_back(page, own)


@st.dialog("Set a target", on_dismiss=session.close_dialog)
def set_target(page: Frame) -> None:
    """Say what a KPI is meant to be, of whom, and by when."""
    known = kpis.flows(page.snapshot, EVERYONE)
    there = [kpi for kpi in KPIS_WITH_TARGET if kpi in known]
    kpi = st.selectbox("KPI", there, format_func=lambda each: KPI_DEFINITIONS[each].title, key="target_kpi")
    options = controls.segment_options(page.snapshot)
    options[controls.EVERY] = "All customers"
    chosen = page.selection.segment if page.selection.segment in options else controls.EVERY
    whose = st.selectbox(
        "Of whom", list(options), index=list(options).index(chosen), format_func=options.__getitem__, key="target_of"
    )
    words = plain("It stands at today's value of all customers to begin with.")
    value = ask_value(kpi, known[kpi].value, label="Target", key="target_value", help_words=words)
    by = ask_day(page, key="target_by")
    act: dict[str, Json] = {
        "act": Act.TARGET.value,
        "kpi": str(kpi),
        "value": value,
        "by": by,
        **({} if whose == controls.EVERY else {"segment": str(whose)}),
    }
    finish(page, "Set it", act, f"Set a target for {KPI_DEFINITIONS[kpi].title.lower()}")


@st.dialog("Take a target back", on_dismiss=session.close_dialog)
def take_back(page: Frame, own: list[Aim]) -> None:
    """Withdraw one of one's own targets."""
    options = {each.target.target_id: f"{KPI_DEFINITIONS[each.target.kpi].title}, {each.whose}" for each in own}
    called = st.selectbox("Which", list(options), format_func=options.__getitem__, key="target_which")
    finish(page, "Take it back", {"act": Act.WITHDRAW.value, "target": called}, "Took the target back")
