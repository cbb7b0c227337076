"""How a push goes with a feature's value, and what counts only together."""

from __future__ import annotations

import streamlit as st

from analytics.charts.push_by_two import push_by_two, push_by_two_alt
from analytics.charts.push_intervals import push_intervals, shape_alt
from analytics.insights.columns import floats, texts
from analytics.insights.wording import percent
from pages.shared import controls, driver_tables, figures, panels
from pages.shared.formats import plain, whole
from pages.shared.frame import Frame
from pages.shared.readers import driver_shapes as reader
from pages.shared.readers.catalog import titles

NOT_YET = "This is not worked out yet. Build again on Data."
MOST_PAIRS = 6


def show_shape(page: Frame) -> None:
    """Draw a feature's mean push by parts of its values."""
    if not reader.is_known(page.snapshot):
        st.caption(NOT_YET)
        return
    options = reader.features(page.snapshot, page.outcome)
    if not options:
        st.caption("The model uses no feature, so no push goes with any value.")
        return
    feature = controls.choice("shape_of", options, default=next(iter(options)), label="Of", kind="select", width=520)
    table = reader.shape(page.snapshot, page.outcome, feature)
    figures.show(push_intervals(table, ink=figures.ink()), alt=shape_alt(table, name=options[feature]), key="shape")
    panels.meaning(
        f"The average push of customers whose value lies in each part, with a 90% interval of that average;"
        f" {whole(sum(floats(table, 'n_customers')))} customers, in parts of about as many.",
        not_this="The push of each of them: what else is true of a customer changes it. Nor what a change would do.",
    )
    panels.numbers_behind(
        table[["title", "mean_push", "lower", "upper", "n_customers"]],
        name="shape",
        page=page,
        columns=driver_tables.SHAPE,
    )


def show_pairs(page: Frame) -> None:
    """List the pairs that add most together, and draw one of them."""
    if not reader.is_known(page.snapshot):
        st.caption(NOT_YET)
        return
    table = reader.pairs(page.snapshot, page.outcome)
    if table.empty:
        st.markdown("No two features add anything together: in this model each counts by itself.")
        return
    share = percent(float(table["share_of_pushes"].iloc[0]))
    strongest = texts(table, "title")[0]
    st.markdown(f"Strongest: **{plain(strongest)}**, as large as {share} of all pushes together.")
    figures.show(
        push_intervals(table.head(MOST_PAIRS), ink=figures.ink(), axis="Average size of what the two add (log-odds)"),
        alt=f"The pair that adds most together: {strongest}.",
        key="pairs",
    )
    panels.meaning(
        "How much two features move the risk together, beyond what each does by itself (SHAP interaction values, both"
        f" halves), up or down, over {whole(table['n_customers'].iloc[0])} customers, with a 90% interval over them.",
        not_this="The interval is about customers of this model: another model might find another pair.",
    )
    panels.numbers_behind(
        table[["title", "feature", "other_feature", "mean_abs_together", "lower", "upper", "share_of_pushes"]],
        name="pairs",
        page=page,
        columns=driver_tables.PAIRS,
    )
    _one_pair(page, {str(place): title for place, title in enumerate(texts(table.head(MOST_PAIRS), "title"))})


def _one_pair(page: Frame, options: dict[str, str]) -> None:
    place = int(controls.choice("pair", options, default="0", label="Look closer at", kind="select", width=520))
    row = reader.pairs(page.snapshot, page.outcome).iloc[[place]]
    one, two = texts(row, "feature")[0], texts(row, "other_feature")[0]
    table = reader.pair_shape(page.snapshot, page.outcome, one, two)
    if table.empty:
        return
    known = titles(page.snapshot)
    names = known.get(one, one), known.get(two, two)
    st.markdown(f"**{plain(names[0])}**, by **{plain(names[1])}**")
    figures.show(push_by_two(table, ink=figures.ink()), alt=push_by_two_alt(table, names=names), key="one_pair")
    panels.meaning(
        f"A row a part of “{plain(names[0])}”, a mark a part of “{plain(names[1])}”: the average of what"
        " the two add together, with a 90% interval. Marks that lie apart in a row say that the second changes what"
        " the first does."
    )
    panels.numbers_behind(
        table[["title", "other_title", "mean_push", "lower", "upper", "n_customers"]],
        name="pair",
        page=page,
        columns=driver_tables.SHAPE,
    )
