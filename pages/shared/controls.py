"""The inputs that screens share; each remembers its value and writes it into the link.

level = controls.level()
outcome = controls.outcome(page.snapshot)
key = controls.segment(page.snapshot)          # the shared selection's segment
sort = controls.choice("sort", {"risk": "Risk", "id": "Customer"}, default="risk", label="Sort by")
controls.link("pages/explore/customers.py", "See these customers", segment=key)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import streamlit as st

from analytics.insights.outcome_words import is_welcome
from analytics.insights.risk_words import outcome_title
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import LEVEL_NAMES, LEVELS
from pages.shared import profile, session
from pages.shared.formats import plain, whole, words
from pages.shared.link_notes import say_notes
from pages.shared.readers import facts
from pages.shared.readers.nested_segments import nested_segments

EVERY = "all"


def choice(
    name: str,
    options: Mapping[str, str],
    *,
    default: str,
    label: str,
    kind: Literal["segmented", "select"] = "segmented",
    show_label: bool = True,
    width: int | Literal["stretch"] = 320,
) -> str:
    """Let the person choose one of `options` (value to words); gives the value."""
    value = session.choice(name, tuple(options), default)
    say_notes()
    key = session.prime(f"choice_{name}", value)
    visibility: Literal["visible", "collapsed"] = "visible" if show_label else "collapsed"
    if kind == "segmented":
        st.segmented_control(
            label,
            tuple(options),
            key=key,
            format_func=lambda option: plain(options[option]),
            required=True,
            label_visibility=visibility,
            on_change=_chosen,
            args=(name,),
        )
    else:
        st.selectbox(
            label,
            tuple(options),
            key=key,
            format_func=lambda option: options[option],
            label_visibility=visibility,
            width=width,
            on_change=_chosen,
            args=(name,),
        )
    return value


def level(default: int = 3, *, show_label: bool = True) -> int:
    """Let the person choose the level of nesting."""
    options = {str(each): LEVEL_NAMES[each] for each in LEVELS}
    return int(choice("level", options, default=str(default), label="Level", show_label=show_label))


def outcome(snapshot: Snapshot) -> str:
    """Let the person choose the outcome that risk is about; nothing is drawn where there is only one."""
    known = tuple(facts.outcomes(snapshot))
    chosen = session.selection().outcome
    value = chosen if chosen in known else facts.default_outcome(snapshot)
    if len(known) > 1:
        key = session.prime("choice_outcome", value)
        st.selectbox(
            "Outcome",
            known,
            key=key,
            format_func=words,
            width=240,
            on_change=_outcome_chosen,
            args=(snapshot,),
            help=plain(facts.outcomes(snapshot)[value].in_words()),
        )
    if is_welcome(value):
        st.caption(f"What is called a risk below is here the chance of {outcome_title(value)}, which is welcome.")
    return value


def segment(snapshot: Snapshot, *, label: str = "Segment") -> str | None:
    """Let the person choose the shared selection's segment; gives its key, None for everyone."""
    options = segment_options(snapshot)
    value = session.selection().segment or EVERY
    key = session.prime("control_segment", value if value in options else EVERY)
    st.selectbox(
        label,
        tuple(options),
        key=key,
        format_func=lambda option: options[option],
        on_change=_filter_chosen,
        args=("segment", "control_segment"),
    )
    return None if value not in options or value == EVERY else value


def segment_options(snapshot: Snapshot) -> dict[str, str]:
    """Every segment under its parent, with its size where that may be told: from `segment_key` to words."""
    # How large a small segment is, is not for those who see groups of at least ten.
    with_sizes = profile.sees_ids()
    nested = nested_segments(snapshot)
    named = {key: f"{name} · {whole(n_customers)}" if with_sizes else name for key, name, n_customers in nested}
    return {EVERY: "Every segment", **named}


def link(page: str, label: str, **changes: object) -> None:
    """Draw a link to another screen that carries the selection with some parts changed; nothing without the right."""
    if profile.may_follow(page):
        target = replace(session.selection(), **changes)  # type: ignore[arg-type]
        st.page_link(page, label=plain(label), query_params=target.query())


def link_to(page: str, label: str, **choices: str) -> None:
    """Draw a link to another screen with some of that page's own choices; the selection is carried."""
    if profile.may_follow(page):
        st.page_link(page, label=plain(label), query_params={**session.selection().query(), **choices})


def _chosen(name: str) -> None:
    session.choose(name, str(session.widget_value(f"choice_{name}")))


def _outcome_chosen(snapshot: Snapshot) -> None:
    value = str(session.widget_value("choice_outcome"))
    session.change(outcome=None if value == facts.default_outcome(snapshot) else value, band=None)


def _filter_chosen(name: str, key: str) -> None:
    value = session.widget_value(key)
    session.change(**{name: None if value in (None, "", EVERY) else value})
