"""Two levers at once: all steps of both where they are few, else from their best steps down to smaller ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from analytics.models.change_rules import Flags
from analytics.models.changes_tried import Change, Field, Places, Tried, tried
from analytics.models.named_rows import Floats, NamedRows

MOST_TOGETHER = 64
"""Two levers with at most so many steps together are tried in all of them."""

Asked = list[tuple[Change, Places]]


def paired(field: Field, rows: NamedRows, wanted: Flags, best: Floats, thresholds: Floats) -> Tried:
    """Try levers in pairs.

    Parameters
    ----------
    field : Field
        Levers and model.
    rows : NamedRows
        Customers as they are.
    wanted : ndarray of bool, shape (n, n_levers)
        Which levers to pair for whom.
    best : ndarray, shape (n, n_levers)
        The size of each lever that alone gives the lowest risk near real customers; NaN where none does.
    thresholds : ndarray
        The risk that each customer's should fall below.

    Returns
    -------
    Tried
        Where two levers have many steps: their two best steps, and if these are enough, smaller steps of the one with
        the best of the other, then of the other with the smallest of the one that is enough.
    """
    few: Asked = []
    found = []
    for one, other in combinations(range(len(field.levers)), 2):
        if _move_the_same(field, one, other):
            continue
        which = np.flatnonzero(wanted[:, one] & wanted[:, other])
        first, second = field.levers[one].sizes, field.levers[other].sizes
        if len(first) * len(second) <= MOST_TOGETHER:
            few += [(((one, a), (other, b)), which) for a in first for b in second if len(which)]
        elif len(which):
            found += list(_from_the_best_down(field, rows, (one, other), which, best, thresholds))
    return _joined(rows, [tried(field, rows, few), *found])


def _move_the_same(field: Field, one: int, other: int) -> bool:
    """Whether one lever undoes a part of the other, as more by one channel does of more by another."""
    pair = (field.levers[one].acts_on, field.levers[other].acts_on)
    return pair[0][0] in pair[1] or pair[1][0] in pair[0]


def _from_the_best_down(
    field: Field, rows: NamedRows, pair: tuple[int, int], which: Places, best: Floats, thresholds: Floats
) -> Iterator[Tried]:
    one, other = pair
    known = which[~np.isnan(best[which, one]) & ~np.isnan(best[which, other])]
    sizes = {int(who): (float(best[who, one]), float(best[who, other])) for who in known}
    at_best = tried(field, rows, _asked(pair, {who: [size] for who, size in sizes.items()}))
    yield at_best
    sizes = {int(who): sizes[int(who)] for who in np.unique(at_best.owners[_enough(at_best, thresholds)])}
    for turn, place in enumerate(pair):
        steps = field.levers[place].sizes
        asked = {
            who: [(step, size[1]) if turn == 0 else (size[0], step) for step in steps if step != size[turn]]
            for who, size in sizes.items()
        }
        smaller = tried(field, rows, _asked(pair, asked))
        yield smaller
        sizes |= _least_effort(field, rows, smaller, thresholds, sizes, at_best)


def _least_effort(
    field: Field,
    rows: NamedRows,
    found: Tried,
    thresholds: Floats,
    sizes: dict[int, tuple[float, float]],
    at_best: Tried,
) -> dict[int, tuple[float, float]]:
    """For each customer the two steps of least effort that are enough; who has none better keeps theirs."""
    first_enough, enough = _enough(at_best, thresholds), _enough(found, thresholds)
    least = dict(zip(at_best.owners[first_enough].tolist(), _efforts(field, rows, at_best, first_enough), strict=True))
    better: dict[int, tuple[float, float]] = {}
    for place, effort in zip(enough, _efforts(field, rows, found, enough), strict=True):
        who = int(found.owners[place])
        if who in sizes and effort < least[who]:
            (_, first), (_, second) = found.kinds[found.changes[place]]
            least[who], better[who] = float(effort), (first, second)
    return better


def _efforts(field: Field, rows: NamedRows, found: Tried, which: Places) -> Floats:
    """Say how far some of the changes that were tried take customers."""
    effort, changes = np.zeros(len(which)), found.changes[which]
    for number in np.flatnonzero(np.bincount(changes)):
        these = np.flatnonzero(changes == number)
        tried_on = which[these]
        effort[these] = field.effort(
            found.kinds[number], rows.among(found.owners[tried_on]), found.rows.among(tried_on)
        )
    return effort


def _enough(found: Tried, thresholds: Floats) -> NDArray[np.intp]:
    return np.flatnonzero(found.probability < thresholds[found.owners])


def _asked(pair: tuple[int, int], wanted: dict[int, list[tuple[float, float]]]) -> Asked:
    """Gather customers by the change that is tried on them."""
    by_change: dict[Change, list[int]] = {}
    for who, sizes in wanted.items():
        for first, second in sizes:
            by_change.setdefault(((pair[0], first), (pair[1], second)), []).append(who)
    return [(change, np.array(who, dtype=np.intp)) for change, who in by_change.items()]


def _joined(rows: NamedRows, parts: Sequence[Tried]) -> Tried:
    kinds: tuple[Change, ...] = ()
    changes = []
    for part in parts:
        changes.append(part.changes + len(kinds))
        kinds += part.kinds
    return Tried(
        np.concatenate([part.owners for part in parts]),
        np.concatenate(changes),
        kinds,
        NamedRows(rows.columns, np.concatenate([part.rows.values for part in parts])),
        np.concatenate([part.probability for part in parts]),
    )
