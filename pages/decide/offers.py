"""What offers do: whom they keep, whom they drive away, and how sure that is."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.offer_effects import offer_effects_alt, offer_effects_chart
from analytics.charts.offer_rankings import offer_rankings_alt, offer_rankings_chart
from analytics.insights.list_words import ANY, average_words, points_words
from pages.shared import controls, figures, list_tables, panels, problems
from pages.shared.formats import plain, words
from pages.shared.frame import Frame, frame
from pages.shared.readers import retention_lists as reader

LISTS = "pages/decide/retention_list.py"
SAID = {
    "lowers": "Keeps customers",
    "raises": "Drives customers away",
    "unsure": "Can't be told from no effect",
    "unknown": "Too few to compare",
}


def show(page: Frame) -> None:
    """Arrange the screen."""
    problems.whatever_the_filters(
        "What offers do is asked of all customers", is_filtered=bool(page.selection.filters())
    )
    effects = reader.offer_effects(page.snapshot)
    facts = page.snapshot.table("uplift_facts")
    why = str(facts["why"].iloc[0]) if len(facts) else "No trial has been looked at."
    if effects.empty:
        problems.nothing_to_show(
            why, try_this="Hold offers back at random, as retention lists do, to learn what they do."
        )
        return
    with st.container(border=True):
        st.subheader("On average", anchor=False)
        on_average(page, effects)
    with st.container(border=True):
        st.subheader("Whom to offer something", anchor=False)
        whom(page, facts.iloc[0])
    controls.link(LISTS, "Make a retention list")


def on_average(page: Frame, effects: pd.DataFrame) -> None:
    """Say what each offer does to all who were in its trial, alone and over each channel."""
    table = effects.assign(title=[_title(*each) for each in zip(effects["offer"], effects["channel"], strict=True)])
    st.markdown(
        plain(average_words(table.iloc[0])) + ("" if _is_any_sure(table) else " **No offer's effect is sure.**")
    )
    known = table[table["effect"].notna()].reset_index(drop=True)
    if len(known):
        figures.show(offer_effects_chart(known, ink=figures.ink()), alt=offer_effects_alt(table), key="offer_effects")
    panels.meaning(
        "By how many percentage points fewer left with the offer than without, of those between whom the draw decided;"
        " a bar is the 90% interval. Coloured is what holds after counting how many rows are compared.",
        not_this="That an offer without a sure effect does nothing: it may keep some and drive away as many.",
    )
    told = table.assign(verdict=table["verdict"].map(SAID))[list(list_tables.EFFECTS)]
    panels.numbers_behind(told, name="offer-effects", page=page, columns=list_tables.EFFECTS)


def whom(page: Frame, facts: pd.Series) -> None:
    """Say whether a ranking by effect is worth anything on customers that no model saw, beside risk and chance."""
    is_better = str(facts["ranked_by"]) == "effect"
    st.markdown(plain(str(facts["why"])))
    if pd.notna(facts["gain"]):
        told = [
            f"{points_words(float(facts[f'gain{end}']))} points {words} ({points_words(float(facts[f'lower{end}']))} to"
            f" {points_words(float(facts[f'upper{end}']))})"
            for end, words in (("", "over as many at random"), ("_over_risk", "over those at highest risk"))
        ]
        st.markdown(plain(f"Offered to the first 30%: {told[0]}, {told[1]}; 90% intervals."))
    st.markdown(
        "So retention lists are ranked by effect." if is_better else "So lists are ranked by risk, **effect unknown**."
    )
    curve = page.snapshot.table("uplift_curve")
    if curve.empty:
        return
    curve = curve[curve["budget"] < 1].reset_index(drop=True)
    figures.show(offer_rankings_chart(curve, ink=figures.ink()), alt=offer_rankings_alt(curve), key="offer_rankings")
    panels.meaning(
        "How many more of a hundred offered are kept than of a hundred drawn at random, if only the first so many per"
        " cent get an offer. Models of other customers ranked them; what they got was drawn at random.",
        not_this="That the riskiest are the best to contact: an offer can remind them to leave.",
    )
    panels.numbers_behind(curve, name="offer-rankings", page=page, columns=list_tables.CURVE)


def _is_any_sure(table: pd.DataFrame) -> bool:
    return bool(table["verdict"].isin(["lowers", "raises"]).any())


def _title(offer: object, channel: object) -> str:
    name = "All offers" if str(offer) == ANY else words(str(offer))
    return name if str(channel) == ANY else f"{name}, {str(channel).replace('_', ' ')}"


shown = frame(
    "What offers do",
    about="Whom offers keep, whom they drive away, and how sure that is.",
    needs=("customers", "uplift_facts"),
    may_be_nobody=True,
)
show(shown)
