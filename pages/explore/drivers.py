"""Churn drivers: what goes with leaving, and how far the model behind it can be trusted."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.charts import drivers as drivers_chart
from analytics.charts.calibration import calibration, calibration_alt
from analytics.charts.model_quality import model_quality, model_quality_alt, quality_by_month, quality_by_month_alt
from analytics.insights.columns import texts
from analytics.insights.model_verdict import calibration_words, cost_of_protection, lost_to_logistic, verdict
from analytics.insights.risk_words import outcome_title
from analytics.insights.standouts import Tone
from analytics.insights.wording import listing
from analytics.knowledge.notes import SubjectKind
from pages.shared import controls, driver_tables, figures, model_limits, panels, problems, tables
from pages.shared.acts.on_findings import finding_button
from pages.shared.driver_groups_view import show_groups, show_since_last
from pages.shared.driver_shapes_view import show_pairs, show_shape
from pages.shared.formats import plain, plural, whole, words
from pages.shared.frame import Frame, frame
from pages.shared.notes.shown import notes_about
from pages.shared.notes.subjects import Subject, subjects_of
from pages.shared.readers import churn, facts, population
from pages.shared.readers.segments import segment_at
from pages.shared.reasons_hold import hold_in_general
from pages.shared.second_opinion import agreement_in_general

MOST_FEATURES = 10
FEWEST_FOR_DRIVERS = 30


def definition(page: Frame) -> bool:
    """Say what counts as the outcome, who defined it, and whether there is a model; gives whether there is one."""
    told = facts.outcomes(page.snapshot).get(page.outcome)
    if told is None:
        problems.nothing_to_show("These data have no outcome.", try_this="Load a table of outcomes.", to_data=True)
        return False
    said = f"**In force:** {plain(told.in_words())}"
    if told.n_labelled:
        said += f" It happened in {whole(told.n_positive)} of {plural(told.n_labelled, 'known case')}."
    st.markdown(said)
    if not told.has_model:
        problems.nothing_to_show(
            f"There is no model for {outcome_title(page.outcome)}. {told.why_not or ''}",
            try_this="Everything that needs no risk still works. Outcomes can be added on Data.",
            to_data=True,
        )
    return told.has_model


def drivers(page: Frame) -> None:
    """Draw what goes with the risk, of everyone or of the customers that the filters keep."""
    selection = page.selection
    segment = segment_at(page.snapshot, selection.segment) if selection.segment else None
    if segment is not None and selection.filters() == ("segment",):
        table = churn.drivers_in_segment(page.snapshot, page.outcome, segment.segment_id)
        n = segment.n_customers
    elif selection.is_everyone:
        table, n = churn.drivers(page.snapshot, page.outcome), len(population.customer_ids(page.snapshot))
    else:
        table = churn.drivers_of_chosen(page.snapshot, page.outcome, selection)
        n = int(population.selected(page.snapshot, selection).sum())
    if n < FEWEST_FOR_DRIVERS:
        problems.too_few(n, FEWEST_FOR_DRIVERS, "drivers of their own")
        return
    first = table.head(MOST_FEATURES)
    figures.show(drivers_chart.drivers(first, ink=figures.ink()), alt=drivers_chart.drivers_alt(first), key="drivers")
    panels.meaning(
        f"How strongly each thing moves the risk of these {whole(n)} customers, up or down, with a 90% interval."
        " A push of 0.7 about doubles or halves the odds.",
        not_this="What goes with the risk is not what causes it: changing it need not change what happens.",
    )
    shown_columns = [name for name in driver_tables.DRIVERS if name in table.columns]
    panels.numbers_behind(table[shown_columns], name="drivers", page=page, columns=driver_tables.DRIVERS)
    about = tuple(
        Subject(SubjectKind.FEATURE, feature, f"feature “{title}”")
        for feature, title in zip(texts(first, "feature"), texts(first, "title"), strict=True)
    )
    notes_about(page, (*subjects_of(page), *about))
    finding_button(page)


def trust(page: Frame) -> None:
    """Say how good the model is, beside the simple rule and logistic regression."""
    evaluation = churn.evaluation(page.snapshot, page.outcome)
    said = verdict(evaluation)
    if said is not None:
        icon = ":orange[:material/warning:]" if said.tone is Tone.WATCH else ":green[:material/check_circle:]"
        st.markdown(f"{icon} {plain(said.text)}")
    simpler = lost_to_logistic(evaluation)
    if simpler is not None:
        st.markdown(f":orange[:material/warning:] {plain(simpler)}")
    table = churn.quality(page.snapshot, page.outcome)
    figures.show(model_quality(table, ink=figures.ink()), alt=model_quality_alt(table), key="quality")
    panels.meaning(
        "AUC is the chance that, of two customers, one to whom it happened and one to whom it did not, the model gives"
        " the first the higher risk: 0.5 is a coin toss, 1 is always. The simple rule looks at one column only.",
    )
    protected = facts.protected(page.snapshot)
    if st.toggle("What leaving the protected columns out costs", key="cost_of_protection"):
        costs = cost_of_protection(evaluation)
        names = listing([words(name) for name in protected]) or "none here"
        st.markdown(f"Left out of the model: {plain(names)}.")
        for sentence in costs:
            st.markdown(f"- {plain(sentence)}")
        if not costs:
            st.caption("The model was not fitted with these columns, or there are none in these data.")
    behind = churn.all_measures(page.snapshot, page.outcome)
    shown_columns = [name for name in tables.QUALITY if name in behind.columns]
    panels.numbers_behind(behind[shown_columns], name="model-quality", page=page, columns=tables.QUALITY)


def comes_true(page: Frame) -> None:
    """Draw whether the risks come true."""
    bins = churn.calibration(page.snapshot, page.outcome)
    if bins.empty:
        st.caption("It happened to too few customers to compare groups.")
        return
    figures.show(calibration(bins, ink=figures.ink()), alt=calibration_alt(bins), key="calibration")
    st.caption(plain(calibration_words(bins) or ""))
    panels.meaning("Dots on the dotted line: of customers given a risk of 20%, it happened to one in five.")
    panels.numbers_behind(bins, name="calibration", page=page, columns=tables.CALIBRATION)


def over_time(page: Frame) -> None:
    """Draw how well the model ranked customers, date by date."""
    table = churn.quality_by_month(page.snapshot, page.outcome)
    if table["as_of"].nunique() < 2:
        st.caption("There are outcomes of one date only, so the quality cannot be followed over time.")
        return
    figures.show(quality_by_month(table, ink=figures.ink()), alt=quality_by_month_alt(table), key="by_month")
    panels.meaning("A line that falls says that the model ages: what went with leaving then does so less now.")
    shown_columns = [name for name in tables.QUALITY if name in table.columns]
    panels.numbers_behind(table[shown_columns], name="quality-by-month", page=page, columns=tables.QUALITY)


def leaks(page: Frame) -> None:
    """Name what looks too good to be true."""
    table = churn.leaks(page.snapshot, page.outcome)
    if table.empty:
        st.markdown(":green[:material/check_circle:] No column is so good that it must have been written afterwards.")
        return
    for title, reason in zip(texts(table, "title"), texts(table, "reason"), strict=True):
        st.markdown(f":orange[:material/warning:] **{plain(title)}.** {plain(reason)}")
    st.caption("If such a column is filled in after the outcome, leave it out on Data and build again.")


def show(page: Frame) -> None:
    """Arrange the screen."""
    part(page, f"What goes with {plain(outcome_title(page.outcome))}", drivers)
    part(page, "How does a push go with the value?", show_shape)
    part(page, "What counts only together?", show_pairs)
    part(page, "Does it differ by cohort or over time?", show_groups)
    part(page, "What changed since the last snapshot?", show_since_last)
    part(page, "Can the model be trusted?", trust)
    left, right = st.columns(2, gap="medium")
    with left:
        part(page, "Do the risks come true?", comes_true)
    with right:
        part(page, "Does it stay good?", over_time)
    part(page, "Do the reasons hold?", hold_in_general)
    part(page, "Do two explanations agree?", agreement_in_general)
    part(page, "What can be ruled out?", model_limits.what_is_ruled_out)
    part(page, "Where is the model wrong?", model_limits.where_it_is_wrong)
    part(page, "Too good to be true?", leaks)


def part(page: Frame, title: str, draw: Callable[[Frame], None]) -> None:
    """Draw a part of the screen under its title."""
    with st.container(border=True):
        st.subheader(title, anchor=False)
        draw(page)


shown = frame(
    "Churn drivers",
    about="What goes with leaving, overall and for the customers that the filters keep.",
    needs=("drivers", "evaluation"),
)
controls.outcome(shown.snapshot)
if definition(shown):
    show(shown)
