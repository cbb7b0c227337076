"""Every active customer in one order, and who of them is selected."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.knowledge.rules import parse
from analytics.knowledge.said_of_tags import Tagged
from analytics.knowledge.served import known_in
from analytics.store.erased import pseudonyms
from analytics.store.snapshots import Snapshot
from pages.shared import session
from pages.shared.readers import facts, layouts
from pages.shared.readers.cohorts import cohort, rule_problem
from pages.shared.readers.findings import finding
from pages.shared.readers.polygon import inside
from pages.shared.readers.remembered import remembered, remembered_of_build
from pages.shared.readers.segments import segment_at
from pages.shared.readers.tags import tagged
from pages.shared.selection import Selection

Mask = layouts.Mask


@remembered_of_build
def customer_ids(snapshot: Snapshot) -> pd.Series[str]:
    """The ids of the active customers, sorted: the order of every other answer here."""
    return snapshot.query("population")["customer_id"]


def place_of(snapshot: Snapshot, customer: str) -> int | None:
    """The place of a customer in `customer_ids`; None where no active customer has this id."""
    ids = customer_ids(snapshot)
    at = int(ids.searchsorted(customer))
    return at if at < len(ids) and ids.iloc[at] == customer else None


@remembered
def segment_of(snapshot: Snapshot, level: int) -> pd.DataFrame:
    """`segment_id` (a category) and `strength` of every active customer at a level."""
    found = snapshot.query("population_segment", level=level)
    ids = pd.Index(snapshot.query("population_segment_ids", level=level)["segment_id"])
    segment_id = pd.Categorical.from_codes(found["place"].to_numpy(dtype=np.int16), categories=ids)
    return pd.DataFrame({"segment_id": segment_id, "strength": found["strength"]})


@remembered_of_build
def risk(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """`probability`, `lower`, `upper`, `band` (a category) of every active customer; missing without a model."""
    if "scores" not in snapshot.tables():
        nothing = pd.Series(np.nan, index=customer_ids(snapshot).index)
        return pd.DataFrame({"probability": nothing, "lower": nothing, "upper": nothing}).assign(band=None)
    found = snapshot.query("population_risk", outcome=outcome)
    return found.assign(band=found["band"].astype("category"))


@remembered_of_build
def regions(snapshot: Snapshot) -> pd.DataFrame:
    """`region_id`, `name`, `n_customers`; empty where customers have no region."""
    if "region_id" not in snapshot.columns("customers") or "name" not in snapshot.columns("regions"):
        return pd.DataFrame({"region_id": [], "name": [], "n_customers": []})
    return snapshot.query("regions_named")


@remembered_of_build
def channels(snapshot: Snapshot) -> tuple[str, ...]:
    """The channels that customers' records name, the most named first; empty where they name none."""
    if "home_channel" not in snapshot.columns("customers"):
        return ()
    return tuple(snapshot.query("channels")["home_channel"])


@remembered_of_build
def products(snapshot: Snapshot) -> tuple[str, ...]:
    """The products that customers hold, the most held first; empty where accounts are not known."""
    if "customer_accounts" not in snapshot.tables():
        return ()
    return tuple(snapshot.query("products")["product"])


@remembered
def selected(snapshot: Snapshot, selection: Selection) -> Mask:
    """Say of every active customer, in the order of `customer_ids`, whether the selection's filters keep them."""
    mask = np.ones(len(customer_ids(snapshot)), dtype=np.bool_)
    if selection.segment is not None:
        mask &= in_segment(snapshot, selection.segment)
    if selection.region is not None:
        mask &= in_region(snapshot, selection.region)
    if selection.home_channel is not None:
        mask &= _equal(_channel_of(snapshot)["home_channel"], selection.home_channel)
    if selection.product is not None:
        mask &= _holds(snapshot, selection.product)
    if selection.band is not None:
        outcome = selection.outcome or facts.default_outcome(snapshot)
        mask &= _equal(risk(snapshot, outcome)["band"], selection.band)
    if selection.area is not None:
        where = layouts.with_id(snapshot, selection.area.map_id)
        # An area of an earlier map is left out, with a note, before it comes here (`filters.fitting`).
        if where is not None:
            mask &= inside(selection.area.corners, where.x, where.y) & where.placed
    if selection.cohort is not None:
        mask &= in_cohort(snapshot, selection.cohort)
    if selection.tag is not None:
        mask &= with_tag(snapshot, selection.tag)
    if selection.rule is not None:
        mask &= meeting(snapshot, selection.rule)
    if selection.found is not None:
        outcome = selection.outcome or facts.default_outcome(snapshot)
        found = finding(snapshot, selection.found, outcome)
        mask &= customer_ids(snapshot).isin(found.customers if found is not None else ()).to_numpy(dtype=np.bool_)
    if selection.search is not None:
        mask &= _id_contains(snapshot, selection.search)
    return _closed(mask)


def in_segment(snapshot: Snapshot, key: str) -> Mask:
    """Say of every active customer whether they are in the segment of this key; everybody where there is none."""
    segment = segment_at(snapshot, key)
    if segment is None:
        return np.ones(len(customer_ids(snapshot)), dtype=np.bool_)
    return _equal(segment_of(snapshot, segment.level)["segment_id"], segment.segment_id)


def in_region(snapshot: Snapshot, region_id: str) -> Mask:
    """Say of every active customer whether they live in a region; nobody where regions are not known."""
    if "region_id" not in snapshot.columns("customers"):
        return np.zeros(len(customer_ids(snapshot)), dtype=np.bool_)
    return _equal(_region_of(snapshot)["region_id"], region_id)


@remembered_of_build
def meeting(snapshot: Snapshot, rule: str) -> Mask:
    """Say of every active customer whether they meet a rule that has no `cohorts.rule_problem`.

    A comparison with a missing value does not hold.
    """
    known = known_in(snapshot)
    read = parse(rule, known.columns)
    rows = known.rows(read.names)
    return customer_ids(snapshot).isin(rows.index[read.mask(rows).to_numpy()]).to_numpy(dtype=np.bool_)


@remembered
def in_cohort(snapshot: Snapshot, cohort_id: str) -> Mask:
    """Say of every active customer whether they are in a saved cohort: its list, or whoever meets its rule now."""
    found = cohort(cohort_id)
    if found is None:
        return np.zeros(len(customer_ids(snapshot)), dtype=np.bool_)
    if found.rule is not None:
        return meeting(snapshot, found.rule)
    return pseudonyms_of(snapshot).isin(found.customers or frozenset()).to_numpy(dtype=np.bool_)


def with_tag(snapshot: Snapshot, tag: str) -> Mask:
    """Say of every active customer whether they carry a tag, as people have tagged until now."""
    mask = np.zeros(len(customer_ids(snapshot)), dtype=np.bool_)
    for each in tagged(tag):
        mask |= _carrying(snapshot, each)
    return mask


def _carrying(snapshot: Snapshot, on: Tagged) -> Mask:
    """As a build counts them: nobody where the segment is gone or the rule can't be worked out any more."""
    if on.segment is not None and segment_at(snapshot, on.segment) is not None:
        return in_segment(snapshot, on.segment)
    if on.rule is not None and rule_problem(snapshot, on.rule) is None:
        return meeting(snapshot, on.rule)
    return pseudonyms_of(snapshot).isin(on.customers or frozenset()).to_numpy(dtype=np.bool_)


@remembered_of_build
def pseudonyms_of(snapshot: Snapshot) -> pd.Series[str]:
    """The pseudonym of every active customer, in the order of `customer_ids`."""
    ids = customer_ids(snapshot)
    return pd.Series(pseudonyms(session.store(), ids), index=ids.index, dtype="str")


def selected_customers(snapshot: Snapshot, selection: Selection) -> pd.Series[str]:
    """The ids of the customers that the selection keeps, sorted."""
    ids = customer_ids(snapshot)
    return ids if selection.is_everyone else ids[selected(snapshot, selection)]


@remembered_of_build
def _region_of(snapshot: Snapshot) -> pd.DataFrame:
    return snapshot.query("population_region").astype("category")


@remembered_of_build
def _channel_of(snapshot: Snapshot) -> pd.DataFrame:
    return snapshot.query("population_channel").astype("category")


@remembered_of_build
def _holds(snapshot: Snapshot, product: str) -> Mask:
    return _closed(snapshot.query("population_product", product=product)["holds"].to_numpy(dtype=np.bool_))


@remembered_of_build
def _id_contains(snapshot: Snapshot, text: str) -> Mask:
    found = customer_ids(snapshot).str.contains(text, case=False, regex=False)
    return _closed(found.to_numpy(dtype=np.bool_))


def _closed(mask: Mask) -> Mask:
    mask.flags.writeable = False
    return mask


def _equal(column: pd.Series[str], value: str) -> Mask:
    """Compare a category's small numbers, not a million texts."""
    values = pd.Categorical(column)
    if value not in values.categories:
        return np.zeros(len(values), dtype=np.bool_)
    return np.asarray(values.codes == values.categories.get_loc(value), dtype=np.bool_)
