"""Cohorts: of those who joined together, how many are still here so many months later."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.charts.cohort_cells import cohort_cells, cohort_cells_alt
from analytics.insights.cohort_triangle import against as against_all
from analytics.insights.cohort_triangle import best_and_worst
from analytics.insights.cohorts_told import LENGTH_OF_GROUPS
from analytics.knowledge.cohort_cell import CohortCell
from pages.shared import controls, figures, kpi_tables, panels, problems, profile, session
from pages.shared.cohort_groups import Group, group_of
from pages.shared.cohorts_compared import NONE, compare_with, show_compared
from pages.shared.formats import interval, percent, plain, plural, whole
from pages.shared.frame import Frame, frame
from pages.shared.list_export import table_buttons
from pages.shared.notes.on_cells import list_notes, notes_on_cells, on_cell, with_notes
from pages.shared.notes.shown import notes_about
from pages.shared.readers import retention as reader

LENGTHS = {"month": "Months", "quarter": "Quarters", "year": "Years"}
LIKE_THEM = "Who left counts with the customer here most like them, and so with whoever is in this group today."
OF_LISTS = (
    f"{LIKE_THEM} Customers were put into it one by one: who of them left since is not counted, so cohorts lose less"
    " here than they did."
)
NOT_THIS = (
    "Who left counts in the segment of the customer most like them 90 days before; a segment in which more leave does"
    " not make anybody leave."
)
NOT_THAT = "Customers count where they are now, or were when they left; being there does not make anybody leave."
TOO_SMALL = "they are fewer than ten customers, or another cohort less them would be"
SHOWN = {"share": "Share still here", "difference": "Less all customers"}


def show(page: Frame) -> None:
    """Arrange the screen."""
    group = group_of(page.snapshot, page.selection)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = length_of_cohorts(group)
        if group.kind != "all":
            shown = controls.choice("show", SHOWN, default="share", label="Show")
            against = compare_with(group)
        else:
            shown, against = "share", NONE
    problems.whatever_the_filters(
        "Cohorts are of all customers, or of one segment, region, channel, product, tag or saved cohort",
        is_filtered=bool(set(page.selection.filters()) - {group.kind}),
    )
    everyone, cells = Group(page.snapshot).triangle(by), group.triangle(by)
    if cells.empty:
        nothing(page, group, by)
        return
    if against != NONE:
        with st.container(border=True):
            show_compared(page, group, against, by)
    notes = notes_on_cells(group.key, group.triangle) if group.takes_notes else ()
    cells = with_notes(cells, notes)
    with st.container(border=True):
        triangle(page, group, against_all(cells, everyone) if shown == "difference" else cells, shown, by)
        list_notes(notes, group.whose)
    if group.kind in ("tag", "cohort"):
        st.caption(OF_LISTS if group.holds_a_list else LIKE_THEM)
    if group.kind != "all" and not profile.sees_ids():
        st.caption(f"Cohorts of a group are told by quarters, and left out where {TOO_SMALL}.")
    if not reader.is_live(page.snapshot):
        st.caption(
            "Segments were edited since the last build; their cohorts are as they were then, until the next one."
        )


def length_of_cohorts(group: Group) -> str:
    """Let the person choose how long a cohort is; one length alone may be told of a group to those who see no ids."""
    if group.kind == "all" or profile.sees_ids():
        return controls.choice("cohorts", LENGTHS, default=LENGTH_OF_GROUPS, label="Cohorts of")
    # What was chosen stays in the link and is there again once all customers are looked at.
    session.choice("cohorts", tuple(LENGTHS), LENGTH_OF_GROUPS)
    return LENGTH_OF_GROUPS


def nothing(page: Frame, group: Group, by: str) -> None:
    """Say why there are no cohorts."""
    if why := reader.why_not(page.snapshot):
        problems.nothing_to_show(why)
        return
    whose = "No" if group.kind == "all" else f"Of “{group.label}” no"
    if not profile.sees_ids() and not group.counted(by).empty:
        problems.nothing_to_show(f"{whose} cohort may be told of: {TOO_SMALL}.")
        return
    problems.nothing_to_show(f"{whose} cohort of this length is whole yet.", try_this="Try cohorts of months.")


def triangle(page: Frame, group: Group, cells: pd.DataFrame, shown: str, by: str) -> None:
    """Draw the triangle, and say what a clicked cell holds."""
    told = best_and_worst(cells, months=12)
    if told:
        st.markdown(plain(told))
    picked = figures.pick(
        cohort_cells(cells, ink=figures.ink(), shown=shown),
        alt=cohort_cells_alt(cells),
        key=f"cohorts_{page.snapshot.id}_{by}_{shown}_{group.key}",
    )
    one_cell(page, group, cells, picked)
    panels.meaning(
        "Of the customers who joined together, the share still here at the end of so many months. Grey: not over yet"
        " for all of them, and never averaged. Click a cell for its numbers and its customers.",
        not_this=NOT_THIS if group.kind in ("all", "segment", "tag", "cohort") else NOT_THAT,
    )
    panels.numbers_behind(cells, name=f"cohorts-{by}", page=page, columns=kpi_tables.COHORTS)
    table_buttons(cells, name=f"cohorts-{by}", page=page)


def one_cell(page: Frame, group: Group, cells: pd.DataFrame, picked: str | None) -> None:
    """Say what a cell holds, and lead to those who are still here."""
    cohort, _, months = (picked or "").partition("|")
    found = cells[(cells["cohort"] == cohort) & (cells["period_index"].astype("str") == months)]
    if found.empty:
        return
    cell = found.iloc[0]
    with st.container(border=True, key="cell"):
        st.markdown(
            f"**Joined in {plain(cohort)}, {plain(months)} months later.** {whole(int(cell['n_retained']))} of"
            f" {plural(int(cell['n_start']), 'customer')} were still here: {plain(percent(float(cell['share'])))}"
            f" (90% interval {plain(interval(float(cell['lower']), float(cell['upper'])))})."
        )
        rule = f"opened_on >= {cell['first_month']}-01 and opened_on < {_after(str(cell['last_month']))}"
        if profile.sees_ids():
            controls.link("pages/explore/customers.py", "Those of this cohort who are here today", rule=rule)
        if group.takes_notes:
            notes_about(page, (on_cell(CohortCell(cohort, int(months), group.key), group.whose),))


def _after(month: str) -> str:
    """Give the first day after a month."""
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1).isoformat()


shown_page = frame(
    "Cohorts",
    about="Of customers who joined together, how many are still here so many months later.",
    needs=("customers",),
)
if "retention" in shown_page.snapshot.tables() or reader.why_not(shown_page.snapshot):
    show(shown_page)
else:
    problems.not_published("Cohorts")
