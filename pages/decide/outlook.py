"""Outlook: where retention and balances go on to in twelve months, and what keeping some customers would bring."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.growth import growth_alt, growth_waterfall
from analytics.charts.kpi_outlook import kpi_outlook, kpi_outlook_alt
from analytics.insights.growth import growth_of
from analytics.insights.kpi_words import period_words
from analytics.insights.outlook_words import outlook_sentence, trial_sentence
from analytics.insights.scenario import ASSUMPTIONS, scenario, scenario_sentence
from analytics.reporting import EVERYONE
from pages.shared import controls, figures, kpi_tables, panels, problems
from pages.shared.formats import percent, plain, whole
from pages.shared.frame import Frame, frame
from pages.shared.kpi_cards import written
from pages.shared.readers import facts, kpis, outlook
from pages.shared.readers.retention import why_not
from pages.shared.still_buys import who_still_buys

WHAT = {"retention_rate": "Retention", "balance": "Balance"}
BANDS = {"high": "High risk", "high+medium": "High and medium risk"}
SHARES = tuple(range(5, 55, 5))
NOBODY_LEFT = (
    "Nothing is foreseen for these customers: it takes 18 whole months of records, at least 100 customers in each, and"
    " closings that are recorded (for retention) or balances (for balances)."
)


def show(page: Frame) -> None:
    """Arrange the screen."""
    member = kpis.member_of(page.snapshot, page.selection)
    if member is None:
        problems.whatever_the_filters(
            "What is foreseen is of all customers, or of one segment or region", is_filtered=True
        )
        member = EVERYONE
    ahead(page, member)
    who_still_buys(page)
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, height="stretch"):
        st.subheader("What keeping some would bring", anchor=False)
        what_if(page, member)
    with right.container(border=True, height="stretch"):
        st.subheader("Who joined, who left", anchor=False)
        growth(page, member)


def ahead(page: Frame, member: kpis.Member) -> None:
    """Draw what is foreseen, with how it fared in the past."""
    forecast = outlook.forecast(page.snapshot, member)
    there = {kpi: words for kpi, words in WHAT.items() if (forecast["kpi"] == kpi).any()}
    with st.container(border=True):
        st.subheader("Twelve months ahead", anchor=False)
        if not there:
            problems.nothing_to_show(
                why_not(page.snapshot, "kpis") or NOBODY_LEFT,
                try_this="" if page.selection.is_everyone else "Take the filter away above.",
            )
            return
        kpi = controls.choice("kpi", there, default=next(iter(there)), label="What")
        unit = "share" if kpi == "retention_rate" else facts.currency(page.snapshot)
        tests = outlook.tests(page.snapshot, member)
        st.markdown(plain(outlook_sentence(forecast[forecast["kpi"] == kpi], kpi=kpi, unit=unit)))
        st.markdown(plain(trial_sentence(tests[tests["kpi"] == kpi], unit=unit)))
        drawn = forecast[forecast["kpi"] == ("attrition_rate" if kpi == "retention_rate" else kpi)]
        title = "Attrition a month" if kpi == "retention_rate" else f"Balance ({unit})"
        past = _past(outlook.books(page.snapshot, member), kpi)
        figures.show(
            kpi_outlook(past, drawn, ink=figures.ink(), title=title, unit=unit),
            alt=kpi_outlook_alt(past, drawn, title=title, unit=unit),
            key="outlook",
        )
        panels.meaning(
            "A damped trend follows the months and levels off; beside it, that all stays as it is now. Whichever was"
            " nearer in the past is drawn dashed, with its 90% band."
            + (" Retention is the share that stays through twelve such months." if kpi == "retention_rate" else ""),
            not_this="That it comes so. What has never happened in these months, no line foresees; nothing of what is"
            " planned is in it.",
        )
        panels.numbers_behind(drawn, name=f"outlook-{kpi}", page=page, columns=kpi_tables.FORECAST)


def _past(books: pd.DataFrame, kpi: str) -> pd.DataFrame:
    value = books["held"] if kpi == "balance" else books["n_start_lost"] / books["n_start"]
    return books[["period"]].assign(value=value)


def what_if(page: Frame, member: kpis.Member) -> None:
    """Let the person say which share of whom is kept, and say what that comes to."""
    by_band = outlook.risk_by_band(page.snapshot, member)
    if by_band.empty:
        problems.nothing_to_show(why_not(page.snapshot, "kpis") or "Nobody here has a risk of leaving.")
        return
    bands = controls.choice("whom", BANDS, default="high", label="Whom")
    share = controls.choice(
        "kept", {str(each): f"{each}%" for each in SHARES}, default="20", label="Kept", kind="select"
    )
    found = scenario(by_band, bands.split("+"), share_saved=int(share) / 100)
    if found is None:
        problems.nothing_to_show("Nobody here is in this band of risk.", try_this="Take the medium band too.")
        return
    days = facts.outcomes(page.snapshot)[facts.default_outcome(page.snapshot)].horizon_days
    st.markdown(plain(scenario_sentence(found, days=days)))
    panels.cards(
        [
            panels.Card("Customers kept", whole(round(found.n_kept)), "The share kept of those expected to leave."),
            panels.Card(
                "Balance kept",
                written(found.held_kept, facts.currency(page.snapshot)),
                "Each one's balance times their risk, times the share kept. A debit counts as nothing.",
            ),
            panels.Card(
                "Retention gained" if days is None else f"Retention gained, {days} days",
                percent(found.points),
                "Customers kept over all customers here who have a risk, in percentage points.",
            ),
        ]
    )
    st.caption("**Assumed.** " + "  \n".join(f"{number}. {each}" for number, each in enumerate(ASSUMPTIONS, start=1)))
    if bands == "high":
        controls.link("pages/explore/customers.py", f"The {whole(found.n_asked)} customers", band="high")


def growth(page: Frame, member: kpis.Member) -> None:
    """Draw the steps from a year ago to now."""
    found = growth_of(kpis.series(page.snapshot, member)) if "kpis" in page.snapshot.tables() else None
    if found is None:
        unknown = "Who joined and who left isn't known for twelve whole months."
        problems.nothing_to_show(why_not(page.snapshot, "kpis") or unknown)
        return
    figures.show(growth_waterfall(found, ink=figures.ink()), alt=growth_alt(found), key="growth")
    lost = percent(found.n_lost / found.n_before) if found.n_before else ""
    st.caption(
        plain(
            f"In {period_words(found.period)}. Those who left are {lost} of those here at the beginning; some of them"
        )
        + " joined within the year. Segments are those of today: who left counts in the segment of the customer most"
        " like them."
    )


shown = frame(
    "Outlook",
    about="Where retention and balances go on to, how right that would have been, and what keeping some would bring.",
    needs=("customers",),
)
if outlook.is_there(shown.snapshot):
    show(shown)
else:
    problems.not_published("The outlook")
