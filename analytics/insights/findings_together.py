"""Which findings' figures those may be told who see groups of at least ten: all that stand on the board together.

The figures of two findings, one less the other, would be figures of those in whom they differ. So the findings of a
board are gone through as they were put up: a finding's figures are told where neither they nor what follows from them
and from all that is told already is about fewer than ten. Those told before stay told: they were seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from analytics.insights.finding_pages import BoardRow, is_large_enough
from analytics.insights.small_groups import FEWEST, may_be_shown
from analytics.knowledge.evidence import Evidence

Mask = NDArray[np.bool_]
Places = NDArray[np.int32]


def told_together(board: Iterable[BoardRow], *, beside: Sequence[Places] = ()) -> frozenset[str]:
    """Name the findings whose figures may be told of to those who see groups of at least ten.

    Parameters
    ----------
    board : iterable of BoardRow
        Every finding that stands, not only those that are shown or taken along: else two files could be put together.
    beside : sequence of ndarray of int, shape (n_customers,)
        Groups of today's customers of whom screens tell figures by themselves, such as the segments of a level: the
        number of each customer's group, or -1. A finding that is one of them but for few customers is not told.

    Returns
    -------
    frozenset of str
        Their ids. Whom a finding is about is known by today's data; where it was measured on the same build as another
        and nobody can say any more whom one of them is about, near counts are enough to leave the later one out.
    """
    told: list[BoardRow] = []
    for row in sorted(board, key=lambda each: (each.finding.put_up_at, each.finding.finding_id)):
        is_large = all(is_large_enough(each) for each in _measured(row))
        if not is_large or any(_is_near(row, other) for other in (*told, row)) or _is_nearly_one_of(beside, row):
            continue
        if _tells_of_nobody(told, row):
            told.append(row)
    return frozenset(row.finding.finding_id for row in told)


def _measured(row: BoardRow) -> Iterator[Evidence]:
    yield from (each for each in (row.finding.evidence, row.now) if each is not None)


def _is_near(one: BoardRow, other: BoardRow) -> bool:
    """Say whether two were measured on one build with few customers between them, and one may hold the other."""
    pairs = ((a, b) for a in _measured(one) for b in _measured(other) if a.snapshot == b.snapshot)
    is_close = any(0 < abs(a.n_customers - b.n_customers) < FEWEST for a, b in pairs)
    return is_close and (one is other or _may_be_nested(one.members, other.members))


def _is_nearly_one_of(beside: Sequence[Places], row: BoardRow) -> bool:
    """Say whether a finding holds a group and few customers more, or a group holds it and few more."""
    return row.members is not None and any(_differs_by_few(row.members, places) for places in beside)


def _differs_by_few(members: Mask, places: Places) -> bool:
    is_in_one = places >= 0
    both = np.bincount(places[members & is_in_one], minlength=int(places.max(initial=-1)) + 1)
    more = members.sum() - both
    fewer = np.bincount(places[is_in_one], minlength=len(both)) - both
    differ = more + fewer
    return bool(((np.minimum(more, fewer) == 0) & (differ > 0) & (differ < FEWEST)).any())


def _may_be_nested(one: Mask | None, other: Mask | None) -> bool:
    if one is None or other is None or len(one) != len(other):
        return True
    return bool((one <= other).all() or (other <= one).all())


def _tells_of_nobody(told: Sequence[BoardRow], row: BoardRow) -> bool:
    """Say whether no number about fewer than ten follows from the figures of these findings and of all customers."""
    masks = [each.members for each in (*told, row) if each.members is not None]
    if row.members is None:
        return True
    groups, counts = np.unique(np.stack([*masks, np.ones_like(masks[0])]), axis=1, return_counts=True)
    # The few of a part that no finding divides are a secret too: those in a third finding and in neither of two.
    few = np.eye(len(counts), dtype=np.bool_)[counts < FEWEST]
    return bool(may_be_shown(counts, np.concatenate([groups, few]))[: len(groups)].all())
