"""One sequence of the list: in words, how sure it is, how many have it, and what people said of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import streamlit as st

from analytics.charts.pattern_fares import times_words
from analytics.insights.pattern_fares import FEWEST_ROWS
from pages.shared import session
from pages.shared.formats import day, interval, number, percent, plain, plural, whole, words
from pages.shared.frame import Frame
from pages.shared.people_words import written
from pages.shared.readers import patterns
from pages.shared.readers.pattern_sayings import named, not_in_build, said_of, who_named, words_of


def heading(pattern_id: str, words: str) -> None:
    """Say which sequence it is, with what people said of it, and offer to look closer."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{plain(named(pattern_id, words))}**{plain(who_named(pattern_id))}")
        st.button(
            "Look closer",
            key=f"look_{pattern_id}",
            type="tertiary",
            icon=":material/search:",
            on_click=session.choose,
            args=("pattern", pattern_id),
        )
    put_aside(pattern_id)


def put_aside(pattern_id: str) -> None:
    """Say that a sequence was dismissed, by whom, when and why; nothing where it stands."""
    said = said_of(pattern_id)
    if said is not None and said.dismissed is not None:
        told = said.dismissed
        when = day(told.dismissed_at[:10])
        st.markdown(f":material/visibility_off: {plain(f'Dismissed by {told.author} on {when}: {written(told.why)}')}")


def one(page: Frame, before: str, row: Mapping[Hashable, object]) -> None:
    """Show one pattern."""
    pattern = str(row["pattern"])
    with st.container(border=True, key=f"pattern_{row['pattern_id']}", gap="xxsmall"):
        heading(str(row["pattern_id"]), str(row["sentence"]))
        st.caption(plain(f"{evidence(row)} {here(page, before, pattern)}"))


def evidence(row: Mapping[Hashable, object]) -> str:
    """Say how sure a pattern is."""
    odds, lower, upper, p = (float(str(row[name])) for name in ("odds_ratio", "lower", "upper", "p_adjusted"))
    ratio = f"odds ratio {number(odds, 1)} (95% interval {number(lower, 1)} to {number(upper, 1)})"
    chance = "p below 0.001" if p < 0.001 else f"p {number(p, 3)}"
    again = "found again" if row["replicates"] == 1 else "not found again"
    return f"Of all customers: {percent(float(str(row['support'])))} of rows; {ratio}; {chance}, corrected; {again}."


def here(page: Frame, before: str, pattern: str) -> str:
    """Say how many have it now, and, where customers are selected, how it fares among them."""
    n = patterns.n_now(page.snapshot, pattern, page.selection)
    if page.selection.is_everyone:
        return f"{plural(n, 'customer')} {'has' if n == 1 else 'have'} it now."
    fares = patterns.fares_here(page.snapshot, pattern, before, page.selection).iloc[0]
    have = f"Of the selected, {plural(n, 'customer')} {'has' if n == 1 else 'have'} it now."
    if fares["verdict"] == "few":
        return (
            f"{have} Among them too few rows have it to say more ({whole(fares['n_with'])}; {FEWEST_ROWS} are needed)."
        )
    shares = f"{percent(fares['share_with'])} (90% interval {interval(fares['lower'], fares['upper'])})"
    ratio = times_words(fares["times"], fares["times_lower"], fares["times_upper"])
    return (
        f"{have} Among them it was followed in {shares} of {whole(fares['n_with'])} rows, beside"
        f" {percent(fares['share_without'])} without it: {ratio}."
    )


def not_found(page: Frame, before: str, known: tuple[str, ...]) -> None:
    """List the sequences that people spoke of and that this build has not published."""
    gone = not_in_build(page.snapshot, before, known)
    if not gone:
        return
    st.subheader("Not found in this build", anchor=False)
    st.caption(
        "People named or dismissed these. They are not among the sequences that this build has published: too few"
        " customers have them now, or others are surer. What was said of them stays, and comes back with them."
    )
    for each in gone:
        with st.container(border=True, key=f"pattern_{each.about.pattern_id}", gap="xxsmall"):
            outcome = words(each.about.outcome).lower()
            told = words_of(page.snapshot, each)
            heading(each.about.pattern_id, f"{told}, before {outcome}" if outcome else told)
