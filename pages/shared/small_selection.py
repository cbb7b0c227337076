"""Selections of which one who sees groups only may be told: not fewer than ten, nor less by few than a wider one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from analytics.insights.small_groups import FEWEST
from analytics.store.snapshots import Snapshot
from pages.shared import customers_named, profile, session
from pages.shared.readers import cohorts, population, tags
from pages.shared.readers.segments import segment_at, segments
from pages.shared.readers.tellable import tellable
from pages.shared.selection import Selection

PRECISE = ("search", "rule", "area", "found")
"""Filters that can be drawn around single customers: for those who see ids."""

MADE_BY_PEOPLE = frozenset({"tag", "cohort"})
"""Filters that name whomever people chose: two of them may differ by a few customers."""


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

    Else the numbers of two selections, one less the other, would tell of fewer than ten. Asked by the frame and by the
    filters in it, and answered once a run.
    """
    return session.once_a_run(f"may be told: {snapshot.id} {chosen}", lambda: _is_safe(snapshot, chosen))


def like(snapshot: Snapshot, chosen: Selection) -> Iterator[Selection]:
    """Give the selections with another tag, saved cohort or segment in place of a tag or cohort, which people make."""
    for name in MADE_BY_PEOPLE & set(chosen.filters()):
        rest = chosen.without(name)
        yield from (replace(rest, tag=each) for each in tags.tags())
        yield from (replace(rest, cohort=each.cohort_id) for each in cohorts.workable(snapshot))
        yield from (replace(rest, segment=str(each)) for each in segments(snapshot)["segment_key"])


def _is_safe(snapshot: Snapshot, chosen: Selection) -> bool:
    if chosen.segment is not None and not _segment_may_be_told(snapshot, chosen.segment):
        return False
    names = chosen.filters()
    n = _size(snapshot, chosen)
    if 0 < n < FEWEST:
        return False
    wider = (chosen.without(*away) for few in range(1, len(names) + 1) for away in combinations(names, few))
    if any(0 < _size(snapshot, each) - n < FEWEST for each in wider):
        return False
    return not any(_differs_by_few(snapshot, chosen, each) for each in like(snapshot, chosen))


def _differs_by_few(snapshot: Snapshot, one: Selection, other: Selection) -> bool:
    """Say whether one of two selections holds the other, and few customers more."""
    own, theirs = (population.selected(snapshot, each) for each in (one, other))
    n_own, n_theirs = int((own & ~theirs).sum()), int((theirs & ~own).sum())
    return min(n_own, n_theirs) == 0 and 0 < max(n_own, n_theirs) < FEWEST


def _segment_may_be_told(snapshot: Snapshot, key: str) -> bool:
    """Say whether a segment is not few customers, nor all of another one but few."""
    segment = segment_at(snapshot, key)
    return segment is None or segment.segment_id in tellable(snapshot)


def _size(snapshot: Snapshot, chosen: Selection) -> int:
    return int(population.selected(snapshot, chosen).sum())
