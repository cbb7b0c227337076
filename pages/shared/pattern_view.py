"""One sequence looked at closely: who has it now, where and when it held, and what happened next."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.pattern_fares import pattern_fares, pattern_fares_alt, times_words
from analytics.insights.columns import floats, texts
from analytics.insights.pattern_fares import VERDICTS
from analytics.knowledge.notes import SubjectKind
from analytics.knowledge.pattern_state import KnownPattern
from analytics.stages.patterns import WINDOW_DAYS
from pages.shared import controls, figures, panels, sequence_tables, session
from pages.shared.acts.menu import act_menu
from pages.shared.acts.on_patterns import pattern_acts
from pages.shared.formats import interval, percent, plain, plural, whole
from pages.shared.formats import words as outcome_words
from pages.shared.frame import Frame
from pages.shared.notes.shown import notes_about
from pages.shared.notes.subjects import Subject
from pages.shared.notes.subjects import words as subject_words
from pages.shared.pattern_done import what_was_done
from pages.shared.pattern_row import put_aside
from pages.shared.readers import patterns
from pages.shared.readers.pattern_matches import key_of, pattern_at
from pages.shared.readers.pattern_sayings import name_of, said_of, who_named, words_of

MAP = "pages/explore/segment_map.py"
PERIOD_WORDS = {"quarter": "Quarters", "half": "Half years", "year": "Years"}
CUSTOMERS = "pages/explore/customers.py"


def pattern_view(page: Frame, before: str, pattern_id: str) -> None:
    """Show one pattern before an outcome; of one that this build has not, what people said of it."""
    table = patterns.listed(page.snapshot, before) if before else patterns.anyway(page.snapshot)
    match = table.loc[table["pattern_id"] == pattern_id]
    if match.empty:
        gone(page, pattern_id)
        return
    pattern, words = str(match["pattern"].iloc[0]), str(match["words"].iloc[0])
    with st.container(border=True, key="pattern_view"):
        head(page, KnownPattern(pattern_id, before, pattern), words)
        who(page, pattern, pattern_id)
        what_next(page, before, pattern)
        if before:
            what_was_done(page, before, pattern)
            by_segment(page, before, pattern)
            by_period(page, before, pattern)
        about = subject_words(page.snapshot, SubjectKind.PATTERN, pattern_id)
        notes_about(page, (Subject(SubjectKind.PATTERN, pattern_id, about),))


def head(page: Frame, about: KnownPattern, words: str) -> None:
    """Say which it is and what people said of it, and offer what can be done with it."""
    pattern_id = about.pattern_id
    called = name_of(pattern_id)
    title = called or f"{words[:1].upper()}{words[1:]}"
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(plain(title), anchor=False)
        st.button("Close", key="pattern_close", icon=":material/close:", on_click=session.choose, args=("pattern", ""))
    if called is not None:
        st.caption(plain(f"{words[:1].upper()}{words[1:]}.{who_named(pattern_id)}"))
    put_aside(pattern_id)
    pattern_acts(page, about, f"{words[:1].upper()}{words[1:]}")


def gone(page: Frame, pattern_id: str) -> None:
    """Show what people said of a pattern that is not among those of the list, where they said anything."""
    said = said_of(pattern_id)
    if said is None:
        st.caption(":material/info: The sequence of this link is not among those before this outcome.")
        return
    with st.container(border=True, key="pattern_view"):
        head(page, said.about, words_of(page.snapshot, said))
        if pattern_at(page.snapshot, pattern_id) is None:
            st.markdown("**Not found in this build.** What was said of it stays, and comes back with it.")
        else:
            st.caption(f"It goes before “{plain(outcome_words(said.about.outcome).lower())}”: choose that above.")


def who(page: Frame, pattern: str, pattern_id: str) -> None:
    """Say how many have it now, and lead to them."""
    n, key = patterns.n_now(page.snapshot, pattern, page.selection), key_of(pattern_id)
    among = "" if page.selection.is_everyone else " of the selected"
    st.markdown(
        f"**{plural(n, 'customer')}**{among} {'has' if n == 1 else 'have'} it now: all of it lies in the last"
        f" {WINDOW_DAYS} days."
    )
    if not n:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="pattern_ways"):
        controls.link(MAP, "Show them on the map", found=key)
        controls.link(CUSTOMERS, "List them", found=key)
        if page.selection.found != key:
            st.button("Select them", key="pattern_select", on_click=session.change, kwargs={"found": key})
    if page.selection.found == key:
        act_menu(page)


def what_next(page: Frame, before: str, pattern: str) -> None:
    """Show how often each outcome followed, with the sequence and without it."""
    if not patterns.outcomes(page.snapshot):
        return
    st.markdown("**What happened next**")
    fares = patterns.fares_here(page.snapshot, pattern, before, page.selection).iloc[0] if before else {"n_with": 0}
    if fares["n_with"]:
        st.markdown(
            f"In {whole(fares['n_with'])} rows (a customer on a day) it was there;"
            f" {percent(fares['share_with'])} (90% interval {interval(fares['lower'], fares['upper'])}) went on to"
            f" {plain(patterns.follows(page.snapshot, before))}, beside {percent(fares['share_without'])} of those"
            " without it."
        )
    table = worded(patterns.fares_next(page.snapshot, pattern, page.selection))
    drawn(page, table, "next")
    panels.meaning(
        "Each outcome that sequences were looked for before: how often it followed with this sequence, as a multiple of"
        " how often it followed without it, with 95% intervals.",
        not_this="This is what was observed. Customers with the sequence differ in much else; nothing here says what"
        " would have happened without it.",
    )


def by_segment(page: Frame, before: str, pattern: str) -> None:
    """Show in which segments it holds."""
    st.markdown("**By segment**")
    if "membership" not in page.snapshot.tables():
        st.caption("There are no segments yet.")
        return
    table = worded(patterns.fares_by_segment(page.snapshot, pattern, before, controls.level(2), page.selection))
    if table.empty:
        st.caption("None of the selected customers has a segment at this level.")
        return
    drawn(page, table, "segments")
    n = patterns.n_without_place(page.snapshot, before)
    panels.meaning(
        "Customers who left count with the segment of the customer here who is most like them"
        + (
            f"; {plural(n, 'customer')} who left {'is' if n == 1 else 'are'} like nobody here and count in none."
            if n
            else "."
        )
        + " Where too few have it, no dot is drawn.",
        not_this="A segment in which it cannot be told from no difference may only be small. With many segments, one in"
        " twenty intervals leaves out 1 by chance.",
    )


def by_period(page: Frame, before: str, pattern: str) -> None:
    """Show in which periods it held; at first the shortest ones with enough cases."""
    st.markdown("**By period**")
    usual = patterns.finest_period(page.snapshot, pattern, before, page.selection)
    kind = controls.choice("period", PERIOD_WORDS, default=usual, label="Periods")
    table = worded(patterns.fares_by_period(page.snapshot, pattern, before, patterns.PERIODS[kind], page.selection))
    if table.empty:
        st.caption("No rows of the selected customers.")
        return
    drawn(page, table, "periods")


def worded(table: pd.DataFrame) -> pd.DataFrame:
    """Add the words beside the marks, and the verdict in words."""
    columns = ("share_with", "n_with", "n_cases_with", "times", "times_lower", "times_upper")
    rows = zip(*(floats(table, name) for name in columns), texts(table, "verdict"), strict=True)
    beside = [
        f"{whole(n_cases)} of {whole(n)}: too few to say"
        if verdict == "few"
        else f"{percent(share)} of {whole(n)}; {times_words(times, lower, upper)}"
        for share, n, n_cases, times, lower, upper, verdict in rows
    ]
    return table.assign(beside=beside, says=table["verdict"].map(VERDICTS))


def drawn(page: Frame, table: pd.DataFrame, name: str) -> None:
    """Draw the ratios of some groups, with the numbers behind them."""
    axis = "times as often with it as without"
    figures.show(
        pattern_fares(table, ink=figures.ink(), axis=axis), alt=pattern_fares_alt(table), key=f"pattern_{name}"
    )
    panels.numbers_behind(
        table[[*sequence_tables.PATTERN_FARES]],
        name=f"pattern-{name}",
        page=page,
        columns=sequence_tables.PATTERN_FARES,
        label=f"Show data: {name}",
    )
