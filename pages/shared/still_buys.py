"""Who still buys, where customers buy now and then and nobody closes an account."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.still_buying import still_buying, still_buying_alt
from analytics.insights.wording import percent
from analytics.store.snapshots import Snapshot
from pages.shared import figures, kpi_tables, panels, problems
from pages.shared.formats import day, number, plain, plural, whole
from pages.shared.frame import Frame
from pages.shared.kpi_cards import written
from pages.shared.readers import facts, purchases

TITLES = {
    "active_customers": ("Still buying", "Each customer's chance of still buying, added up."),
    "purchases_ahead": ("Purchases in a year", "What all are expected to buy in 365 days: days with a purchase."),
    "value_ahead": ("Spent in a year", "Purchases expected times what each customer is expected to spend at one."),
}


def who_still_buys(page: Frame) -> None:
    """Say how many still buy and what they will, with intervals; nothing where that can't be asked."""
    totals = purchases.totals(page.snapshot)
    if totals.empty:
        return
    with st.container(border=True):
        st.subheader("Who still buys", anchor=False)
        problems.whatever_the_filters("This is about all customers", is_filtered=not page.selection.is_everyone)
        panels.cards([_card(page.snapshot, row) for _, row in totals.iterrows()])
        st.markdown(plain(_trial(purchases.tests(page.snapshot))))
        chances = purchases.chances(page.snapshot)
        figures.show(still_buying(chances, ink=figures.ink()), alt=still_buying_alt(chances), key="still_buying")
        panels.meaning(
            "Nobody closes anything here, so that who has gone can only be told from how long they have been silent for"
            " somebody who bought as often as they did (BG/NBD). Whoever bought once only counts as still buying, with"
            " few purchases expected.",
            not_this="That a certain customer has gone. What made the silent stop isn't in it.",
        )
        panels.numbers_behind(chances, name="still-buying", page=page, columns=kpi_tables.CHANCES)


def still_buys(snapshot: Snapshot, customer_id: str) -> None:
    """Say in a line whether one customer still buys; nothing where that can't be asked."""
    found = purchases.of_customer(snapshot, customer_id)
    if found.empty:
        return
    one = found.iloc[0]
    bought = plural(int(one["n_repeats"]) + 1, "day")
    st.markdown(
        plain(
            f"Still buying with a chance of {percent(float(one['chance_active']))}: bought on {bought}, last on"
            f" {day(pd.Timestamp(one['last_on']).date())}; {number(float(one['purchases_ahead']), 1)} purchases, and"
            f" {written(float(one['value_ahead']), facts.currency(snapshot))}, expected in a year."
        )
    )


def _card(snapshot: Snapshot, row: pd.Series) -> panels.Card:
    title, definition = TITLES[str(row["measure"])]
    is_money = row["measure"] == "value_ahead"
    value, lower, upper = (
        written(float(row[name]), facts.currency(snapshot)) if is_money else whole(round(float(row[name])))
        for name in ("value", "lower", "upper")
    )
    return panels.Card(title, value, definition, compared_with=f"{lower} to {upper} (90% interval)")


def _trial(tests: pd.DataFrame) -> str:
    if tests.empty:
        return "Too few had bought early enough to try this on the past."
    model, rate = (tests[tests["model"] == name].iloc[0] for name in ("bg_nbd", "own_rate"))
    better = "nearer" if model["mae"] < rate["mae"] else "no nearer"
    return (
        f"Tried on the past: of the last {whole(int(model['n_days_ahead']))} days {whole(round(model['n_foreseen']))}"
        f" purchases were foreseen and {whole(round(model['n_came']))} came; at everybody's own rate it would have been"
        f" {whole(round(rate['n_foreseen']))}. A customer's own purchases were off by {number(float(model['mae']))} on"
        f" average, by their rate {number(float(rate['mae']))}: {better}."
    )
