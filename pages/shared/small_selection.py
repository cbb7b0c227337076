"""Selections of which one who sees groups only may be told: not fewer than ten, nor less by few than a wider one."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from analytics.insights.small_groups import FEWEST
from analytics.store.snapshots import Snapshot
from pages.shared import customers_named, profile, session
from pages.shared.readers import population
from pages.shared.readers.segments import segment_at
from pages.shared.readers.tellable import tellable
from pages.shared.selection import Selection

PRECISE = ("search", "rule", "area", "found")
"""Filters that can be drawn around single customers: for those who see ids."""


def leave_ids_out() -> None:
    """Take out of the selection what only those may choose by who see ids; `app.py` calls it before any screen."""
    chosen = session.selection()
    if profile.sees_ids():
        return
    if any(getattr(chosen, name) for name in PRECISE):
        session.leave_note("A rule, an area, a finding or part of an id is for those who see ids, and is left out.")
        chosen = chosen.without(*PRECISE)
    if chosen.customer and customers_named.behind(chosen.customer) is None:
        session.leave_note("The customer of this link is not known by a pseudonym, and is left out.")
        chosen = replace(chosen, customer=None)
    session.correct(chosen)


def may_be_told(snapshot: Snapshot, chosen: Selection) -> bool:
    """Say whether a selection is large enough, and its difference from each wider one by the same filters, too.

    Else the numbers of two selections, one less the other, would tell of fewer than ten.
    """
    if chosen.segment is not None and not _segment_may_be_told(snapshot, chosen.segment):
        return False
    names = chosen.filters()
    n = _size(snapshot, chosen)
    if 0 < n < FEWEST:
        return False
    wider = (chosen.without(*away) for few in range(1, len(names) + 1) for away in combinations(names, few))
    return not any(0 < _size(snapshot, each) - n < FEWEST for each in wider)


def _segment_may_be_told(snapshot: Snapshot, key: str) -> bool:
    """Say whether a segment is not few customers, nor all of another one but few."""
    segment = segment_at(snapshot, key)
    return segment is None or segment.segment_id in tellable(snapshot)


def _size(snapshot: Snapshot, chosen: Selection) -> int:
    return int(population.selected(snapshot, chosen).sum())
