"""Choosing whom a retention list reaches: what is known of customers in a snapshot, and who of them is on it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from analytics.errors import InputError
from analytics.insights.retention_list import CONTACT, HELD_BACK, LEFT_OUT, retention_list
from analytics.knowledge.fields import listed
from analytics.knowledge.retention_lists import Chooser, Chosen, ListTerms, Ranking
from analytics.models.offer_effect import EffectVerdict
from analytics.settings import DEFAULT_OUTCOME
from analytics.stages.uplift import ANY_OFFER
from analytics.store.snapshots import Snapshot

USUAL_PURPOSE = "marketing"
"""What a purpose is called, or what stands in its name, that contacting somebody with an offer needs."""
_EFFECT = ("uplift", "uplift_lower", "uplift_upper")
MARGIN, BALANCE = "annual_margin", "balance"
"""What says how much a customer is worth: the bank's own column in ``customers``, else the balance at the as-of day."""


def list_chooser(served: Callable[[], Snapshot]) -> Chooser:
    """Make the function that chooses whom a retention list reaches.

    Parameters
    ----------
    served : callable
        Gives the snapshot that is served.

    Returns
    -------
    Chooser
        Takes ids and terms.
    """
    return lambda ids, terms, elsewhere: chosen(served(), ids, terms, elsewhere=elsewhere)


def chosen(
    snapshot: Snapshot, ids: Collection[str] | None, terms: ListTerms, *, elsewhere: Collection[str] = ()
) -> Chosen:
    """Choose whom a list reaches.

    Parameters
    ----------
    snapshot : Snapshot
        What is known.
    ids : collection of str or None
        Whom it is made from; None for all described customers.
    terms : ListTerms
        What it is made by.
    elsewhere : collection of str
        The ids of those who are on a list that is not ripe yet.

    Returns
    -------
    Chosen
        With the terms as they were settled.

    Raises
    ------
    InputError
        If it can't be ranked so, or a purpose is unknown.
    """
    settled = settled_terms(snapshot, terms)
    table = ranked(snapshot, ids, settled, elsewhere=elsewhere)
    told, group = table.set_index("customer_id"), table["group"].to_numpy()
    to_contact = told[group == CONTACT]
    saved = to_contact["uplift"].sum(min_count=1)
    value = (to_contact["uplift"] * to_contact["worth"]).sum(min_count=1)
    return Chosen(
        contacted=tuple(map(str, to_contact.index)),
        held_back=tuple(map(str, told.index[group == HELD_BACK])),
        left_out=tuple((reason, int((group == reason).sum())) for reason in LEFT_OUT),
        expected_saved=None if pd.isna(saved) else float(saved),
        value_saved=None if pd.isna(value) else float(value),
        terms=settled,
        as_of=_as_of(snapshot),
        snapshot=build_named(snapshot),
    )


def ranked(
    snapshot: Snapshot, ids: Collection[str] | None, terms: ListTerms, *, elsewhere: Collection[str]
) -> pd.DataFrame:
    """Put the customers of a selection in order, with who is on the list, by terms that are settled."""
    knows_effect = Ranking.UPLIFT in rankings(snapshot, terms.offer)
    table = candidates(snapshot, terms.purposes, knows_effect=knows_effect)
    table["is_listed"] = table["customer_id"].isin(list(elsewhere))
    return retention_list(table if ids is None else table[table["customer_id"].isin(list(ids))], terms)


def candidates(snapshot: Snapshot, purposes: tuple[str, ...], *, knows_effect: bool) -> pd.DataFrame:
    """Say what a list needs of every described customer, by id.

    Parameters
    ----------
    snapshot : Snapshot
        A published one.
    purposes : tuple of str
        What a customer must have agreed to; without any, everybody has.
    knows_effect : bool
        Whether the effect of what is offered is known: as `rankings` says.

    Returns
    -------
    DataFrame
        ``customer_id``, ``risk``, ``uplift``, ``uplift_lower``, ``uplift_upper``, ``worth``, ``days_since_contact``,
        ``has_consent``; numbers are missing where the snapshot doesn't say.
    """
    found, outcome = snapshot.query("population"), default_outcome(snapshot)
    nothing = pd.Series(np.nan, index=found.index)
    has_risk = "scores" in snapshot.tables()
    effect = snapshot.query("list_uplift", outcome=outcome) if knows_effect else dict.fromkeys(_EFFECT, nothing)
    return found.assign(
        risk=snapshot.query("population_risk", outcome=outcome)["probability"] if has_risk else nothing,
        **{name: effect[name] for name in _EFFECT},
        worth=_worth(snapshot, nothing),
        days_since_contact=_days_since_contact(snapshot, nothing),
        has_consent=snapshot.query("list_consents", purposes=list(purposes))["has_consent"] if purposes else True,
    )


def settled_terms(snapshot: Snapshot, terms: ListTerms) -> ListTerms:
    """Settle what terms leave open, and refuse what can't be: a ranking that isn't known, purposes nobody was asked.

    Raises
    ------
    InputError
        If it can't be done; the message says why.
    """
    if not answers_are_read(snapshot):
        raise InputError("Consents and offers are not read yet, so that nobody could be left out. Run build first.")
    can = rankings(snapshot, terms.offer)
    by = terms.ranked_by or can[0]
    if by not in can:
        raise InputError(
            f"Customers can't be ranked by {by} here: {_why_not(by, terms.offer)} There is: {listed(can)}."
        )
    asked = purposes_known(snapshot)
    needed = terms.purposes or usual_purposes(asked)
    unknown = set(needed) - set(asked)
    if unknown or (asked and not needed):
        told = f"Nobody was asked about {listed(sorted(unknown))}" if unknown else "Say which consent contacting needs"
        raise InputError(f"{told}. The purposes in consents: {listed(asked) or 'none'}.")
    return replace(terms, ranked_by=by, purposes=needed)


def rankings(snapshot: Snapshot, offer: str = "") -> tuple[Ranking, ...]:
    """Say what customers can be ranked by for an offer, the usual one first.

    By its effect only where a trial has shown whom offers keep, and this offer was among those that were tried.
    """
    tried = tried_offers(snapshot)
    if not len(tried) or (offer and offer not in tried) or "uplift" not in snapshot.tables():
        return (Ranking.RISK,)
    if snapshot.table("uplift").empty:
        return (Ranking.RISK,)
    return (Ranking.UPLIFT, *((Ranking.VALUE,) if worth_column(snapshot) else ()), Ranking.RISK)


def tried_offers(snapshot: Snapshot) -> tuple[str, ...]:
    """Name the offers that were held back from enough customers to be compared."""
    if "offer_effects" not in snapshot.tables():
        return ()
    effects = snapshot.table("offer_effects")
    return tuple(
        sorted(set(effects.loc[effects["verdict"] != EffectVerdict.UNKNOWN, "offer"].astype(str)) - {ANY_OFFER})
    )


def answers_are_read(snapshot: Snapshot) -> bool:
    """Say whether it is known yet who agreed to what: a build of a few stages, or under way, may not have read it.

    Only a bank has months of customers, and a bank that was read has a table of consents, which may have no rows.
    """
    tables = snapshot.tables()
    return "consents" in tables or "customer_months" not in tables


def purposes_known(snapshot: Snapshot) -> tuple[str, ...]:
    """Name the purposes that customers were asked about; none where the source has no consents."""
    if "consents" not in snapshot.tables():
        return ()
    return tuple(sorted(map(str, snapshot.table("consents")["purpose"].unique())))


def usual_purposes(asked: tuple[str, ...]) -> tuple[str, ...]:
    """Take the purposes that contacting somebody with an offer needs, by their names."""
    return tuple(each for each in asked if USUAL_PURPOSE in each.casefold())


def worth_column(snapshot: Snapshot) -> str | None:
    """Name the column that says what a customer is worth; None where there is none."""
    if MARGIN in snapshot.columns("customers"):
        return MARGIN
    return BALANCE if BALANCE in snapshot.columns("features") else None


def default_outcome(snapshot: Snapshot) -> str:
    """Name the outcome that lists are about."""
    return str(snapshot.facts.get("default_outcome", DEFAULT_OUTCOME))


def build_named(snapshot: Snapshot) -> str:
    """Name the build that a snapshot is of, whatever was laid over it."""
    return snapshot.id.partition("~")[0]


def _worth(snapshot: Snapshot, nothing: pd.Series[float]) -> pd.Series[float]:
    column = worth_column(snapshot)
    if column is None:
        return nothing
    if column == MARGIN:
        return snapshot.query("list_margin")["worth"]
    # What a customer owes is nothing that the bank would lose with them.
    return snapshot.query("population_feature", feature=BALANCE)[BALANCE].astype(float).clip(lower=0)


def _days_since_contact(snapshot: Snapshot, nothing: pd.Series[float]) -> pd.Series[float]:
    if "offers" not in snapshot.tables():
        return nothing
    last = pd.to_datetime(snapshot.query("list_contacts")["contacted_at"]).dt.normalize()
    return (pd.Timestamp(_as_of(snapshot)) - last) / pd.Timedelta(days=1)


def _as_of(snapshot: Snapshot) -> date:
    return date.fromisoformat(str(snapshot.facts["as_of"]))


def _why_not(by: Ranking, offer: str) -> str:
    if by is Ranking.VALUE:
        return "the effect of this offer isn't known, or nothing says what a customer is worth."
    return f"no trial has shown whom {offer or 'an offer'} keeps."
