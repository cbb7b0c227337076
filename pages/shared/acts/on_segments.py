"""The forms of acts on segments: rename, merge, split, lock; each says how many and who before it is done."""

from __future__ import annotations

import streamlit as st

from analytics.knowledge.reading import knowledge
from analytics.knowledge.segment_edits import Lock
from analytics.vocabulary import LEVEL_NAMES, LEVELS, Json
from pages.shared import session
from pages.shared.acts.finish import LONGEST_NAME, finish
from pages.shared.acts.target import Target, ids, segments_of_level, the_segment
from pages.shared.acts.who import selected_mask, who
from pages.shared.formats import plain, plural, whole
from pages.shared.frame import Frame
from pages.shared.readers import cohorts, population
from pages.shared.readers.population import Mask
from pages.shared.readers.present import now_called
from pages.shared.selection import LONGEST_RULE

_HOW = {"model": "As the model would", "rule": "By a rule", "selection": "Into the selected and the rest"}


@st.dialog("Rename the segment", on_dismiss=session.close_dialog)
def rename(page: Frame, target: Target) -> None:
    """Call the segment something."""
    segment = the_segment(target)
    name = st.text_input("Name", value=segment.label, max_chars=LONGEST_NAME, key="rename_name")
    finish(page, "Rename", {"act": "rename", "segment": segment.segment_key, "name": name}, f"Renamed to “{name}”")


@st.dialog("Merge segments", width="medium", on_dismiss=session.close_dialog)
def merge(page: Frame, target: Target) -> None:
    """Make one segment of several of one level."""
    segment = the_segment(target)
    options = segments_of_level(page, segment.level)
    mine = options.pop(segment.segment_key)
    st.markdown(f"**{plain(mine)}** together with")
    others = st.multiselect("Other segments", tuple(options), format_func=lambda key: options[key], key="merge_others")
    name = st.text_input("Name of what comes out", max_chars=LONGEST_NAME, key="merge_name")
    if not others:
        session.leave_closed_dialog()
        st.caption("Choose at least one other segment. You then see how many customers become one.")
        return
    keys = [segment.segment_key, *others]
    mask = sum(_members(page, key) for key in keys)
    st.caption(
        f"{len(keys)} {LEVEL_NAMES[segment.level].lower()} with {plural(mask, 'customer')} become one. "
        "It stands in the family of the largest. Every screen and export shows it at once."
    )
    said = f"Merged {len(keys)} segments with {plural(mask, 'customer')} into “{name}”"
    finish(page, f"Merge {len(keys)} segments", {"act": "merge", "segments": keys, "name": name}, said)


@st.dialog("Split the segment", width="medium", on_dismiss=session.close_dialog)
def split(page: Frame, target: Target) -> None:
    """Make two or more segments of one."""
    segment = the_segment(target)
    n_all = _members(page, segment.segment_key)
    st.caption(f"“{plain(segment.label)}” has {plural(n_all, 'customer')}.")
    ways = {name: words for name, words in _HOW.items() if name != "selection" or not target.is_whole}
    usual = "model" if target.is_whole else "selection"
    how = st.segmented_control(
        "How", tuple(ways), default=usual, format_func=lambda name: ways[name], required=True, key="split_how"
    )
    act: dict[str, Json] = {"act": "split", "segment": segment.segment_key}
    if how == "model":
        st.caption("A family or broad group becomes its children; a lowest segment becomes the halves the model sees.")
        finish(page, "Split", {**act, "by": "model"}, f"Split “{segment.label}” as the model would")
        return
    if how == "rule":
        rule = _rule(page)
        inside = _meeting(page, segment.segment_key, rule)
        act["rule"] = rule or ""
    else:
        inside = selected_mask(page)
        act["customers"] = ids(page)
    n_in = int(inside.sum())
    st.caption(f"**{whole(n_in)}** are singled out, **{whole(n_all - n_in)}** stay.")
    if segment.level < LEVELS[-1]:
        who(page, inside)
    first, second = st.columns(2)
    names = (
        first.text_input("Name of those singled out", max_chars=LONGEST_NAME, key="split_first"),
        second.text_input("Name of the others", max_chars=LONGEST_NAME, key="split_second"),
    )
    if all(names):
        act["names"] = list(names)
    finish(page, f"Split into {whole(n_in)} and {whole(n_all - n_in)}", act, f"Split “{segment.label}” in two")


@st.dialog("Lock the segment", on_dismiss=session.close_dialog)
def lock(page: Frame, target: Target) -> None:
    """Keep the segment's customers together, whatever a later clustering says; or let them go."""
    segment = the_segment(target)
    if is_locked(segment.segment_key):
        st.caption(f"“{plain(segment.label)}” is locked. Unlocked, a later clustering may take it apart.")
        finish(page, "Unlock", {"act": "unlock", "segment": segment.segment_key}, f"Unlocked “{segment.label}”")
        return
    st.caption(
        f"The {plural(segment.n_customers, 'customer')} of “{plain(segment.label)}” stay together, whatever a later "
        "clustering says. Newcomers whom the model puts into it join."
    )
    finish(page, "Lock", {"act": "lock", "segment": segment.segment_key}, f"Locked “{segment.label}”")


def is_locked(segment_key: str) -> bool:
    """Say whether a segment is locked."""
    edits = knowledge(session.store()).edits
    return any(isinstance(edit, Lock) and now_called(edit.segment) == segment_key for edit in edits)


def _rule(page: Frame) -> str | None:
    text = st.text_area(
        "Rule", max_chars=LONGEST_RULE, key="split_rule", placeholder="cash_share_365d > 0.3 and balance < 1000"
    ).strip()
    problem = cohorts.rule_problem(page.snapshot, text) if text else None
    if problem:
        st.caption(f":material/error: {plain(problem)}")
    return None if not text or problem else text


def _meeting(page: Frame, segment_key: str, rule: str | None) -> Mask:
    members = population.in_segment(page.snapshot, segment_key)
    return members & (False if rule is None else population.meeting(page.snapshot, rule))


def _members(page: Frame, segment_key: str) -> int:
    return int(population.in_segment(page.snapshot, segment_key).sum())
