"""The forms of acts on sequences: name one, put one aside, take that back, raise alarms by one."""

from __future__ import annotations

import streamlit as st

from analytics.knowledge.fields import LONGEST_NAME
from analytics.knowledge.pattern_state import KnownPattern
from analytics.knowledge.roles import Act
from pages.shared import profile, session
from pages.shared.acts.finish import finish
from pages.shared.formats import plain, plural
from pages.shared.formats import words as outcome_words
from pages.shared.frame import Frame
from pages.shared.readers import pattern_rules
from pages.shared.readers.pattern_sayings import name_of, said_of
from pages.shared.rules_view import in_words


def pattern_acts(page: Frame, about: KnownPattern, words: str) -> None:
    """Draw what can be done with a sequence, each with its key."""
    pattern_id = about.pattern_id
    said = said_of(pattern_id)
    is_aside = said is not None and said.dismissed is not None
    with st.container(horizontal=True, vertical_alignment="center", key="pattern_acts"):
        if _is_wanted(Act.NAME_PATTERN, "Name" if name_of(pattern_id) is None else "Rename", "E", "edit"):
            name(page, pattern_id, words)
        if not is_aside and _is_wanted(Act.DISMISS_PATTERN, "Dismiss", "D", "visibility_off"):
            dismiss(page, pattern_id, words)
        if is_aside and _is_wanted(Act.READMIT_PATTERN, "Take the dismissal back", "D", "visibility"):
            readmit(page, pattern_id, words)
        has_rule = said is not None and said.rule is not None
        can_be = bool(about.outcome) and not is_aside and not has_rule and pattern_rules.can_test(page.snapshot)
        if can_be and _is_wanted(Act.ALARM_RULE, "Raise alarms", "A", "notifications_active"):
            alarm(page, about, words)


@st.dialog("Name the sequence", on_dismiss=session.close_dialog)
def name(page: Frame, pattern_id: str, words: str) -> None:
    """Call the sequence something."""
    st.caption(plain(f"{words}. The name stands wherever the sequence does, with yours, and stays in later builds."))
    called = st.text_input("Name", value=name_of(pattern_id) or "", max_chars=LONGEST_NAME, key="pattern_name")
    act = {"act": Act.NAME_PATTERN.value, "pattern": pattern_id, "name": called}
    finish(page, "Name it", act, f"Named the sequence “{called}”")


@st.dialog("Dismiss the sequence", on_dismiss=session.close_dialog)
def dismiss(page: Frame, pattern_id: str, words: str) -> None:
    """Put the sequence aside, for a reason."""
    st.caption(
        plain(
            f"{words}. Dismissed, it leaves the list, marks no customer and raises no alarms, in this build and in"
            " later ones. What is dismissed can be shown again, with your reason, and taken back."
        )
    )
    act = {"act": Act.DISMISS_PATTERN.value, "pattern": pattern_id}
    finish(page, "Dismiss it", act, "Dismissed the sequence", needs_why="A known campaign, …")


@st.dialog("Take the dismissal back", on_dismiss=session.close_dialog)
def readmit(page: Frame, pattern_id: str, words: str) -> None:
    """Let the sequence stand again."""
    st.caption(plain(f"{words}."))
    act = {"act": Act.READMIT_PATTERN.value, "pattern": pattern_id}
    finish(page, "Take it back", act, "Took the dismissal back")


@st.dialog("Raise alarms", width="medium", on_dismiss=session.close_dialog)
def alarm(page: Frame, about: KnownPattern, words: str) -> None:
    """Let the sequence raise alarms, after a look at what they would have been worth."""
    outcome = outcome_words(about.outcome).lower()
    st.caption(
        plain(
            f"{words}. An alarm is raised on the day on which a customer completes it, at most once in the horizon. It"
            f" is right if “{outcome}” follows. Every build tests the rule anew and gives the open alarms."
        )
    )
    tested = pattern_rules.tested(page.snapshot, about)
    st.markdown(plain(in_words(tested.backtest)))
    st.markdown(f"**{plural(len(tested.alarms), 'alarm')}** would be open now.")
    act = {"act": Act.ALARM_RULE.value, "pattern": about.pattern_id}
    finish(page, "Raise alarms", act, "The sequence raises alarms")


def _is_wanted(act: Act, label: str, key: str, icon: str) -> bool:
    """Draw the button of an act where it is allowed, and say whether its form is to be drawn."""
    if not profile.allowed(act):
        return False
    place = f"act_{act}"
    is_pressed = st.button(label, key=place, icon=f":material/{icon}:", shortcut=key, type="tertiary")
    return session.form_is_wanted(place, is_pressed=is_pressed)
