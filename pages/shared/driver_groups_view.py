"""Whether drivers differ by when customers joined, by date, and from the last snapshot's."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.drivers import AXIS
from analytics.charts.push_intervals import push_intervals, strength_alt
from analytics.insights.columns import texts
from analytics.insights.driver_changes import change_sentences
from pages.shared import controls, driver_tables, figures, panels
from pages.shared.formats import day, plain
from pages.shared.frame import Frame
from pages.shared.readers import churn, facts, stability
from pages.shared.readers import driver_groups as reader
from pages.shared.readers.catalog import titles

DIMENSIONS = {"cohort": "By when customers joined", "period": "By date"}
_NONE = {
    "cohort": "These data do not say when customers joined, or too few joined in any year (30 are needed).",
    "period": "Customers were described on one date only, so nothing can be followed.",
}
MOST_FEATURES = 15
FEW_STABLE = 0.5


def show_groups(page: Frame) -> None:
    """Draw how strong one driver is in each cohort or on each date, and say which differ most."""
    if not reader.is_known(page.snapshot):
        st.caption("This is not worked out yet. Build again on Data.")
        return
    dimension = controls.choice("drivers_by", DIMENSIONS, default="cohort", label="Compare", show_label=False)
    table = reader.groups(page.snapshot, page.outcome, dimension)
    members = sorted(set(texts(table, "member")))
    if len(members) < 2:
        st.caption(_NONE[dimension])
        return
    changes = reader.first_and_last(page.snapshot, page.outcome, dimension)
    st.markdown(f"From **{plain(_member(members[0]))}** to **{plain(_member(members[-1]))}**:")
    for sentence in change_sentences(changes, titles(page.snapshot)):
        st.markdown(f"- {plain(sentence)}")
    _one_driver(page, table)
    panels.numbers_behind(
        table[["member", "feature", "title", "direction_words", "mean_abs_contribution", "lower", "upper"]],
        name="drivers-by-group",
        page=page,
        columns=driver_tables.DRIVERS | {"member": "Group"},
    )


def _one_driver(page: Frame, table: pd.DataFrame) -> None:
    overall = churn.drivers(page.snapshot, page.outcome).head(MOST_FEATURES)
    options = dict(zip(texts(overall, "feature"), texts(overall, "title"), strict=True))
    feature = controls.choice(
        "driver_over", options, default=next(iter(options)), label="Driver", kind="select", width=520
    )
    own = table[table["feature"] == feature].sort_values("member", ignore_index=True)
    ways = sorted(set(texts(own, "direction_words")))
    drawn = own.assign(
        title=[_member(one) for one in texts(own, "member")], contribution=own["mean_abs_contribution"], is_sure=True
    )
    figures.show(
        push_intervals(drawn, ink=figures.ink(), axis=AXIS),
        alt=strength_alt(drawn, name=options[feature]),
        key="groups",
    )
    same = f"In all of them {ways[0]}." if len(ways) == 1 else f"Its direction differs: {', '.join(ways)}."
    panels.meaning(
        f"How strongly it moves the risk in each group, with a 90% interval over customers. {plain(same)} Each group is"
        " at most 2,000 customers, chosen by a hash, and today's model is asked about all of them.",
        not_this="That what causes the outcome has changed: the model is the same, the customers differ.",
    )


def _member(member: str) -> str:
    """Write a date as dates are written; years and cohorts stay."""
    return day(member) if member.count("-") == 2 else member


def show_since_last(page: Frame) -> None:
    """Say what rose and fell since the last snapshot with another model or date."""
    since = reader.since_last(page.snapshot, page.outcome)
    if since is None:
        st.caption(
            "There is no earlier snapshot with another model or date, so nothing can be compared. After the next build"
            " on newer data, what rose and fell stands here."
        )
        return
    today = day(facts.as_of(page.snapshot))
    dates = f"on the same date, {today}" if since.same_date else f"from {day(since.as_of)} to {today}"
    st.markdown(f"Compared with the snapshot before, {plain(dates)}:")
    for sentence in change_sentences(since.changes, titles(page.snapshot)):
        st.markdown(f"- {plain(sentence)}")
    held = stability.in_general(page.snapshot, page.outcome)
    if held is not None and len(held) and float(held["is_stable"].mean()) < FEW_STABLE:
        st.markdown(
            ":orange[:material/warning:] Most reasons by this model don't hold when it is made again, so changes like"
            " these may be chance."
        )
    panels.meaning(
        "A driver is called stronger or weaker where the 90% intervals of its average push, then and now, do not meet.",
        not_this="That the world has changed: each snapshot has a model of its own, and the intervals are over"
        " customers, not over models. Whether reasons hold in models made again is said below.",
    )
    panels.numbers_behind(
        since.changes[["feature", "title", "before", "now", "lower", "upper", "change", "what"]],
        name="drivers-since",
        page=page,
        columns=driver_tables.DRIVERS_SINCE,
    )
