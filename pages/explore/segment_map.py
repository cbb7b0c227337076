"""Segment map: where customers stand, who is near whom, and who the selected ones are."""

from __future__ import annotations

import streamlit as st

from analytics.insights.selection_profile import FEWEST
from analytics.insights.wording import quantity
from analytics.number_marks import written
from analytics.vocabulary import LEVEL_NAMES, LEVELS
from pages.shared import controls, panels, session, table_view, tables
from pages.shared.acts.menu import act_menu
from pages.shared.formats import interval, percent, plain, plural, two_places, whole, words
from pages.shared.frame import Frame, frame
from pages.shared.map.component import customer_map
from pages.shared.map.picking import picked
from pages.shared.notes.shown import claims_in_force, notes_about
from pages.shared.notes.subjects import subjects_of
from pages.shared.places_before import places_before
from pages.shared.readers import customer_card, described_selection, facts, map_view, population
from pages.shared.readers.colouring import RISK, SEGMENT
from pages.shared.readers.map_view import Ask
from pages.shared.readers.noted import notes_on_segments

CUSTOMERS, CUSTOMER = "pages/explore/customers.py", "pages/explore/customer.py"
MOST_EFFECTS = 5
LEAST_EFFECT = 0.1


def who_is_in_focus(page: Frame, level: int) -> None:
    """Show the customer that was clicked on."""
    customer = page.selection.customer
    card = None if customer is None else customer_card.customer_card(page.snapshot, customer, level, page.outcome)
    if card is None:
        return
    with st.container(border=True, key="focus_card", gap="xsmall"):
        st.markdown(f"**{plain(card.customer_id)}**")
        st.caption(plain(card.segment))
        if card.probability is not None:
            st.caption(f"Risk **{percent(card.probability)}** ({interval(card.lower, card.upper)})")
        with st.container(horizontal=True, vertical_alignment="center"):
            controls.link(CUSTOMER, "Open customer")
            st.button("Clear", key="focus_clear", type="tertiary", on_click=session.change, kwargs={"customer": None})


def who_is_selected(page: Frame, level: int) -> None:
    """Say how many are selected, how they differ, and where they belong."""
    mask = population.selected(page.snapshot, page.selection)
    n, n_all = int(mask.sum()), len(mask)
    everyone = page.selection.is_everyone
    st.subheader("Everyone" if everyone else "Selected customers", anchor=False)
    risk, risk_of_all = described_selection.selected_risk(page.snapshot, page.selection, page.outcome)
    with st.container(key="who_numbers"):
        first, second = st.columns(2, gap="small")
        share = None if everyone else f"{percent(n / n_all if n_all else None)} of everyone"
        first.metric("Customers", whole(n), delta=share, delta_color="off", delta_arrow="off")
        if risk is not None:
            beside = None if everyone else f"everyone {percent(risk_of_all)}"
            second.metric("Mean risk", percent(risk), delta=beside, delta_color="off", delta_arrow="off")
            told = described_selection.risk_in_words(page.snapshot, page.selection, page.outcome)
            st.caption(f"Mean risk: {plain(told)}.")
    if everyone:
        st.caption(
            "Draw around some customers (Shift + drag), click a name or a segment in the legend, or use the filter. "
            "What sets them apart appears here."
        )
    elif n == 0:
        st.markdown("**No customer fits all of these filters.**")
        st.caption("Take one away above, or draw another area.")
    else:
        what_sets_them_apart(page)
        controls.link(CUSTOMERS, f"See these {plural(n, 'customer')}")
    by_segment(page, level)


def what_sets_them_apart(page: Frame) -> None:
    """List the largest differences between the selected and everyone."""
    apart = described_selection.what_sets_them_apart(page.snapshot, page.selection)
    table = apart.table
    if table.empty:
        st.caption(f"Fewer than {FEWEST} customers, or everyone: nothing to compare.")
        return
    clear = table.loc[(table["effect"].abs() >= LEAST_EFFECT) & (table["lower"] * table["upper"] > 0)]
    st.markdown(
        "**What sets them apart**",
        help="The average of the selected beside everyone's, largest differences first. SD: the difference in standard "
        "deviations of everyone, with the half-width of its 95% interval. Because people are often selected by looking "
        "at the map, this describes them; it proves nothing.",
    )
    if apart.is_sample:
        st.caption(f"From a random sample of {whole(apart.n_compared)} of them; the intervals allow for it.")
    with st.container(key="apart", gap="xxsmall"):
        if clear.empty:
            st.caption("No feature differs clearly from everyone's average.")
        for _, row in clear.drop_duplicates("feature").head(MOST_EFFECTS).iterrows():
            unit = str(row["unit"])
            own, all_of_them = (plain(quantity(float(row[name]), unit)) for name in ("segment_mean", "overall_mean"))
            arrow = "arrow_upward" if row["effect"] > 0 else "arrow_downward"
            st.markdown(f":material/{arrow}: {plain(row['title'])}")
            margin = written(row["upper"] - row["effect"], ".2f")
            size = f"{written(row['effect'], '+.2f')} ± {margin} SD".replace("-", "−")
            st.caption(f"**{own}**, everyone {all_of_them} · {size}")


def by_segment(page: Frame, level: int) -> None:
    """List the segments that the selected belong to."""
    table = described_selection.selected_by_segment(page.snapshot, page.selection, level)
    table = table.loc[table["n_selected"] > 0].head(6)
    if page.selection.is_everyone or len(table) < 2:
        return
    st.markdown(f"**Their {LEVEL_NAMES[level].lower()}**")
    table_view.show(
        table[["label", "n_selected", "share"]],
        columns={
            "label": st.column_config.TextColumn(LEVEL_NAMES[level].removesuffix("s"), width=150),
            "n_selected": st.column_config.NumberColumn("Customers", format="localized", width=80),
            "share": st.column_config.NumberColumn("Share", format=tables.SHARE, width=70),
        },
        height="auto",
        alt=f"The selected customers by segment; most are in {table['label'].iloc[0]}.",
    )


def how_far_to_trust_it(page: Frame, level: int) -> None:
    """Say what the map means, how good it is, and how far segments follow protected attributes."""
    panels.meaning(
        "Customers who behave alike stand close together.",
        not_this="How far apart distant groups lie, how large a group looks and what is up or right mean little.",
    )
    quality = map_view.map_quality(page.snapshot)
    told = []
    if "trustworthiness" in quality:
        told.append(
            f"trustworthiness **{two_places(quality['trustworthiness'])}** (1 is best: neighbours here are neighbours)"
        )
    if "neighbour_recall" in quality:
        told.append(f"**{percent(quality['neighbour_recall'], 0)}** of true neighbours stay neighbours here")
    if told:
        st.caption("How faithful this map is: " + "; ".join(told) + ".")
    overlap = map_view.protected_overlap(page.snapshot, level)
    if not overlap.empty:
        agreement = ", ".join(
            f"{plain(words(str(row['attribute'])))} **{two_places(row['ami'])}** "
            f"({two_places(row['lower'])} to {two_places(row['upper'])})"
            for _, row in overlap.iterrows()
        )
        st.caption(
            "Protected attributes took no part in this map or these segments. "
            f"How far the {LEVEL_NAMES[level].lower()} agree with them (0 no more than chance, 1 fully): {agreement}."
        )


page = frame(
    "Segment map",
    about="Customers who behave alike stand close together. Draw around some to see who they are.",
    needs=("map", "segments", "membership"),
    may_be_nobody=True,
)
has_segments = facts.structure_found(page.snapshot) is not False
options = map_view.colour_options(page.snapshot)
if not has_segments:
    with st.container(horizontal=True, vertical_alignment="center", key="no_structure"):
        st.markdown(
            ":material/info: **No segments were found**: these customers differ by degree, and no division "
            "holds when it is looked at again. The map still shows who is like whom."
        )
        with st.popover("Why", type="tertiary"):
            st.markdown(plain(facts.text_fact(page.snapshot, "structure_reason")) or "No reason was recorded.")
with st.container(horizontal=True, vertical_alignment="bottom", key="map_controls"):
    usual = SEGMENT if has_segments or RISK not in options else RISK
    colour_by = controls.choice("colour", options, default=usual, label="Colour by", kind="select")
    level = controls.level() if has_segments else min(LEVELS)
    controls.outcome(page.snapshot)
act_menu(page)
left, right = st.columns([2.6, 1], gap="medium")
ask = Ask(by=colour_by, level=level, outcome=page.outcome)
with left:
    customer_map(
        map_view.places_bytes(page.snapshot),
        map_view.view_bytes(page.snapshot, page.selection, ask),
        map_view.tips_bytes(page.snapshot, level, page.outcome),
        key="customer_map",
        on_pick=lambda what: picked(page, what),
    )
    how_far_to_trust_it(page, level)
with right:
    who_is_in_focus(page, level)
    who_is_selected(page, level)
    if not page.selection.is_everyone:
        notes_about(page, subjects_of(page))
places_before(page, level)
if not page.selection.is_everyone:
    panels.numbers_behind(
        described_selection.what_sets_them_apart(page.snapshot, page.selection).table[
            ["title", "unit", "segment_mean", "overall_mean", "effect", "lower", "upper", "n_known"]
        ],
        name="what-sets-them-apart",
        page=page,
        columns={
            "title": "Feature",
            "unit": "Unit",
            "segment_mean": st.column_config.NumberColumn("Selected", format=tables.MIXED),
            "overall_mean": st.column_config.NumberColumn("Everyone", format=tables.MIXED),
            "effect": st.column_config.NumberColumn("Difference (SD)", format="%.2f"),
            "lower": st.column_config.NumberColumn("From", format="%.2f"),
            "upper": st.column_config.NumberColumn("To", format="%.2f"),
            "n_known": st.column_config.NumberColumn("Selected with a value", format="localized"),
        },
        label="Show data: every difference",
    )
panels.numbers_behind(
    notes_on_segments(
        described_selection.selected_by_segment(page.snapshot, page.selection, level), claims_in_force()
    ).drop(columns=["colour", "segment_id"]),
    name="segments-on-the-map",
    page=page,
    columns={
        "segment_key": None,
        "label": "Segment",
        "n_customers": st.column_config.NumberColumn("Customers", format="localized"),
        "n_selected": st.column_config.NumberColumn("Selected", format="localized"),
        "share": st.column_config.NumberColumn("Share of selected", format=tables.SHARE),
        "share_of_segment": st.column_config.NumberColumn("Share of segment", format=tables.SHARE),
        "notes": st.column_config.TextColumn("Notes", width="large"),
    },
    label="Show data: customers by segment",
)
