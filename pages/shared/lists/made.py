"""The retention lists that were made: what came of each, its file for the channels, and taking one back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.insights.list_results import ListResult, ListVerdict
from analytics.insights.list_words import BY, left_out_words, reached_words, result_in_short, result_words
from analytics.insights.retention_list import CONTACT
from analytics.knowledge.people import Person
from analytics.knowledge.reading import knowledge
from analytics.knowledge.retention_lists import Ranking, RetentionList
from analytics.knowledge.roles import Act, Role
from pages.shared import list_tables, panels, problems, profile, session, table_view
from pages.shared.acts.finish import finish
from pages.shared.formats import day, moment, number, plain, plural, words
from pages.shared.frame import Frame
from pages.shared.list_export import export_buttons
from pages.shared.people_words import told, written
from pages.shared.readers import retention_lists as reader

FOCUS = "list"
MOST_OF_WHOM = 40
"""Characters of whom a list is made from that its file's name takes."""
_KEY = "lists_made"


def made_lists(page: Frame) -> None:
    """List them, the latest first, and open the one that is ticked or was just made."""
    lists = sorted(knowledge(session.store()).lists.values(), key=lambda each: -int(each.list_id[1:]))
    if not lists:
        problems.nothing_to_show("Nobody has made a retention list yet.", try_this="Make one under “Make a list”.")
        return
    _table(page, lists)
    focus = session.free_choice(FOCUS)
    by_id = {each.list_id: each for each in lists}
    if focus in by_id:
        one_list(page, by_id[focus])
    else:
        st.caption("Tick a list to see what came of it and to take its file along.")


def _table(page: Frame, lists: list[RetentionList]) -> None:
    table = pd.DataFrame(
        {
            "list_id": [each.list_id for each in lists],
            "name": [written(each.name) for each in lists],
            "owner": [each.owner for each in lists],
            "due_on": [day(each.due_on) for each in lists],
            "n_contacted": [len(each.contacted) for each in lists],
            "n_held_back": [len(each.held_back) for each in lists],
            "came": [result_in_short(reader.result(page.snapshot, each.list_id)) for each in lists],
        }
    )

    def ticked() -> None:
        rows = session.ticked_rows(_KEY)
        if rows and rows[0] < len(lists):
            session.choose(FOCUS, lists[rows[0]].list_id)

    table_view.show_rows_to_tick(
        table,
        key=_KEY,
        on_tick=ticked,
        columns=list_tables.MADE,
        alt=f"{plural(len(lists), 'retention list')}, the latest first.",
    )
    panels.export_button(table, name="retention-lists", page=page)


def one_list(page: Frame, made: RetentionList) -> None:
    """Show one list: by whom and by what it was made, what came of it, its file."""
    with st.container(border=True, key="list_open"):
        st.subheader(told(made.name), anchor=False)
        st.caption(plain(_terms(made)))
        st.caption(plain(left_out_words(dict(made.left_out))))
        came(page, made)
        channel_file(page, made)
        with st.container(horizontal=True):
            if _may_withdraw(made, profile.person()) and session.form_is_wanted(
                "list_withdraw", is_pressed=st.button("Withdraw the list", key="list_withdraw", type="tertiary")
            ):
                withdraw(page, made)
            st.button("Close", key="list_close", on_click=session.choose, args=(FOCUS, ""), type="tertiary")


def came(page: Frame, made: RetentionList) -> None:
    """Say what came of it, with both sides' numbers."""
    found = reader.result(page.snapshot, made.list_id)
    st.markdown(f"**{plain(result_words(found))}**")
    if made.expected_saved is not None:
        expected = number(made.expected_saved, 1).replace("-", "−")
        st.caption(plain(f"Expected when it was made: {expected} customers saved."))
    knows_contacts = reader.ground(page.snapshot).has_contacts
    st.caption(plain(reached_words(found, knows_contacts=knows_contacts)))
    if found.verdict is ListVerdict.NOT_RIPE:
        return
    table_view.show(
        sides(found),
        columns=list_tables.SIDES,
        alt="Those who were to be contacted, and those held back: how many are still here.",
    )
    panels.meaning(
        "Who had not closed 90 days after the day by which customers were to be contacted. All count as they were"
        " drawn, whether or not a channel reached them.",
        not_this="What the offer does to customers unlike those on this list.",
    )


def sides(found: ListResult) -> pd.DataFrame:
    """Put both sides of a list into a table."""
    both = {"To be contacted": found.contacted, "Held back": found.held_back}
    rows = [(title, side.n, side.n_stayed, side.share, *side.interval()) for title, side in both.items()]
    return pd.DataFrame(rows, columns=["title", "n", "n_stayed", "share", "lower", "upper"])


def channel_file(page: Frame, made: RetentionList) -> None:
    """Offer the file for the channels: those to contact and nobody else, with no more than a channel needs."""
    if not profile.may_take_customers():
        st.caption("An analyst or expert takes the file for the channels along.")
        return
    name = f"retention-list-{made.list_id}"
    file = panels.file_named(name, made.name, made.whom[:MOST_OF_WHOM], made.as_of.isoformat())
    export_buttons(lambda: for_channels(made), name=name, page=page, file=file, n_rows=len(made.contacted))
    st.caption(
        "For the channels: those to contact, in order. Who is held back is not in it, and neither are risks or effects."
    )


def for_channels(made: RetentionList) -> pd.DataFrame:
    """Write down whom to contact, in which order, with what, where and until when."""
    listed = reader.listed(made.list_id)
    table = listed.loc[listed["group"] == CONTACT, ["customer_id"]].reset_index(drop=True)
    return table.assign(
        priority=range(1, len(table) + 1),
        list_id=made.list_id,
        offer=made.terms.offer,
        channel=made.channel,
        contact_by=made.due_on.isoformat(),
    )


@st.dialog("Withdraw the list", on_dismiss=session.close_dialog)
def withdraw(page: Frame, made: RetentionList) -> None:
    """Take a list back, once it is clear what that means."""
    st.caption(
        told(f"“{made.name}” stands no more, and its results go out of the KPIs with the next build. Files that were")
        + " taken along stay where they are. Undo takes this back."
    )
    act = {"act": Act.WITHDRAW.value, "retention_list": made.list_id}
    finish(page, "Withdraw it", act, f"Withdrew the retention list “{made.name}”")


def _may_withdraw(made: RetentionList, who: Person | None) -> bool:
    if who is None or not profile.allowed(Act.WITHDRAW):
        return False
    return who.name == made.author or who.role is Role.ADMINISTRATOR


def _terms(made: RetentionList) -> str:
    where = f" over {words(made.channel).lower()}" if made.channel else ""
    consent = f", having agreed to {', '.join(map(words, made.terms.purposes)).lower()}" if made.terms.purposes else ""
    return (
        f"{made.list_id}, made by {made.author} on {moment(made.made_at)} from {written(made.whom)} as of"
        f" {day(made.as_of)}. {words(made.terms.offer)}{where}, to be contacted by {day(made.due_on)}; {made.owner}"
        f" answers for it. First came those with the most: {BY[made.terms.ranked_by or Ranking.RISK].lower()}. Room for"
        f" {made.terms.capacity:,}, not contacted for {made.terms.least_days} days{consent}; hold-out drawn with seed"
        f" {made.terms.seed}."
    )
