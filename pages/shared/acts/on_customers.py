"""The forms of acts on the selected customers: tag, move, save as a cohort, ask about them."""

from __future__ import annotations

import streamlit as st

from analytics.knowledge.reading import knowledge
from analytics.knowledge.tag_acts import LONGEST_TAG
from analytics.vocabulary import LEVEL_NAMES, Json
from pages.shared import session
from pages.shared.acts.doing import Attempt, do_and_rerun
from pages.shared.acts.finish import LONGEST_NAME, finish
from pages.shared.acts.target import Target, ids, segments_of_level, the_segment
from pages.shared.acts.who import selected_mask, who
from pages.shared.formats import plain, plural
from pages.shared.frame import Frame
from pages.shared.readers import pattern_rules
from pages.shared.readers.pattern_sayings import name_found
from pages.shared.readers.present import tags_on


@st.dialog("Tag", on_dismiss=session.close_dialog)
def tag(page: Frame, target: Target) -> None:
    """Put a word on the segment, or on the selected customers."""
    st.caption(f"On {plain(target.words)}.")
    tags_there(page, target)
    if not target.is_whole:
        who(page, selected_mask(page))
    word = st.text_input("Tag", max_chars=LONGEST_TAG, key="tag_word", placeholder="student, review in May, …")
    on: dict[str, Json] = {"segment": the_segment(target).segment_key} if target.is_whole else {"customers": ids(page)}
    finish(page, f"Tag {target.words}", {"act": "tag", "tag": word, **on}, f"Tagged {target.words} “{word}”")


@st.dialog("Move customers", width="medium", on_dismiss=session.close_dialog)
def move(page: Frame, target: Target) -> None:
    """Say that the selected customers belong to another segment."""
    level = st.segmented_control(
        "Level", (3, 2, 1), default=3, format_func=lambda each: LEVEL_NAMES[each], required=True, key="move_level"
    )
    options = segments_of_level(page, int(level or 3))
    to = st.selectbox("To", tuple(options), format_func=lambda key: options[key], key="move_to")
    st.caption(f"{plural(target.n_customers, 'customer')}, who are now in")
    who(page, selected_mask(page), level=int(level or 3))
    said = f"Moved {plural(target.n_customers, 'customer')} to “{options.get(to or '', '')}”"
    finish(
        page, f"Move {plural(target.n_customers, 'customer')}", {"act": "move", "customers": ids(page), "to": to}, said
    )


@st.dialog("Save as a cohort", on_dismiss=session.close_dialog)
def cohort(page: Frame, target: Target) -> None:
    """Keep an eye on the selected customers."""
    rule = page.selection.rule if page.selection.filters() == ("rule",) else None
    ways = {"list": f"These {plural(target.n_customers, 'customer')}, whatever becomes of them"}
    if rule is not None:
        ways["rule"] = "Whoever meets the rule, in each snapshot anew"
    who(page, selected_mask(page))
    name = st.text_input("Name", value=called(page), max_chars=LONGEST_NAME, key="cohort_name")
    how = st.radio("Who is in it", tuple(ways), format_func=lambda each: ways[each], key="cohort_how")
    members: dict[str, Json] = {"rule": rule} if how == "rule" else {"customers": ids(page)}
    finish(page, "Save", {"act": "cohort", "name": name, **members}, f"Saved the cohort “{name}”")


def called(page: Frame) -> str:
    """What people call those who are selected, where they have a name for it."""
    return name_found(page.selection.found) or pattern_rules.name_found(page.selection.found)


@st.dialog("Ask somebody", on_dismiss=session.close_dialog)
def ask(page: Frame, target: Target) -> None:
    """Ask another person about the segment."""
    people = sorted(knowledge(session.store()).people)
    to = st.selectbox("Whom", tuple(people), key="ask_to")
    body = st.text_area("Question", max_chars=2_000, key="ask_body")
    about: dict[str, Json] = {}
    if target.is_whole:
        about = {"subject_kind": "segment", "subject_id": the_segment(target).segment_key}
        st.caption(f"About {plain(target.words)}.")
    finish(page, "Ask", {"act": "ask", "to": to, "body": body, **about}, f"Asked {to}")


def tags_there(page: Frame, target: Target) -> None:
    """Show the tags that the segment has, each with a way to take it away."""
    if not target.is_whole:
        return
    for each in tags_on(the_segment(target).segment_key):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"“{plain(each.tag)}”, by {plain(each.author)}")
            if st.button("Take away", key=f"untag_{each.sequence}", type="tertiary"):
                act: dict[str, Json] = {"act": "untag", "segment": each.subject_id, "tag": each.tag}
                do_and_rerun(Attempt(act, f"Took the tag “{each.tag}” away", page.seen))
