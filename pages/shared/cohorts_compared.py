"""Two cohort triangles beside each other on one scale, and where they differ by more than chance."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.cohort_cells import cohort_cells, cohort_cells_alt
from analytics.charts.cohort_difference import cohort_difference, cohort_difference_alt
from analytics.insights.cohort_comparison import cells_apart, compared, comparison_sentence, large_enough_to_compare
from pages.shared import controls, figures, kpi_tables, panels, problems, profile
from pages.shared.cohort_groups import Group, others_like
from pages.shared.cohort_sides import Side, sides
from pages.shared.formats import plain
from pages.shared.frame import Frame
from pages.shared.list_export import table_buttons

NONE, REST = "none", "rest"


def compare_with(group: Group) -> str:
    """Let the person choose what a group's cohorts are compared with; gives what the link calls it."""
    options = {NONE: "Nothing", REST: "All others"} | {key: each.label for key, each in others_like(group).items()}
    return controls.choice("against", options, default=NONE, label="Compare with", kind="select")


def show_compared(page: Frame, group: Group, against: str, by: str) -> None:
    """Draw both triangles, the difference, and what it comes to."""
    other = None if against == REST else others_like(group)[against]
    found = sides(group, other, by)
    first, second = found.first, found.second
    cells = compared(first.cells, second.cells)
    if not profile.sees_ids():
        cells = large_enough_to_compare(cells, Group(page.snapshot).counted(by), found.shared)
        cells = (other or Group(page.snapshot)).only_told(group.only_told(cells, by), by)
    if cells.empty:
        try_this = "Try cohorts of years." if profile.sees_ids() else ""
        problems.nothing_to_show("The two have no cell in common that is over and may be told of.", try_this=try_this)
        return
    st.markdown(f"**{plain(comparison_sentence(cells, first.label, second.label))}**")
    st.caption(plain(cells_apart(cells)))
    if found.told:
        st.caption(f":material/info: {plain(found.told)}")
    both = [_shown(side, cells) for side in (first, second)]
    least = min(float(each["share"].min()) for each in both)
    for column, place, side, own in zip(st.columns(2), ("first", "second"), (first, second), both, strict=True):
        with column:
            st.markdown(f"**{plain(_head(side.label))}**")
            figure = cohort_cells(own, ink=figures.ink(), shown="share", least=least)
            figures.show(figure, alt=f"{_head(side.label)}: {cohort_cells_alt(own)}", key=f"cohorts_{place}")
    names = {"first": first.label, "second": second.label}
    st.markdown(f"**{plain(_head(first.label))} less {plain(second.label)}**")
    figures.show(
        cohort_difference(cells, ink=figures.ink(), **names),
        alt=cohort_difference_alt(cells, **names),
        key="cohorts_apart",
    )
    panels.meaning(
        "Both triangles have one scale, and show the cells that both have. A coloured cell differs by more than its 90%"
        " interval (Newcombe's, of people who are in one of the two only); ≈: the two can't be told apart there. Grey:"
        " not over yet, or too few to tell of.",
        not_this="Being in a group makes nobody stay or leave: who is in one differs in much else too.",
    )
    table = cells.assign(first=_head(first.label), second=_head(second.label))
    panels.numbers_behind(table, name=f"cohorts-compared-{by}", page=page, columns=kpi_tables.COMPARED)
    table_buttons(table, name=f"cohorts-compared-{by}", page=page)


def _shown(side: Side, cells: pd.DataFrame) -> pd.DataFrame:
    """The side's own cells where both have one."""
    return side.cells.merge(cells[["cohort", "period_index"]], on=["cohort", "period_index"], how="inner")


def _head(label: str) -> str:
    return label[:1].upper() + label[1:]
