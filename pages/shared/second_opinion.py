"""The reasons of one customer beside a second way to find them, and how far the two agree in general."""

from __future__ import annotations

import streamlit as st

from analytics.charts.two_accounts import two_accounts, two_accounts_alt
from analytics.insights.agreement_words import Said, agreed, agreement_words, fit_words, sample_words
from pages.shared import driver_tables, figures, panels
from pages.shared.formats import plain
from pages.shared.frame import Frame
from pages.shared.readers import second_opinion as reader


def show_second_opinion(page: Frame, customer_id: str) -> None:
    """Offer a second explanation of the customer's risk, and say how far it agrees."""
    if not reader.can_be_asked(page.snapshot):
        return
    if not st.toggle("Ask a second method", key="second_opinion"):
        return
    told = reader.two_accounts(page.snapshot, customer_id, page.outcome)
    if told is None:
        st.caption("This customer isn't described, so there is nothing to explain.")
        return
    for said in (agreement_words(told.agreement), fit_words(told.fit)):
        say(said)
    figures.show_of_one(
        two_accounts(told.table, ink=figures.ink()), alt=two_accounts_alt(told.table), key="two_accounts"
    )
    panels.meaning(
        "The same model asked in another way (LIME): half of the customer's values are replaced by other customers', a"
        " thousand times over, and a straight line is fitted to the answers. SHAP splits this customer's own answer"
        " exactly. Where both name a reason with the same sign, it does not hang on the method.",
        not_this="Two methods that agree are not two witnesses: both explain the same model, right or wrong.",
    )
    panels.numbers_behind(told.table, name="two-accounts", page=page, columns=driver_tables.TWO_ACCOUNTS)


def agreement_in_general(page: Frame) -> None:
    """Say how far the two methods agree over a sample of customers."""
    table = reader.agreements(page.snapshot, page.outcome)
    if table is None:
        st.caption("How far two ways to find the reasons agree is not worked out yet. Build again on Data.")
        return
    told = agreed(table)
    if told is None:
        st.caption("There is no model, so there is nothing to explain.")
        return
    say(sample_words(told))
    panels.meaning(
        "Reasons are exact shares of the model's own answer (SHAP). For some customers, chosen by a hash, they are held"
        " against a straight line fitted around the customer (LIME). A customer's own comparison is on their screen,"
        " under Details.",
        not_this="Agreement says that the reasons do not hang on the method, not that they are causes.",
    )
    panels.numbers_behind(table, name="explanation-agreement", page=page, columns=driver_tables.AGREEMENT)


def say(said: Said) -> None:
    """Write a sentence, with a mark where it warns."""
    mark = ":orange[:material/warning:]" if said.warns else ":green[:material/check_circle:]"
    st.markdown(f"{mark} {plain(said.text)}")
