"""What is read to make a retention list, and what came of those that were made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.insights.expected_saved import expected_saved
from analytics.insights.list_results import ListResult
from analytics.insights.retention_list import retention_list
from analytics.knowledge.reading import knowledge
from analytics.knowledge.retention_lists import ListTerms, Ranking, on_unripe_lists
from analytics.stages import list_choosing
from analytics.stages.list_outcomes import on_list, result_in
from analytics.stages.uplift import ANY_CHANNEL
from analytics.store.called import ids_of
from analytics.store.snapshots import Snapshot
from pages.shared import session
from pages.shared.readers import facts
from pages.shared.readers.population import Mask, customer_ids, selected
from pages.shared.readers.remembered import remembered, remembered_of_build
from pages.shared.selection import Selection


@dataclass(frozen=True)
class ListGround:
    """What a snapshot lets a list be made by.

    Attributes
    ----------
    purposes, usual_purposes : tuple of str
        What customers were asked whether they agree to, and what of it contacting with an offer needs.
    offers, channels : tuple of str
        What the bank has offered, what kept most in trials first, and where; both empty where it has no contacts.
    has_consents, has_contacts : bool
        Whether anything is known of them.
    worth : str or None
        The column that says what a customer is worth.
    """

    purposes: tuple[str, ...]
    usual_purposes: tuple[str, ...]
    offers: tuple[str, ...]
    channels: tuple[str, ...]
    has_consents: bool
    has_contacts: bool
    worth: str | None


@remembered_of_build
def ground(snapshot: Snapshot) -> ListGround:
    """Say what a list can be made by."""
    purposes = list_choosing.purposes_known(snapshot)
    offers = snapshot.table("offers") if "offers" in snapshot.tables() else pd.DataFrame({"offer": [], "channel": []})
    known = {*map(str, offers["offer"].dropna().unique()), *list_choosing.tried_offers(snapshot)}
    return ListGround(
        purposes,
        list_choosing.usual_purposes(purposes),
        tuple(sorted(known, key=_best_first(offer_effects(snapshot)))),
        tuple(sorted(map(str, offers["channel"].dropna().unique()))),
        has_consents=bool(purposes),
        has_contacts=len(offers) > 0,
        worth=list_choosing.worth_column(snapshot),
    )


@remembered_of_build
def rankings(snapshot: Snapshot, offer: str) -> tuple[Ranking, ...]:
    """What customers can be ranked by for an offer, the usual one first."""
    return list_choosing.rankings(snapshot, offer)


@remembered_of_build
def candidates(snapshot: Snapshot, purposes: tuple[str, ...], *, knows_effect: bool) -> pd.DataFrame:
    """What a list needs of every described customer, in the population's order."""
    return list_choosing.candidates(snapshot, purposes, knows_effect=knows_effect)


@remembered
def ranked(snapshot: Snapshot, selection: Selection, terms: ListTerms, seen: int) -> pd.DataFrame:
    """The selected in order, each with the group that terms and other lists put them in: as `retention_list`.

    `seen` is the ledger's number on screen: others may have made lists since.
    """
    return retention_list(_of_selection(snapshot, selection, terms, seen), terms)


@remembered
def saved(snapshot: Snapshot, selection: Selection, terms: ListTerms, seen: int) -> pd.DataFrame:
    """How many are expected to be saved, by how many are contacted: as `expected_saved`."""
    return expected_saved(_of_selection(snapshot, selection, terms, seen), terms)


def listed(list_id: str) -> pd.DataFrame:
    """Who is on a list that was made and is still on record: ``customer_id``, ``group``, first come first."""
    made = knowledge(session.store()).lists[list_id]
    return on_list(made, ids_of(session.store(), (*made.contacted, *made.held_back)))


@remembered
def result(snapshot: Snapshot, list_id: str) -> ListResult:
    """What came of a list that was made."""
    made = knowledge(session.store()).lists[list_id]
    return result_in(snapshot, made, ids_of(session.store(), (*made.contacted, *made.held_back)))


@remembered_of_build
def offer_effects(snapshot: Snapshot) -> pd.DataFrame:
    """What trials found of each offer; no row where there were none."""
    columns = ["offer", "channel", "n_offered", "n_held_back", "effect", "lower", "upper", "verdict"]
    if "offer_effects" not in snapshot.tables():
        return pd.DataFrame(columns=[*columns, "share_offered", "share_held_back"])
    table = snapshot.table("offer_effects")
    return table if "channel" in table else table.assign(channel=ANY_CHANNEL)


def _best_first(effects: pd.DataFrame) -> Callable[[str], tuple[float, str]]:
    own = effects[effects["channel"] == ANY_CHANNEL]
    known = dict(zip(own["offer"], own["effect"].fillna(-1.0), strict=True))
    return lambda offer: (-float(known.get(offer, -1.0)), offer)


def _of_selection(snapshot: Snapshot, selection: Selection, terms: ListTerms, seen: int) -> pd.DataFrame:
    knows_effect = Ranking.UPLIFT in rankings(snapshot, terms.offer)
    table = candidates(snapshot, terms.purposes, knows_effect=knows_effect)
    return table.assign(is_listed=_elsewhere(snapshot, seen))[selected(snapshot, selection)]


@remembered
def _elsewhere(snapshot: Snapshot, seen: int) -> Mask:
    """Say of every active customer whether they are on a list that is not ripe yet."""
    lists = knowledge(session.store(), seen).lists.values()
    unripe = on_unripe_lists(lists, as_of=date.fromisoformat(facts.as_of(snapshot)))
    return customer_ids(snapshot).isin(list(ids_of(session.store(), unripe).values())).to_numpy(dtype=np.bool_)
