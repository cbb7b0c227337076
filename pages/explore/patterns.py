"""Patterns: which sequences go before an outcome, how sure that is, and where they hold."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from analytics.charts.pattern_fares import pattern_fares, pattern_fares_alt, times_words
from pages.shared import controls, figures, panels, problems, sequence_tables, session
from pages.shared.formats import plain, plural, whole, words
from pages.shared.frame import Frame, frame
from pages.shared.pattern_row import not_found, one
from pages.shared.pattern_view import pattern_view
from pages.shared.patterns_anyway import show_anyway
from pages.shared.readers import facts, patterns
from pages.shared.readers.happened import symbol_words
from pages.shared.readers.pattern_matches import NEEDS
from pages.shared.readers.pattern_sayings import dismissed_before, name_of, with_names
from pages.shared.rules_view import open_now, rules_view

AT_ONCE = 8
ANY = "any"
KEPT = {"sure": "Those that hold up", "all": "All that were tested"}
WAYS = {"more": "More likely after", "less": "Less likely after", "both": "Both"}
WHATEVER = "whatever"
ASIDE = {"hide": "Hidden", "show": "Shown"}
SORTS = {"sure": "Surest first", "strong": "Strongest first", "many": "Most customers first"}


def inputs(page: Frame) -> tuple[str, pd.DataFrame]:
    """Let the person choose the outcome and which patterns to see; gives the outcome and the patterns."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="pattern_inputs"):
        before = outcome_chosen(page)
        table = patterns.listed(page.snapshot, before) if before else patterns.anyway(page.snapshot)
        named = symbol_words(page.snapshot)
        symbols = sorted({symbol for each in table["pattern"] for symbol in str(each).split(" > ")})
        options = {ANY: "Anything", **{symbol: named.get(symbol, symbol) for symbol in symbols}}
        holds = controls.choice("holds", options, default=ANY, label="That hold", kind="select")
        if not before:
            return before, without_parts(without_dismissed(chosen_by(table, holds), before))
        sort = controls.choice("sort", SORTS, default="sure", label="Order", kind="select", width=200)
        kept = controls.choice("kept", KEPT, default="sure", label="Which")
        way = controls.choice("way", WAYS, default="more", label="The outcome is")
        table = without_parts(without_dismissed(table, before))
    table = chosen_by(table, holds)
    if kept == "sure":
        table = table[table["is_sure"]]
    if way != "both":
        table = table[(table["lift"] > 1) == (way == "more")]
    return before, ordered(table, sort)


def outcome_chosen(page: Frame) -> str:
    """Let the person choose what goes before; empty for what customers do whatever follows."""
    known = patterns.outcomes(page.snapshot)
    options = {name: words(name) for name in known}
    if not patterns.anyway(page.snapshot).empty:
        options[WHATEVER] = "Whatever follows: what customers do"
    default = page.outcome if page.outcome in known else next(iter(options))
    before = controls.choice("before", options, default=default, label="What goes before", kind="select")
    return "" if before == WHATEVER else before


def chosen_by(table: pd.DataFrame, holds: str) -> pd.DataFrame:
    """Keep the patterns that hold an event."""
    return table if holds == ANY else patterns.holding(table, holds)


def without_parts(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out parts of longer patterns with the very same rows where that is asked for; there may be none."""
    if "is_closed" not in table or (table["is_closed"] == 1).all():
        return table
    n = int((table["is_closed"] != 1).sum())
    shown = controls.choice("parts", ASIDE, default="show", label=f"Parts of longer ones ({n})")
    return table if shown == "show" else table[table["is_closed"] == 1]


def without_dismissed(table: pd.DataFrame, before: str) -> pd.DataFrame:
    """Leave out what people dismissed, unless it is asked for; nothing is asked where nothing is dismissed."""
    aside = table["pattern_id"].isin(dismissed_before(before))
    if not aside.any():
        return table
    shown = controls.choice("aside", ASIDE, default="hide", label=f"Dismissed ({int(aside.sum())})")
    return table if shown == "show" else table[~aside]


def ordered(table: pd.DataFrame, sort: str) -> pd.DataFrame:
    """Put patterns in the order that was chosen."""
    if sort == "strong":
        distance = table["odds_ratio"].map(lambda odds: abs(math.log(odds)) if odds > 0 else 0.0)
        table = table.assign(distance=distance).sort_values("distance", ascending=False, kind="stable")
    if sort == "many":
        table = table.sort_values("n_customers", ascending=False, kind="stable")
    return table.reset_index(drop=True)


def how_much_was_tested(page: Frame, before: str) -> None:
    """Say how many sequences were looked at, how many differ from chance, and how many were found again."""
    every = patterns.tests(page.snapshot)
    told = every[every["outcome"] == before].iloc[0]
    n_tested, n_found, n_again = (int(told[name]) for name in ("n_tested", "n_found", "n_replicated"))
    n_rows, n_cases = whole(int(told["n_rows"])), whole(int(told["n_cases"]))
    st.caption(
        f"Before “{plain(words(before).lower())}” {plural(n_tested, 'sequence')} were tested on {n_rows} rows (a"
        f" customer on a day), of which {n_cases} were followed by it. {whole(n_found)} differ from chance (of"
        f" these about one in twenty does not), {whole(n_again)} of them were found again among customers set aside."
    )


def show_list(page: Frame, before: str, table: pd.DataFrame, chosen: str) -> None:
    """Show the patterns of a page, each in words, with a way to look closer; the chosen one stands below its words."""
    key = f"pattern_pages_{page.snapshot.id}_{before}_{len(table)}"
    listed = st.container()
    n_pages = math.ceil(len(table) / AT_ONCE)
    at = st.pagination(n_pages, key=key) if n_pages > 1 else 1
    shown = table.iloc[(at - 1) * AT_ONCE : at * AT_ONCE]
    with listed:
        first = (at - 1) * AT_ONCE
        st.caption(f"{whole(first + 1)}–{whole(first + len(shown))} of {plural(len(table), 'sequence')}.")
        if chosen and chosen not in set(shown["pattern_id"]):
            pattern_view(page, before, chosen)
        for row in shown.to_dict("records"):
            one(page, before, row)
            if row["pattern_id"] == chosen:
                pattern_view(page, before, chosen)
    st.subheader("How sure", anchor=False)
    drawn = for_chart(shown)
    axis = "odds of the outcome, as a multiple of those without it who did about as much"
    figures.show(pattern_fares(drawn, ink=figures.ink(), axis=axis), alt=pattern_fares_alt(drawn), key="pattern_odds")
    panels.meaning(
        "Odds ratios among all customers, with 95% intervals, against customers of the same quarter who did about as"
        " much (Mantel and Haenszel). “Found again” means: also among the customers set aside.",
        not_this="A sequence goes with what follows; that it causes it is not said. Parts of a true sequence are found"
        " with it, and so are sequences that go with what nobody measured.",
    )
    panels.numbers_behind(
        with_names(table)[[*sequence_tables.PATTERNS]],
        name=f"patterns-{before}",
        page=page,
        columns=sequence_tables.PATTERNS,
    )


def for_chart(table: pd.DataFrame) -> pd.DataFrame:
    """Give the odds ratios of some patterns as the chart takes them."""
    drawn = table.rename(
        columns={"words": "title", "odds_ratio": "times", "lower": "times_lower", "upper": "times_upper"}
    )
    sides = [
        "unclear" if not low > 1 and not high < 1 else ("more" if low > 1 else "less")
        for low, high in zip(drawn["times_lower"], drawn["times_upper"], strict=True)
    ]
    beside = [
        times_words(*each) for each in zip(drawn["times"], drawn["times_lower"], drawn["times_upper"], strict=True)
    ]
    titles = [
        name_of(str(key)) or f"{title[:1].upper()}{title[1:]}"
        for key, title in zip(drawn["pattern_id"], drawn["title"], strict=True)
    ]
    return drawn.assign(title=titles, verdict=sides, beside=beside)


def nothing(page: Frame) -> bool:
    """Say why there are no patterns, where there are none."""
    why = patterns.why_not(page.snapshot)
    there = patterns.outcomes(page.snapshot) or len(patterns.anyway(page.snapshot))
    if there and set(NEEDS) <= page.snapshot.tables():
        return False
    if why:
        problems.nothing_to_show(why)
    elif facts.text_fact(page.snapshot, "source_kind") == "table":
        problems.nothing_to_show("A customer table doesn't say when anything happened, so there are no sequences.")
    else:
        problems.not_published("Patterns")
    return True


def show(page: Frame) -> None:
    """Arrange the screen."""
    before, table = inputs(page)
    if not before:
        show_anyway(page, table)
        return
    if page.outcome not in patterns.outcomes(page.snapshot):
        st.caption(
            f":material/info: Before “{plain(words(page.outcome).lower())}” no sequences were looked for: it followed"
            " too seldom, or the records are too short. Another outcome is shown."
        )
    how_much_was_tested(page, before)
    open_now(page, before)
    pattern_id = session.free_choice("pattern")
    known = patterns.outcomes(page.snapshot)
    if table.empty:
        if pattern_id:
            pattern_view(page, before, pattern_id)
        problems.nothing_to_show(
            "No sequence is of this kind: none is beyond chance and was found again, or none holds what you chose.",
            try_this="Look at all that were tested, at both directions, or at another outcome.",
        )
    else:
        show_list(page, before, table, pattern_id)
    not_found(page, before, known)
    rules_view(page, before)


shown = frame(
    "Patterns",
    about="What customers did, in which order, before an outcome: how often, how sure, and where it holds.",
    needs=("customers", "features"),
)
if nothing(shown):
    if session.free_choice("pattern"):
        pattern_view(shown, "", session.free_choice("pattern"))
    not_found(shown, "", ())
else:
    show(shown)
