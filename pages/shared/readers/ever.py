"""The selection carried over to customers who left: they count with the customer here who is most like them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.store.snapshots import Snapshot
from pages.shared.readers import population
from pages.shared.readers.happened import everybody
from pages.shared.readers.population import Mask
from pages.shared.readers.remembered import remembered, remembered_of_build
from pages.shared.selection import Selection


@remembered_of_build
def _own_place(snapshot: Snapshot) -> NDArray[np.int64]:
    """The place of all who ever were in `population.customer_ids`; -1 where they left."""
    own = pd.Index(population.customer_ids(snapshot)).get_indexer(pd.Index(everybody(snapshot)))
    own.flags.writeable = False
    return own.astype(np.int64, copy=False)


@remembered_of_build
def stands_for(snapshot: Snapshot) -> NDArray[np.int64]:
    """For all who ever were, the place in `population.customer_ids` that they count with; -1 with nobody.

    Customers who are here count as themselves, those who left with the one who is most like them, as in the KPIs.
    """
    found = _own_place(snapshot).copy()
    if "left_twins" in snapshot.tables():
        twins = snapshot.table("left_twins")
        who = pd.Index(everybody(snapshot)).get_indexer(pd.Index(twins["customer_id"]))
        twin = pd.Index(population.customer_ids(snapshot)).get_indexer(pd.Index(twins["twin_id"]))
        left = (who >= 0) & (twin >= 0)
        found[who[left]] = np.where(found[who[left]] < 0, twin[left], found[who[left]])
    found.flags.writeable = False
    return found


def is_here(snapshot: Snapshot) -> Mask:
    """Say of all who ever were whether they are active customers now."""
    return np.asarray(_own_place(snapshot) >= 0, dtype=np.bool_)


@remembered
def chosen_ever(snapshot: Snapshot, selection: Selection) -> Mask:
    """Say of all who ever were whether the selection keeps them, or the one whom they count with."""
    places = stands_for(snapshot)
    if selection.is_everyone:
        mask = np.ones(len(places), dtype=np.bool_)
    else:
        mask = (places >= 0) & population.selected(snapshot, selection)[np.maximum(places, 0)]
    mask.flags.writeable = False
    return mask


@remembered
def segments_ever(snapshot: Snapshot, level: int) -> pd.DataFrame:
    """The segment of all who ever were at a level: `segment_id`, a category; missing where they count with nobody."""
    own = pd.Categorical(population.segment_of(snapshot, level)["segment_id"])
    places = stands_for(snapshot)
    codes = np.where(places >= 0, own.codes[np.maximum(places, 0)], -1)
    return pd.DataFrame({"segment_id": pd.Categorical.from_codes(codes, categories=own.categories)})
