"""A retention list before it is made: how many, who, what it is expected to save and what it could show."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analytics.charts.expected_saved import expected_saved_alt, expected_saved_chart
from analytics.insights.least_effect import least_effect
from analytics.insights.list_words import EFFECT_UNKNOWN, least_words, left_out_words
from analytics.insights.retention_list import CONTACT, HELD_BACK
from analytics.knowledge.retention_lists import ListTerms, Ranking
from pages.shared import customers_named, figures, list_tables, panels, profile, table_view
from pages.shared.formats import MISSING, money, number, percent, plain, plural, whole
from pages.shared.frame import Frame
from pages.shared.panels import Card
from pages.shared.readers import facts, segments
from pages.shared.readers import retention_lists as reader
from pages.shared.readers.population import customer_ids, segment_of

MOST_ROWS = 500
_WORTH = {"annual_margin": "annual margin", "balance": "balance"}


def numbers(page: Frame, table: pd.DataFrame, worth: str | None) -> None:
    """Show how many are on it, what it is expected to save, and why others are not on it."""
    n = table["group"].value_counts()
    to_contact = table[table["group"] == CONTACT]
    cards = [
        Card("To contact", whole(int(n.get(CONTACT, 0))), "Those at the top, less those held back."),
        Card("Held back", whole(int(n.get(HELD_BACK, 0))), "Drawn at random from the whole list, to compare."),
    ]
    known = to_contact["uplift"].notna().any()
    panels.cards(cards + (_expected(page, to_contact, worth) if known else _risk_only(to_contact)))
    st.caption(plain(left_out_words({str(name): int(each) for name, each in n.items()})))


def _expected(page: Frame, to_contact: pd.DataFrame, worth: str | None) -> list[Card]:
    of = _WORTH.get(worth or "", "worth")
    value = (to_contact["uplift"] * to_contact["worth"]).sum(min_count=1)
    ends = " to ".join(number(float(to_contact[name].sum()), 1) for name in ("uplift_lower", "uplift_upper"))
    return [
        Card(
            "Expected to be saved",
            number(float(to_contact["uplift"].sum()), 1).replace("-", "−"),
            "Customers: the effects of an offer on those to contact, added up, as the model expects them. If all lay at"
            f" the same end of their own 90% interval it would be {ends}: wider than it need be.",
        ),
        Card(
            f"Expected {of} saved",
            MISSING if pd.isna(value) else money(float(value), facts.currency(page.snapshot)),
            f"Effect times {of} of those to contact, added up. What a customer owes counts as nothing.",
        ),
    ]


def _risk_only(to_contact: pd.DataFrame) -> list[Card]:
    risk = to_contact["risk"].mean()
    return [
        Card(
            "Their mean risk",
            MISSING if pd.isna(risk) else percent(float(risk)),
            "The probability of leaving, on average over those to contact. What an offer does to it is not known.",
        )
    ]


def least(page: Frame, table: pd.DataFrame) -> None:
    """Say how small an effect the list could show."""
    n = table["group"].value_counts()
    n_contacted, n_held_back = int(n.get(CONTACT, 0)), int(n.get(HELD_BACK, 0))
    on = table[table["group"].isin([CONTACT, HELD_BACK])]
    base = float(on["risk"].mean()) if on["risk"].notna().any() else 0.0
    days = facts.outcomes(page.snapshot)[facts.default_outcome(page.snapshot)].horizon_days
    told = least_words(least_effect(base, n_contacted, n_held_back), base, n_contacted, n_held_back, days=days)
    st.caption(f":material/balance: {plain(told)}")


def chart(page: Frame, terms: ListTerms) -> None:
    """Draw what contacting more would save, by effect, by risk and at random; nothing where no effect is known."""
    if Ranking.UPLIFT not in reader.rankings(page.snapshot, terms.offer):
        st.markdown(f"**{EFFECT_UNKNOWN}** The customers at highest risk are often not those whom an offer keeps.")
        return
    table = reader.saved(page.snapshot, page.selection, terms, page.seen)
    figures.show(
        expected_saved_chart(table, ink=figures.ink(), capacity=terms.capacity),
        alt=expected_saved_alt(table, capacity=terms.capacity),
        key="expected_saved",
    )
    panels.meaning(
        "What the model expects if so many of those who may be contacted were, in this order. It learned from offers"
        " that were held back at random, all together; “What offers do” says how it did on customers it never saw.",
        not_this="That it will come so: the hold-out of this list tells.",
    )
    panels.numbers_behind(table, name="expected-saved", page=page, columns=list_tables.SAVED)


def who(page: Frame, table: pd.DataFrame, worth: str | None) -> None:
    """List who is on it, the first to be contacted first."""
    on = table[table["group"].isin([CONTACT, HELD_BACK])].head(MOST_ROWS).reset_index(drop=True)
    if profile.sees_groups_only():
        st.caption("Your role sees customers in groups only.")
        return
    shown = pd.DataFrame(
        {
            "rank": range(1, len(on) + 1),
            "customer_id": on["customer_id"],
            "segment": _segments(page, on["customer_id"]),
            "group": on["group"].map({CONTACT: "contact", HELD_BACK: "held back"}),
            "risk": on["risk"],
            "uplift": on["uplift"],
            "worth": on["worth"],
            "value": on["uplift"] * on["worth"],
        }
    )
    known = [name for name in shown.columns if shown[name].notna().any()]
    columns: Mapping[str, object] = list_tables.customers(_WORTH.get(worth or "", "worth"))
    table_view.show(
        customers_named.listed(shown[known]),
        columns=columns,  # type: ignore[arg-type]
        alt=f"The first {plural(len(on), 'customer')} of the list.",
        height=340,
    )
    of = _WORTH.get(worth or "", "worth")
    if "value" in known:
        effect = "the effect is by how much an offer lowers the probability of leaving, as the model expects"
        st.caption(plain(f"{of.capitalize()} saved = effect × {of}; {effect}."))


def _segments(page: Frame, ids: pd.Series[str]) -> pd.Series[str]:
    if "membership" not in page.snapshot.tables() or facts.structure_found(page.snapshot) is False:
        return pd.Series([None] * len(ids), dtype="str")
    names = segments.by_id(page.snapshot)["label"].astype(str)
    own = pd.Series(
        segment_of(page.snapshot, 3)["segment_id"].astype(str).to_numpy(), index=customer_ids(page.snapshot)
    )
    return ids.map(own).map(names).astype("str")
