"""Compare: how the selected customers differ from another group, and how sure that is."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pandas as pd
import streamlit as st

from analytics.charts.comparison import comparison, comparison_alt
from analytics.insights.comparison import FEWEST
from pages.shared import controls, figures, filters, panels, problems, session, tables
from pages.shared.formats import percent, plain, plural, whole
from pages.shared.frame import Frame, frame
from pages.shared.notes.shown import notes_about
from pages.shared.notes.subjects import subjects_of
from pages.shared.readers import compared
from pages.shared.readers.segments import segments
from pages.shared.selection import Selection

MOST_SHOWN = 12
REST = ""
BESIDE = "beside"


def other_group(page: Frame) -> Selection | None:
    """Read the second group from the link; None is everyone else. What makes no sense is left out with a note."""
    text = session.free_choice(BESIDE)
    if not text:
        return None
    chosen, notes = Selection.from_query(dict(parse_qsl(text)))
    fitted, more = filters.fitting(page.snapshot, chosen.without("customer", "outcome"))
    for note in (*notes, *more):
        st.caption(f":material/info: {plain(note)}")
    return None if fitted.is_everyone else fitted


def words(page: Frame, chosen: Selection | None) -> str:
    """Say a group in words."""
    if chosen is None:
        return "everyone else"
    return ", ".join(filters.filter_words(page.snapshot, chosen, name) for name in chosen.filters()) or "everyone"


def choose_other(page: Frame, second: Selection | None) -> None:
    """Let the person choose the second group: everyone else, a segment, or the selection that is in force now."""
    options = {REST: "Everyone else"}
    for row in segments(page.snapshot).itertuples():
        options[urlencode({"segment": str(row.segment_key)})] = f"{'  ' * (int(str(row.level)) - 1)}{row.label}"
    text = REST if second is None else urlencode(second.query())
    options.setdefault(text, words(page, second))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = session.prime("compare_beside", text)
        st.selectbox(
            "Beside",
            tuple(options),
            key=key,
            format_func=lambda option: options[option],
            on_change=lambda: session.choose(BESIDE, str(session.widget_value("compare_beside"))),
            width=420,
        )
        st.button(
            "Keep this selection as the other group",
            help="Then choose the first group on the map or with the filter.",
            disabled=page.selection.is_everyone,
            on_click=_keep,
            args=(page.selection,),
        )


def _keep(chosen: Selection) -> None:
    session.choose(BESIDE, urlencode(chosen.without("customer", "outcome").query()))
    session.select(chosen.everyone())


def sizes_and_risk(page: Frame, second: Selection | None) -> None:
    """Show how many stand in each group, and their mean risk."""
    counted = compared.sizes(page.snapshot, page.selection, second)
    risk_a, risk_b = compared.mean_risks(page.snapshot, page.selection, second, page.outcome)
    shared = f" {plural(counted.n_both, 'customer')} in both are compared in neither." if counted.n_both else ""
    cards = [
        panels.Card("First group", whole(counted.n_a), f"The selection: {words(page, page.selection)}.{shared}"),
        panels.Card("Second group", whole(counted.n_b), f"{words(page, second).capitalize()}.{shared}"),
    ]
    if risk_a is not None and risk_b is not None:
        about = "Mean of the customers' own risks, and of their own 90% intervals."
        cards += [
            panels.Card("Mean risk, first", percent(risk_a.mean), f"{about} {risk_a.in_words()}."),
            panels.Card("Mean risk, second", percent(risk_b.mean), f"{about} {risk_b.in_words()}."),
        ]
    panels.cards(cards)
    st.caption(f"**First:** {plain(words(page, page.selection))} · **Second:** {plain(words(page, second))}.{shared}")
    if risk_a is not None and risk_b is not None:
        st.caption(f"**Mean risk:** first, {plain(risk_a.in_words())}; second, {plain(risk_b.in_words())}.")


def show_behaviour(page: Frame, second: Selection | None) -> None:
    """Show the largest differences in behaviour."""
    table = compared.behaviour(page.snapshot, page.selection, second)
    st.subheader("What they do differently", anchor=False)
    if table.empty:
        problems.nothing_to_show(
            f"A group has fewer than {FEWEST} customers that are not in the other.", try_this="Choose larger groups."
        )
        return
    real = table.loc[table["differs"]]
    names = ("the first group", "the second group")
    shown = real.drop_duplicates("feature").head(MOST_SHOWN)
    st.caption(
        f"{plural(len(real), 'difference')} of {whole(len(table))} compared hold after the correction for many"
        " comparisons" + (f"; the {len(shown)} largest are drawn." if len(shown) < len(real) else ".")
    )
    if not shown.empty:
        figures.show(
            comparison(shown, ink=figures.ink(), names=names), alt=comparison_alt(shown, names), key="behaviour"
        )
    panels.meaning(
        "Each dot is the difference of the two averages in standard deviations, with its 95% interval. Of the "
        "differences said to hold, about one in twenty does not (Benjamini and Hochberg).",
        not_this="Where a group was drawn on the map or by a rule, it differs by how it was drawn: that describes it "
        "and proves nothing.",
    )
    panels.numbers_behind(_for_table(table), name="comparison", page=page, columns=tables.COMPARISON)


def show_protected(page: Frame, second: Selection | None) -> None:
    """Show the protected attributes, apart from behaviour."""
    table = compared.protected(page.snapshot, page.selection, second)
    st.subheader("Protected attributes, apart", anchor=False)
    if table.empty:
        st.caption("No protected column was handed in, or the groups are too small.")
        return
    real = table.loc[table["differs"]]
    st.caption(
        "No segmentation and no model sees these. "
        + (
            f"Shares that differ: {', '.join(plain(title) for title in real['title'].head(6))}."
            if len(real)
            else "None of their shares differs after the correction for many comparisons."
        )
    )
    panels.numbers_behind(
        _for_table(table), name="comparison-protected", page=page, columns=tables.COMPARISON, label="Show the shares"
    )


def _for_table(table: pd.DataFrame) -> pd.DataFrame:
    return table[
        ["title", "unit", "mean_a", "mean_b", "effect", "lower", "upper", "p_adjusted", "differs", "n_a", "n_b"]
    ]


page = frame(
    "Compare",
    about="How the selected customers differ from another group, by how much, and how sure that is.",
    needs=("features", "customers"),
)
beside = other_group(page)
if page.selection.is_everyone:
    problems.nothing_to_show(
        "Choose the first group: draw around customers on the map, or use the filter above.",
        try_this="What you choose is compared with " + plain(words(page, beside)) + ".",
    )
    controls.link("pages/explore/segment_map.py", "Go to the map")
else:
    choose_other(page, beside)
    sizes_and_risk(page, beside)
    show_behaviour(page, beside)
    show_protected(page, beside)
    notes_about(page, subjects_of(page))
