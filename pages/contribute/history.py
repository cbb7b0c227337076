"""History: who did what, when and why; undo, and the way back to an earlier state of the segments."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analytics.knowledge.history import Step, history
from analytics.knowledge.people import Person
from analytics.knowledge.reading import events
from analytics.knowledge.roles import Act, Role, may
from analytics.knowledge.undoing import MOST_STEPS
from analytics.vocabulary import Json
from pages.shared import controls, panels, problems, profile, session, table_view
from pages.shared.acts.doing import TREE_ACTS, Attempt, do_and_rerun, undo
from pages.shared.effect_panel import effect_panel
from pages.shared.formats import moment, plain, plural
from pages.shared.frame import Frame, frame
from pages.shared.notes.shown import seen_notes
from pages.shared.people_words import named, told, written

EVERYBODY = "all"
FOCUS = "entry"


def listed(page: Frame, steps: tuple[Step, ...]) -> None:
    """List the acts, the latest first; ticking a row opens it."""
    table = pd.DataFrame(
        {
            "entry": [step.sequence for step in steps],
            "when": [moment(step.done_at) for step in steps],
            "author": [step.author for step in steps],
            "what": [named(page.snapshot, step.words) for step in steps],
            "why": [written(step.why or "") for step in steps],
            "undone": [f"by entry {step.undone_by}" if step.undone_by else "" for step in steps],
        }
    )
    table_view.show_rows_to_tick(
        table,
        key="history_list",
        on_tick=_open_ticked(steps),
        columns={
            "entry": st.column_config.NumberColumn("Entry", format="localized", width="small"),
            "when": "When",
            "author": "Who",
            "what": st.column_config.TextColumn("What", width="large"),
            "why": st.column_config.TextColumn("Why", width="medium"),
            "undone": "Undone",
        },
        alt=f"{plural(len(steps), 'act')}, the latest first.",
    )
    panels.export_button(table, name="history", page=page)


def _open_ticked(steps: tuple[Step, ...]) -> Callable[[], None]:
    def opened() -> None:
        rows = session.ticked_rows("history_list")
        if rows and rows[0] < len(steps):
            session.choose(FOCUS, str(steps[rows[0]].sequence))

    return opened


def one(page: Frame, step: Step, who: Person | None) -> None:
    """Show an act, and offer to undo it or to go back to the state after it."""
    with st.container(border=True, key="history_open"):
        st.markdown(f"**{plain(step.author)}** {plain(named(page.snapshot, step.words))}")
        why = f" Why: {step.why}." if step.why else ""
        st.caption(told(f"Entry {step.sequence}, {moment(step.done_at)}.{why}"))
        if step.act in TREE_ACTS:
            effect_panel(page, step.sequence)
        with st.container(horizontal=True):
            own = who is not None and who.name == step.author and may(who.role, Act.UNDO)
            if own and step.undone_by is None:
                st.button(
                    "Undo this",
                    key="history_undo",
                    help=f"One of your last {MOST_STEPS} acts can be taken back.",
                    on_click=undo,
                    args=(step.sequence,),
                )
            can_restore = who is not None and may(who.role, Act.RESTORE_STATE)
            form = "history_restore"
            if can_restore and session.form_is_wanted(
                form, is_pressed=st.button("Restore the segments as they were then", key=form)
            ):
                restore(page, step)
            st.button("Close", key="history_close", on_click=session.choose, args=(FOCUS, ""), type="tertiary")


@st.dialog("Restore the segments", on_dismiss=session.close_dialog)
def restore(page: Frame, step: Step) -> None:
    """Go back to the segments, names and tags as they were after an act."""
    later = sum(each.sequence > step.sequence for each in history(events(session.store())))
    st.markdown(
        f"Segments, names and tags become what they were after entry {step.sequence} ({plain(moment(step.done_at))}). "
        f"{plural(later, 'later act')} of all people stay in the history; notes, cohorts and views are not touched. "
        "Undo takes this back."
    )
    if st.button(f"Restore entry {step.sequence}", type="primary", key="history_restore_do"):
        act: dict[str, Json] = {"act": Act.RESTORE_STATE.value, "at": step.sequence}
        do_and_rerun(Attempt(act, f"Restored the segments as of entry {step.sequence}", page.seen))


def visible(steps: tuple[Step, ...], who: Person | None) -> tuple[Step, ...]:
    """Leave out what whoever works here may not read: others' own views, and notes that their role does not see."""
    name = who.name if who is not None else None
    private = {
        event.sequence
        for event in events(session.store())
        if event.act == Act.VIEW and event.payload and event.details.get("shared") is not True and event.author != name
    }
    steps = tuple(step for step in steps if step.sequence not in private)
    if who is not None and who.role is not Role.ADVISER:
        return steps
    seen = {f"note:{note.note_id}" for note in seen_notes()}
    entries = {f"note:n{step.sequence}" for step in steps if step.act == Act.NOTE}
    hidden = entries - seen
    return tuple(step for step in steps if f"note:n{step.sequence}" not in hidden and step.subject not in hidden)


page = frame(
    "History",
    about="Who did what, when and why. No entry can be changed; an act is taken back by another.",
    may_be_nobody=True,
)
problems.whatever_the_filters("All acts stand here", is_filtered=not page.selection.is_everyone)
everything = tuple(reversed(visible(history(events(session.store())), profile.person())))
if not everything:
    problems.nothing_to_show(
        "Nobody has done anything yet.", try_this="Rename a segment, write a note, or save a cohort: it stands here."
    )
else:
    chosen = next((step for step in everything if str(step.sequence) == session.free_choice(FOCUS)), None)
    if chosen is not None:
        one(page, chosen, profile.person())
    authors = {EVERYBODY: "Everybody"} | {name: name for name in sorted({step.author for step in everything})}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        author = controls.choice("by", authors, default=EVERYBODY, label="Who", kind="select", width=240)
        acts = {EVERYBODY: "Anything"} | {act: act.replace("_", " ") for act in sorted({s.act for s in everything})}
        act = controls.choice("did", acts, default=EVERYBODY, label="What", kind="select", width=240)
    shown = tuple(s for s in everything if author in (EVERYBODY, s.author) and act in (EVERYBODY, s.act))
    if shown:
        listed(page, shown)
    else:
        problems.nothing_to_show("Nobody chosen here has done this.", try_this="Choose another person or act above.")
