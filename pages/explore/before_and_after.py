"""Before and after: what came before an event and what after it, put together over the selected customers."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.charts.before_and_after import Part, before_and_after, before_and_after_alt, parts_of, path_words
from analytics.insights.before_and_after import Aligned, hidden_share, tree
from analytics.insights.columns import texts
from pages.shared import controls, figures, panels, problems, sequence_tables, session, table_view
from pages.shared.acts.menu import act_menu
from pages.shared.formats import percent, plain, plural, whole
from pages.shared.frame import Frame, frame
from pages.shared.readers import facts, paths
from pages.shared.readers.ever import chosen_ever, is_here
from pages.shared.readers.happened import alphabet, happened
from pages.shared.readers.paths import NEEDS, Moment
from pages.shared.readers.population import selected_customers

SHARES = {"0.005": "0.5%", "0.01": "1%", "0.02": "2%", "0.05": "5%", "0.1": "10%", "0.2": "20%"}
FEWEST = 30
WHICH = {"first": "The first time", "last": "The last time"}
MAP = "pages/explore/segment_map.py"
CUSTOMERS = "pages/explore/customers.py"


def inputs(page: Frame) -> tuple[Moment, float]:
    """Let the person choose the moment, how far things count, and how much is simplified."""
    options = paths.choosable(page.snapshot)
    events = set(alphabet(page.snapshot).query("origin == 'event'")["symbol"])
    default = next((symbol for symbol in options if symbol in events), next(iter(options)))
    with st.container(horizontal=True, vertical_alignment="bottom", key="path_inputs"):
        symbol = controls.choice("event", options, default=default, label="Align on", kind="select")
        which = controls.choice("which", WHICH, default="first", label="Which")
        days = {str(each): f"{each} days" for each in paths.DAYS}
        far = controls.choice("days", days, default="90", label="What counts, before and after")
        least = session.choice("least", tuple(SHARES), "0.02")
        key = session.prime("choice_least", least)
        st.select_slider(
            "Show parts from",
            tuple(SHARES),
            key=key,
            format_func=lambda share: SHARES[share],
            on_change=lambda: session.choose("least", str(session.widget_value("choice_least"))),
            help="Of the customers who had the event. What fewer of them did at a place is put together.",
            width=260,
        )
    return Moment(symbol, which == "last", int(far)), float(least)


def who_is_it(page: Frame, moment: Moment, steps: Aligned) -> None:
    """Say how many customers this is of, and exactly what the event is."""
    n, n_left = len(steps.customer), int((~is_here(page.snapshot)[steps.customer]).sum())
    known = dict(zip(*(texts(alphabet(page.snapshot), name) for name in ("symbol", "meaning")), strict=True))
    left = f", {whole(n_left)} of whom have left since" if n_left else ""
    st.caption(f"{plural(n, 'customer')}{left}. {plain(known[moment.symbol])}")
    hidden = paths.left_out(page.snapshot)
    if hidden:
        st.caption(f"Left out, since it happens more than once a month on average: {plain(', '.join(hidden))}.")


def drawing(page: Frame, moment: Moment, sides: dict[int, Aligned], least: float) -> None:
    """Draw both sides; a click on a part chooses it."""
    spoken, symbols = paths.names(page.snapshot), happened(page.snapshot).symbols
    told = {way: tree(steps, least_share=least) for way, steps in sides.items()}
    before, after = (percent(hidden_share(told[way])) for way in (-1, 1))
    st.caption(
        f"Parts of fewer than {SHARES[f'{least:g}']} are put together: the steps before are not fully shown for"
        f" {before} of these customers, those after for {after}."
    )
    parts: dict[int, list[Part]] = {way: parts_of(table, way, spoken) for way, table in told.items()}
    keys = {
        (way, *part.path): paths.key_of(moment, way, part.path, symbols) for way, each in parts.items() for part in each
    }
    centre = paths.choosable(page.snapshot)[moment.symbol]
    figure = before_and_after([*parts[-1], *parts[1]], ink=figures.ink(), names=spoken, centre=centre, keys=keys)
    alt = before_and_after_alt(parts[-1], parts[1], centre=centre, n_customers=len(sides[1].customer))
    chosen = session.free_choice("part")
    picked = figures.pick(figure, alt=alt, key=f"paths_{page.snapshot.id}_{moment}_{least}_{page.selection}_{chosen}")
    if picked and picked != chosen:
        session.choose("part", picked)
        session.rerun()
    panels.meaning(
        "Each column is one step away from the event, each part as tall as its share of these customers; the part"
        " beside it is what it belongs to. One event has one colour on both sides. Click a part to see who it is.",
        not_this="What came before did not make the event happen, nor the event what came after. “Nothing more” can"
        " also mean that the records begin or end there.",
    )
    by_words(page, {key: paths_words(key, spoken) for key, link in keys.items() if link}, keys, chosen)
    panels.numbers_behind(for_table(told, spoken), name="before-and-after", page=page, columns=sequence_tables.STEPS)


def paths_words(key: tuple[int, ...], spoken: tuple[str, ...]) -> str:
    """Say a part in words, with its side."""
    way, *path = key
    return f"{'After' if way > 0 else 'Before'}: {path_words(path, way, spoken)}"


def by_words(page: Frame, words: dict[tuple[int, ...], str], keys: dict[tuple[int, ...], str], chosen: str) -> None:
    """Let the person choose a part by its words too, and lead to its customers."""
    options = {"": "None", **{keys[key]: said for key, said in words.items()}}
    st.selectbox(
        "Who took the path",
        tuple(options),
        key=session.prime("choice_part", chosen if chosen in options else ""),
        format_func=lambda option: options[option],
        on_change=lambda: session.choose("part", str(session.widget_value("choice_part"))),
        width=520,
    )
    if chosen in options and chosen:
        part_view(page, chosen)
    elif chosen:
        st.caption(":material/info: The part that was chosen is not drawn with these choices.")


def part_view(page: Frame, key: str) -> None:
    """Say who stands behind a part, and lead to them."""
    found = paths.finding(page.snapshot, key)
    if found is None:
        return
    n = len(selected_customers(page.snapshot, replace(page.selection, found=key)))
    with st.container(border=True, key="path_part", gap="xsmall"):
        st.markdown(f"**{plain(found.words)}**")
        st.markdown(f"{plural(n, 'customer')} who {'is' if n == 1 else 'are'} here now took this path.")
        if n:
            with st.container(horizontal=True, vertical_alignment="center", key="path_ways"):
                controls.link(MAP, "Show them on the map", found=key)
                controls.link(CUSTOMERS, "List them", found=key)
                if page.selection.found != key:
                    st.button("Select them", key="path_select", on_click=session.change, kwargs={"found": key})
        if page.selection.found == key:
            act_menu(page)


def simplifying(sides: dict[int, Aligned]) -> None:
    """Say what each simplification hides."""
    shares = tuple(float(share) for share in SHARES)
    before, after = (paths.hidden(sides[way], shares) for way in (-1, 1))
    table = before.merge(after, on="least_share", suffixes=("_before", "_after"))
    table = table[list(sequence_tables.HIDDEN)]
    with st.expander("What each simplification hides", icon=":material/visibility_off:"):
        table_view.show(table, columns=sequence_tables.HIDDEN, alt=table_view.heads(table, sequence_tables.HIDDEN))


def for_table(told: dict[int, pd.DataFrame], spoken: tuple[str, ...]) -> pd.DataFrame:
    """Give both sides as a table."""
    both = [
        table.assign(
            side="after" if way > 0 else "before",
            steps=table["depth"],
            what=[path_words(path, way, spoken) for path in table["path"]],
        )
        for way, table in told.items()
    ]
    return pd.concat(both, ignore_index=True)[list(sequence_tables.STEPS)]


def nothing(page: Frame) -> bool:
    """Say why there is nothing to align on, where there is nothing."""
    if set(NEEDS) <= page.snapshot.tables() and paths.choosable(page.snapshot):
        return False
    if facts.text_fact(page.snapshot, "source_kind") == "table":
        problems.nothing_to_show(
            "A customer table doesn't say when anything happened, so there is no before and after."
        )
    elif set(NEEDS) <= page.snapshot.tables():
        problems.nothing_to_show("Nothing is known to have happened to any customer.")
    else:
        problems.not_published("Before and after")
    return True


def show(page: Frame) -> None:
    """Arrange the screen."""
    moment, least = inputs(page)
    chosen = chosen_ever(page.snapshot, page.selection)
    sides = {way: paths.within(paths.side(page.snapshot, moment, way), chosen) for way in (-1, 1)}
    who_is_it(page, moment, sides[1])
    if len(sides[1].customer) < FEWEST:
        problems.too_few(len(sides[1].customer), FEWEST, "a picture of what came before and after")
        return
    drawing(page, moment, sides, least)
    simplifying(sides)


shown = frame(
    "Before and after",
    about="What happened before an event, and what after it, step by step.",
    needs=("customers", "features"),
)
if not nothing(shown):
    show(shown)
