"""Retention: who stays, what that is worth, how it moved in a year, and which customers moved it."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from analytics.charts.change_parts import change_parts_alt, change_parts_chart
from analytics.charts.kpi_line import kpi_line, kpi_line_alt
from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.insights.kpi_flow import KpiFlow
from analytics.insights.kpi_words import LED_BY, definition_words, kpi_sentence, parts_sentence
from analytics.knowledge.rights import Export
from analytics.reporting import EVERYONE, report_of
from analytics.reports.written import KINDS, written_as
from pages.shared import controls, figures, kpi_tables, panels, problems, profile, session
from pages.shared.acts.on_findings import finding_button
from pages.shared.formats import plain
from pages.shared.frame import Frame, frame
from pages.shared.kpi_cards import kpi_cards
from pages.shared.kpi_questions import follow_up_questions
from pages.shared.offered import Parcel, offer
from pages.shared.readers import kpis
from pages.shared.readers.done import what_was_done
from pages.shared.readers.retention import why_not
from pages.shared.readers.targets import targets_of

MOST_SHOWN = 12
HARDLY = "There is no earlier year to compare with, so no change can be taken apart."


def show(page: Frame) -> None:
    """Arrange the screen."""
    member = kpis.member_of(page.snapshot, page.selection)
    if member is None:
        problems.whatever_the_filters(
            "KPIs are of all customers, or of one segment, region, channel, product or tag", is_filtered=True
        )
    flows = kpis.flows(page.snapshot, member or EVERYONE)
    is_tag = member is not None and member[0] == "tag"
    if not flows:
        problems.nothing_to_show(
            "No KPI is known for these customers." + (" Tags count from the next build on." if is_tag else ""),
            try_this="Take the filter away above.",
        )
        return
    if is_tag:
        st.caption("KPIs of a tag are of those who carried it at the last build.")
    units = dict(zip(*(kpis.series(page.snapshot, member or EVERYONE)[name] for name in ("kpi", "unit")), strict=True))
    panels.cards(kpi_cards(flows, units, targets_of(page.snapshot, member or EVERYONE)))
    options = {kpi: KPI_DEFINITIONS[kpi].title for kpi in (*LED_BY, *sorted(set(flows) - set(LED_BY))) if kpi in flows}
    kpi = controls.choice("kpi", options, default=next(iter(options)), label="Look closer at", kind="select")
    with st.container(border=True):
        one_kpi(page, flows[kpi], member or EVERYONE, units[kpi])
    with st.container(border=True):
        st.subheader("What changed, and where", anchor=False)
        what_changed(page, kpi)
    take_along(page, member or EVERYONE)
    with st.expander("How each number is worked out", icon=":material/menu_book:"):
        for each, title in options.items():
            st.markdown(f"**{plain(title)}.** {plain(definition_words(each))}")


def take_along(page: Frame, member: tuple[str, str]) -> None:
    """Offer the numbers as a file: made when it is asked for."""
    stem = panels.file_name("retention", page).removesuffix(".csv")
    with st.container(horizontal=True, vertical_alignment="center"):
        for ending, (words, mime) in KINDS.items():
            parcel = Parcel(Export.REPORT, "retention report", f"{stem}{ending}", mime)
            offer(words, parcel, partial(_file, page, member, ending), key=f"take_{words}")
        st.caption("Numbers, courses, what changed and definitions, with the data's date on every page.")


def _file(page: Frame, member: tuple[str, str], ending: str) -> bytes:
    whom = "All customers" if member == EVERYONE else kpis.called(page.snapshot, member)
    return written_as(ending, report_of(page.snapshot, member, whom=whom))


def one_kpi(page: Frame, flow: KpiFlow, member: kpis.Member, unit: str) -> None:
    """Say what one KPI is and how it moved, draw it month by month, and ask on."""
    title = KPI_DEFINITIONS[flow.kpi].title
    st.subheader(plain(title), anchor=False)
    st.markdown(plain(kpi_sentence(flow, unit)))
    every = kpis.series(page.snapshot, member)
    own = every[every["kpi"] == flow.kpi].reset_index(drop=True)
    is_year = own["period"].str.contains("/")
    kinds = {"year": "12 months, moving", "month": "Month by month"}
    there = {name: words for name, words in kinds.items() if (is_year if name == "year" else ~is_year).sum() > 1}
    if there:
        kind = controls.choice("over", there, default=next(iter(there)), label="Over time")
        drawn = own[is_year if kind == "year" else ~is_year].reset_index(drop=True)
        done = what_was_done(page.snapshot, member, first=str(drawn["period"].iloc[0]))
        figures.show(
            kpi_line(drawn, ink=figures.ink(), title=title, done=done),
            alt=kpi_line_alt(drawn, title=title),
            key="kpi_line",
        )
        if len(done):
            st.caption(":material/change_history: A triangle marks a month in which people did something.")
            panels.numbers_behind(done, name="what-was-done", page=page, columns=kpi_tables.DONE, label="What was done")
    panels.meaning(
        f"{definition_words(flow.kpi)} A band is the 90% interval: how far the number would move with other customers"
        " like these. A point stands at the end of its period.",
    )
    panels.numbers_behind(own, name=f"kpi-{flow.kpi}", page=page, columns=kpi_tables.SERIES)
    follow_up_questions(flow.kpi)
    finding_button(page, kpi=flow.kpi)


def what_changed(page: Frame, kpi: str) -> None:
    """Take a KPI's change over a year apart by segment, region, channel or year of joining."""
    flow = kpis.flows(page.snapshot, EVERYONE).get(kpi)
    title = KPI_DEFINITIONS[kpi].title
    if flow is None or not flow.before_period:
        problems.nothing_to_show(HARDLY)
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        dimension = controls.choice("by", kpis.ADDS_UP, default="segment", label="By")
        level = controls.level(2) if dimension == "segment" else 2
    read = kpis.parts if profile.sees_ids() else kpis.parts_told_of
    parts = read(page.snapshot, flow, dimension, level)
    if parts.empty:
        problems.nothing_to_show(
            f"{title} can't be taken apart by this: it is no rate, or its parts don't add up to all customers in both"
            " years (of segments that people edited since the build, the year before is counted by the next build)."
        )
        return
    st.markdown(plain(parts_sentence(parts, title=title, change=flow.change)))
    _draw(page, parts, title, dimension, is_good_up=KPI_DEFINITIONS[kpi].good == "up")


def _draw(page: Frame, parts: pd.DataFrame, title: str, dimension: str, *, is_good_up: bool) -> None:
    shown = parts.head(MOST_SHOWN)
    picked = figures.pick(
        change_parts_chart(shown, ink=figures.ink(), title=title, is_good_up=is_good_up),
        alt=change_parts_alt(parts, title=title),
        key=f"parts_{page.snapshot.id}_{title}_{dimension}_{page.selection}",
    )
    if picked and dimension in ("segment", "region"):
        session.change(**{dimension: picked})
        session.rerun()
    rest = f" The {MOST_SHOWN} largest of {len(parts)} are drawn." if len(parts) > MOST_SHOWN else ""
    panels.meaning(
        f"Of all customers, whatever the filters. The bars add up to the change exactly.{rest} “Own rate” is what its"
        " customers did otherwise than a year before; “size” is that it became a larger or smaller part of all while"
        " its rate differs from that of all. Click a segment or a region to see its own numbers, then “Who is at high"
        " risk” for its customers.",
        not_this="That being in a segment made anybody leave or stay. Segments are those of today: who left counts in"
        " the segment of the customer most like them.",
    )
    panels.numbers_behind(parts.drop(columns="key"), name=f"change-by-{dimension}", page=page, columns=kpi_tables.PARTS)


shown = frame(
    "Retention",
    about="Who stays, what that is worth, how it moved in a year, and which customers moved it.",
    needs=("customers",),
)
if "kpis" in shown.snapshot.tables():
    show(shown)
elif why := why_not(shown.snapshot, "kpis"):
    problems.nothing_to_show(why)
else:
    problems.not_published("Retention")
