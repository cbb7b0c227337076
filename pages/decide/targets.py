"""Targets and watch: what KPIs are meant to be and whether they are heading there, and which left their usual range."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from analytics.charts.kpi_range import kpi_range, kpi_range_alt
from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.insights.kpi_words import kpi_value, period_words
from pages.shared import controls, figures, kpi_tables, panels, problems, table_view
from pages.shared.acts.on_targets import target_buttons
from pages.shared.formats import day, number, plain, plural
from pages.shared.frame import Frame, frame
from pages.shared.readers import outlook, targets
from pages.shared.readers.retention import why_not
from pages.shared.readers.targets import Aim

NO_TARGET = (
    "No target is set yet. A target says what a KPI is meant to be, of all customers or of a segment, and by when."
)
MARKS = {
    "reached": ":green-badge[:material/check: Reached]",
    "heading there": ":blue-badge[:material/trending_up: Heading there]",
    "not heading there": ":orange-badge[:material/trending_down: Not heading there]",
    "not reached": ":gray-badge[:material/hourglass_empty: Not reached yet]",
    "missed": ":red-badge[:material/close: Missed]",
}


def show(page: Frame) -> None:
    """Arrange the screen."""
    problems.whatever_the_filters("Targets and what is watched", is_filtered=not page.selection.is_everyone)
    with st.container(border=True):
        st.subheader("Targets", anchor=False)
        there = targets.aims(page.snapshot)
        if not there:
            problems.nothing_to_show(NO_TARGET)
        for each in there:
            one(each)
        target_buttons(page, there)
    with st.container(border=True):
        st.subheader("Outside the usual", anchor=False)
        watch(page)


def one(aim: Aim) -> None:
    """Say how a KPI stands against its target."""
    target, found = aim.target, aim.progress
    title = KPI_DEFINITIONS[target.kpi].title
    by = f"by {day(target.by)}, set by {target.author}"
    if found is None:
        st.markdown(f"**{plain(title)}, {plain(aim.whose)}.** {plain(by)}: this isn't known here any more.")
        return
    heading = "" if math.isnan(found.heading_for) else f" Foreseen for then: {kpi_value(found.heading_for, aim.unit)}."
    st.markdown(
        f"{MARKS[found.verdict]} **{plain(title)}, {plain(aim.whose)}.**"
        + plain(
            f" Now {kpi_value(found.value, aim.unit)}, meant to be {kpi_value(found.target, aim.unit)} {by}.{heading}"
        )
    )


def watch(page: Frame) -> None:
    """List the KPIs that left their expected range, and draw the one that is chosen."""
    table = targets.watch(page.snapshot)
    if table.empty:
        problems.nothing_to_show("No KPI has the nine months' history that it takes to say what is usual.")
        return
    alarms = table[table["is_alarm"].astype(bool)]
    n_watched = len(table[["dimension", "member", "kpi"]].drop_duplicates())
    a_year = number(float(table["false_alarms_a_year"].iloc[0]), 0)
    st.markdown(
        plain(
            f"{plural(n_watched, 'KPI')} of all customers, segments and regions are watched, each by its own months."
            f" {plural(len(alarms), 'alarm')} in {_months(table)}; set so that about {a_year} a year is false."
        )
    )
    if len(alarms):
        shown = alarms[list(kpi_tables.WATCH)]
        table_view.show(shown, alt=table_view.heads(shown, kpi_tables.WATCH), columns=kpi_tables.WATCH, height="auto")
    _one_watched(page, table, alarms)


def _months(table: pd.DataFrame) -> str:
    """Say how far back each can be judged: it takes a year more to know a season."""
    n = table.groupby(["dimension", "member", "kpi"])["period"].size()
    few, many = int(n.min()), int(n.max())
    return f"the last {plural(many, 'month')}" + (f" ({few} of those that have a season)" if few < many else "")


def _one_watched(page: Frame, table: pd.DataFrame, alarms: pd.DataFrame) -> None:
    whole = (table["dimension"] == "all") & (table["kpi"] == "attrition_rate")
    first = alarms if len(alarms) else table[whole]
    keys = {f"{row.dimension}:{row.member}:{row.kpi}": f"{row.title}, {row.label}" for row in first.itertuples()}
    for row in table.sort_values(["dimension", "label", "title"], kind="stable").itertuples():
        keys.setdefault(f"{row.dimension}:{row.member}:{row.kpi}", f"{row.title}, {row.label}")
    chosen = controls.choice("watch", keys, default=next(iter(keys)), label="Look at", kind="select", width="stretch")
    dimension, member, kpi = chosen.split(":", maxsplit=2)
    where = (table["dimension"] == dimension) & (table["member"] == member) & (table["kpi"] == kpi)
    own = table[where].sort_values("period", ignore_index=True)
    title, unit = KPI_DEFINITIONS[kpi].title, KPI_DEFINITIONS[kpi].unit
    figures.show(
        kpi_range(own, ink=figures.ink(), title=title, unit=unit),
        alt=kpi_range_alt(own, title=title, unit=unit),
        key="kpi_range",
    )
    panels.meaning(
        "The range is where a month would lie if it moved no more than its earlier months did. A cross lies outside it;"
        f" {plain(period_words(str(own['period'].iloc[-1])))} is the last month.",
        not_this="That something is wrong, or why it moved: What changed and the customers behind it say more.",
    )
    panels.numbers_behind(own[list(kpi_tables.WATCH)], name=f"watch-{kpi}", page=page, columns=kpi_tables.WATCH)


shown = frame(
    "Targets and watch",
    about="What KPIs are meant to be, whether they are heading there, and which left their usual range.",
    needs=("customers",),
    may_be_nobody=True,
)
if outlook.is_there(shown.snapshot) and "kpis" in shown.snapshot.tables():
    show(shown)
elif why := why_not(shown.snapshot, "kpis"):
    problems.nothing_to_show(why)
else:
    problems.not_published("Targets")
