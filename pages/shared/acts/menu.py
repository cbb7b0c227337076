"""What can be done with the selection: a row of buttons, each with its key; what can't be done now is not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from analytics.knowledge.roles import Act, may
from pages.shared import controls, profile, session
from pages.shared.acts import on_customers, on_findings, on_segments
from pages.shared.acts.target import Target, target, the_segment
from pages.shared.formats import plain
from pages.shared.frame import Frame

COMPARE = "pages/explore/compare.py"
LISTS = "pages/decide/retention_list.py"


@dataclass(frozen=True)
class Choice:
    """One thing that can be done.

    Attributes
    ----------
    label : str
        What the button says.
    key : str
        The letter that presses it; R and C are Streamlit's, the map has its own while it is in focus.
    icon : str
        The name of its sign.
    act : Act
        The right that it takes.
    form : callable
        Opens its form.
    fits : callable
        Whether it can be done to the target.
    """

    label: str
    key: str
    icon: str
    act: Act
    form: Callable[[Frame, Target], None]
    fits: Callable[[Target], bool]


def _any(_: Target) -> bool:
    return True


def _whole_segment(about: Target) -> bool:
    return about.is_whole


def _has_segment(about: Target) -> bool:
    return about.segment is not None


def _part(about: Target) -> bool:
    return not about.is_whole


CHOICES = (
    Choice("Tag", "T", "label", Act.TAG, on_customers.tag, _any),
    Choice("Rename", "E", "edit", Act.RENAME, on_segments.rename, _whole_segment),
    Choice("Merge", "M", "merge", Act.MERGE, on_segments.merge, _whole_segment),
    Choice("Split", "X", "call_split", Act.SPLIT, on_segments.split, _has_segment),
    Choice("Move", "G", "move_item", Act.MOVE, on_customers.move, _part),
    Choice("Lock", "K", "lock", Act.LOCK, on_segments.lock, _whole_segment),
    Choice("Save as cohort", "H", "bookmark", Act.COHORT, on_customers.cohort, _any),
    Choice("Put up a finding", "F", "push_pin", Act.FINDING, on_findings.put_up, _any),
    Choice("Ask", "Q", "contact_support", Act.ASK, on_customers.ask, _any),
)


def act_menu(page: Frame) -> None:
    """Draw what can be done with the selection; without one its place stays, so that nothing below is drawn anew."""
    about = target(page)
    who = profile.person()
    with st.container(horizontal=True, vertical_alignment="center", key="act_menu"):
        if page.selection.is_everyone or about.n_customers == 0 or who is None:
            return
        st.caption(f"With {plain(about.words)}:")
        for choice in CHOICES:
            if may(who.role, choice.act) and choice.fits(about):
                _button(page, about, choice)
        controls.link(COMPARE, "Compare")
        controls.link(LISTS, "Make a retention list")


def _button(page: Frame, about: Target, choice: Choice) -> None:
    icon = f":material/{choice.icon}:"
    is_locked = about.is_whole and on_segments.is_locked(the_segment(about).segment_key)
    label = "Unlock" if choice.act is Act.LOCK and is_locked else choice.label
    form = f"act_{choice.act}"
    is_pressed = st.button(label, key=form, icon=icon, shortcut=choice.key, type="tertiary")
    if session.form_is_wanted(form, is_pressed=is_pressed):
        choice.form(page, about)
