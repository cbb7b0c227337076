"""The filter bar and its chips: at the same place on every screen, each filter cleared by one click."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analytics.store.snapshots import Snapshot
from analytics.vocabulary import LEVEL_NAMES, Band
from pages.shared import profile, session
from pages.shared.controls import EVERY, segment
from pages.shared.formats import percent, plain, plural, whole, words
from pages.shared.readers import cohorts, facts, layouts, population, tags
from pages.shared.readers.findings import finding
from pages.shared.readers.segments import segment_at
from pages.shared.selection import LONGEST_RULE, Selection
from pages.shared.small_selection import may_be_told

BAND_WORDS = {Band.LOW.value: "Low risk", Band.MEDIUM.value: "Medium risk", Band.HIGH.value: "High risk"}


def filter_bar(snapshot: Snapshot) -> None:
    """Draw the filters, what is in force, and how many customers it keeps."""
    chosen = session.selection()
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="filter_bar", horizontal_alignment="left"
    ):
        with st.popover("Filter", icon=":material/filter_list:", help="Narrow every screen to some customers."):
            _inputs(snapshot, chosen)
        for name in chosen.filters():
            st.button(
                f"{plain(filter_words(snapshot, chosen, name))}",
                key=f"chip_{name}",
                icon=":material/close:",
                icon_position="right",
                help="Take this filter away",
                on_click=_clear,
                args=(name,),
            )
        if not chosen.is_everyone:
            st.button("Reset all", key="chip_reset", type="tertiary", on_click=_clear_all)
        st.caption(counted(snapshot, chosen))


def filter_words(snapshot: Snapshot, chosen: Selection, name: str) -> str:
    """Say one filter in words, as on its chip."""
    if name == "segment":
        row = segment_at(snapshot, chosen.segment or "")
        kind = LEVEL_NAMES[row.level].removesuffix("s") if row is not None else "Segment"
        return f"{kind.replace('Familie', 'Family')}: {chosen.segment if row is None else row.label}"
    if name == "region":
        return f"Region: {region_words(snapshot).get(chosen.region or '', chosen.region)}"
    if name == "home_channel":
        return f"Channel: {words(chosen.home_channel or '')}"
    if name == "product":
        return f"Holds: {chosen.product}"
    if name == "band":
        return BAND_WORDS[chosen.band or Band.LOW.value]
    if name == "area":
        return "Area on the map"
    if name == "cohort":
        saved = cohorts.cohort(chosen.cohort or "")
        return f"Cohort: {chosen.cohort if saved is None else cohorts.words(saved)}"
    if name == "tag":
        return f"Tagged: {chosen.tag}"
    if name == "rule":
        return f"Rule: {chosen.rule}"
    if name == "found":
        return _found_words(snapshot, chosen)
    return f"Id contains: {chosen.search}"


def _found_words(snapshot: Snapshot, chosen: Selection) -> str:
    outcome = chosen.outcome or facts.default_outcome(snapshot)
    found = finding(snapshot, chosen.found or "", outcome)
    return "Found in the data" if found is None else found.short


def region_words(snapshot: Snapshot) -> dict[str, str]:
    """Name every region: from `region_id` to its name, or its id where it has none."""
    table = population.regions(snapshot)
    names = table["name"].astype("string").fillna("").to_list()
    return {str(key): str(name) or str(key) for key, name in zip(table["region_id"], names, strict=True)}


def counted(snapshot: Snapshot, chosen: Selection) -> str:
    """Say how many customers the selection keeps: `1,243 of 7,812 customers (15.9%)`, where that may be told."""
    n_all = len(population.customer_ids(snapshot))
    if chosen.is_everyone:
        return f"Everyone · {plural(n_all, 'customer')}"
    if not profile.sees_ids() and not may_be_told(snapshot, chosen):
        return "Too few to tell of"
    n = int(population.selected(snapshot, chosen).sum())
    return f"{whole(n)} of {plural(n_all, 'customer')} ({percent(n / n_all if n_all else None)})"


def fitting(snapshot: Snapshot, chosen: Selection) -> tuple[Selection, tuple[str, ...]]:
    """Take away what this snapshot does not know, with a note for each."""
    notes: list[str] = []
    if chosen.segment is not None:
        now = segment_at(snapshot, chosen.segment)
        if now is None:
            notes.append("The segment of this link is not among today's segments and is left out.")
        elif now.segment_key != chosen.segment:
            notes.append("The segment of this link has become another, as a person answered; that one is shown.")
        chosen = replace(chosen, segment=None if now is None else now.segment_key)
    if chosen.region is not None and chosen.region not in set(population.regions(snapshot)["region_id"]):
        notes.append("The region of this link is not known here and is left out.")
        chosen = chosen.without("region")
    if chosen.home_channel is not None and chosen.home_channel not in population.channels(snapshot):
        notes.append("The channel of this link is not known here and is left out.")
        chosen = chosen.without("home_channel")
    if chosen.product is not None and chosen.product not in population.products(snapshot):
        notes.append("The product of this link is not known here and is left out.")
        chosen = chosen.without("product")
    if chosen.area is not None and layouts.with_id(snapshot, chosen.area.map_id) is None:
        notes.append("The area of this link was drawn on an earlier map and is left out.")
        chosen = chosen.without("area")
    if chosen.band is not None and "scores" not in snapshot.tables():
        notes.append("Risk is not worked out here; the link's risk band is left out.")
        chosen = chosen.without("band")
    if chosen.cohort is not None:
        saved = cohorts.cohort(chosen.cohort)
        if saved is None or (saved.rule is not None and cohorts.rule_problem(snapshot, saved.rule)):
            notes.append("The cohort of this link is not here any more, or its rule can't be worked out on these data.")
            chosen = chosen.without("cohort")
    if chosen.tag is not None and chosen.tag not in tags.tags():
        notes.append("Nobody carries the tag of this link any more, and it is left out.")
        chosen = chosen.without("tag")
    if chosen.rule is not None and (problem := cohorts.rule_problem(snapshot, chosen.rule)):
        notes.append(f"The rule is left out. {problem}")
        chosen = chosen.without("rule")
    if chosen.found is not None:
        outcome = chosen.outcome or facts.default_outcome(snapshot)
        if finding(snapshot, chosen.found, outcome) is None:
            notes.append("What this link names is not found in these data any more, and is left out.")
            chosen = chosen.without("found")
    if chosen.outcome is not None and chosen.outcome not in facts.outcomes(snapshot):
        notes.append("The outcome of this link is not known here and is left out.")
        chosen = chosen.without("outcome")
    return chosen, tuple(notes)


def _inputs(snapshot: Snapshot, chosen: Selection) -> None:
    if "segments" in snapshot.tables():
        segment(snapshot)
    region_names = region_words(snapshot)
    if region_names:
        _pick("region", "Region", {EVERY: "Every region", **region_names}, chosen.region)
    by = population.channels(snapshot)
    if by:
        options = {EVERY: "Any channel", **{name: words(name) for name in by}}
        _pick("home_channel", "Home channel", options, chosen.home_channel)
    held = population.products(snapshot)
    if held:
        _pick("product", "Product held", {EVERY: "Any product", **{name: name for name in held}}, chosen.product)
    if "scores" in snapshot.tables():
        _pick("band", "Risk", {EVERY: "Any risk", **BAND_WORDS}, chosen.band)
    saved = {each.cohort_id: cohorts.words(each) for each in cohorts.all_cohorts()}
    if saved:
        _pick("cohort", "Cohort", {EVERY: "Any", **saved}, chosen.cohort)
    if there := tags.tags():
        _pick("tag", "Tag", {EVERY: "Any", **{tag: tag for tag in there}}, chosen.tag)
    if not profile.sees_ids():
        return
    key = session.prime("filter_rule", chosen.rule or "")
    st.text_area(
        "Rule",
        key=key,
        height=68,
        max_chars=LONGEST_RULE,
        placeholder="rent_share_365d > 0.3 and region_id in ('R03', 'R07')",
        help="Comparisons over features and attributes, joined by and, or, not. A missing value meets no comparison. "
        "Protected attributes cannot be used.",
        on_change=_picked,
        args=("rule",),
    )
    key = session.prime("filter_search", chosen.search or "")
    st.text_input("Customer id contains", key=key, max_chars=60, on_change=_picked, args=("search",))


def _pick(name: str, label: str, options: dict[str, str], value: str | None) -> None:
    key = session.prime(f"filter_{name}", value if value in options else EVERY)
    st.selectbox(
        label,
        tuple(options),
        key=key,
        format_func=lambda option: options[option],
        on_change=_picked,
        args=(name,),
    )


def _picked(name: str) -> None:
    value = session.widget_value(f"filter_{name}")
    text = str(value).strip() if value is not None else ""
    session.change(**{name: None if text in ("", EVERY) else text})


def _clear(name: str) -> None:
    session.select(session.selection().without(name))


def _clear_all() -> None:
    session.select(session.selection().everyone())
