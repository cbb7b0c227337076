"""A few small changes that would bring a customer's risk below a threshold, or none.

The search tries every lever in every step, then pairs of the levers that do most, for many customers at once. Of the
changes that bring the risk below the threshold and lie near real customers it keeps, for each customer, at most three
that pull different levers, the simplest and smallest first. What it says is how this model answers, not what would
happen: the model knows what goes with leaving.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.models.change_rules import Flags
from analytics.models.changes_tried import Change, Field, Places, Tried, tried
from analytics.models.named_rows import Floats, NamedRows
from analytics.models.option_choice import MOST_OPTIONS, Option, fewest_and_different
from analytics.models.paired_levers import paired

LEAST_PLAUSIBLE = 0.05
"""At least one real customer in twenty is as far from the next one as a proposed change is from real customers."""

PAIRED = 4
"""Levers that are tried in pairs: those that take most off the risk alone, without being enough."""

CHUNK = 500


@dataclass(frozen=True)
class Found:
    """What was found for some customers.

    Attributes
    ----------
    options : list of Option
        At most three a customer, in order.
    reach : DataFrame
        A row a customer and lever that moves something: ``owner``, ``lever``, ``probability_after`` (the lowest risk of
        the lever's steps alone that lie near real customers) and ``is_enough`` (below the threshold).
    """

    options: list[Option]
    reach: pd.DataFrame


def find_counterfactuals(field: Field, rows: NamedRows, owners: Places, thresholds: Floats) -> Found:
    """Look for changes that bring the risk of customers below their thresholds.

    Parameters
    ----------
    field : Field
        Levers, model and real customers.
    rows : NamedRows
        The customers as they are.
    owners : ndarray of int
        Each one's row among all described customers, so that nobody is their own neighbour.
    thresholds : ndarray
        The risk (0–1) that each one's should fall below.

    Returns
    -------
    Found
        Options and what each lever alone would do; the same however many customers are asked for at once.
    """
    options: list[Option] = []
    reach = [pd.DataFrame({"owner": [], "lever": [], "probability_after": [], "is_enough": []})]
    for start in range(0, len(rows), CHUNK):
        part = slice(start, start + CHUNK)
        here = NamedRows(rows.columns, rows.values[part])
        found = _in_chunk(field, here, owners[part], thresholds[part])
        options += found.options
        reach.append(found.reach)
    types = {"owner": "int64", "lever": "str", "probability_after": "float64", "is_enough": "bool"}
    return Found(options, pd.concat(reach[1:] or reach, ignore_index=True).astype(types))


def _in_chunk(field: Field, rows: NamedRows, owners: Places, thresholds: Floats) -> Found:
    everybody = np.arange(len(rows))
    alone = tried(field, rows, [(change, everybody) for change in _single(field)])
    near = _near(field, alone, owners)
    enough = (alone.probability < thresholds[alone.owners]) & (near >= LEAST_PLAUSIBLE)
    lowest = _lowest(field, alone, len(rows), np.arange(len(alone.owners)))
    able = np.zeros(lowest.shape, dtype=bool)
    able[alone.owners[enough], _levers(alone)[enough]] = True
    wanted = _wanted_in_pairs(lowest, able)
    together = paired(field, rows, wanted, _best_sizes(field, alone, near, len(rows)), thresholds)
    below = np.flatnonzero(together.probability < thresholds[together.owners])
    near_too = np.zeros(len(together.owners))
    near_too[below] = field.ground.plausibility(together.rows.among(below), owners[together.owners[below]])
    chosen = _chosen(field, rows, alone, near, np.flatnonzero(enough))
    chosen += _chosen(field, rows, together, near_too, below[near_too[below] >= LEAST_PLAUSIBLE])
    lowest_near = _lowest(field, alone, len(rows), np.flatnonzero(near >= LEAST_PLAUSIBLE))
    return Found(fewest_and_different(chosen, owners), _reach(field, lowest_near, able, owners))


def _single(field: Field) -> list[Change]:
    return [((place, size),) for place, lever in enumerate(field.levers) for size in lever.sizes]


def _near(field: Field, found: Tried, owners: Places) -> Floats:
    return field.ground.plausibility(found.rows, owners[found.owners])


def _levers(alone: Tried) -> Places:
    first = np.array([change[0][0] for change in alone.kinds], dtype=np.intp)
    return first[alone.changes]


def _lowest(field: Field, alone: Tried, n_customers: int, which: Places) -> Floats:
    """The lowest risk that each lever alone gives each customer, of some of what was tried; infinite where none."""
    lowest = np.full((n_customers, len(field.levers)), np.inf)
    np.minimum.at(lowest, (alone.owners[which], _levers(alone)[which]), alone.probability[which])
    return lowest


def _wanted_in_pairs(lowest: Floats, able: Flags) -> Flags:
    """Choose levers that are not enough alone, for customers who have fewer than three levers that are."""
    weak = np.where(able, np.inf, lowest)
    order = np.argsort(weak, axis=1, kind="stable")[:, :PAIRED]
    wanted = np.zeros(weak.shape, dtype=bool)
    np.put_along_axis(wanted, order, True, axis=1)
    return np.asarray(wanted & np.isfinite(weak) & (able.sum(axis=1) < MOST_OPTIONS)[:, None])


def _best_sizes(field: Field, alone: Tried, near: Floats, n_customers: int) -> Floats:
    """The step of each lever that alone gives each customer the lowest risk near real customers; NaN where none is."""
    best = np.full((n_customers, len(field.levers)), np.nan)
    sizes = np.array([change[0][1] for change in alone.kinds])
    order = np.argsort(-alone.probability, kind="stable")
    kept = order[near[order] >= LEAST_PLAUSIBLE]
    best[alone.owners[kept], _levers(alone)[kept]] = sizes[alone.changes[kept]]  # the last, and lowest, stays
    return best


def _chosen(field: Field, rows: NamedRows, found: Tried, near: Floats, good: Places) -> list[Option]:
    """Make options of changes, the number still open."""
    effort = np.zeros(len(found.owners))
    for number in np.flatnonzero(np.bincount(found.changes[good])):
        these = good[found.changes[good] == number]
        effort[these] = field.effort(found.kinds[number], rows.among(found.owners[these]), found.rows.among(these))
    return [
        Option(
            int(found.owners[place]),
            0,
            found.kinds[found.changes[place]],
            found.rows.values[place],
            float(found.probability[place]),
            float(near[place]),
            float(effort[place]),
        )
        for place in good
    ]


def _reach(field: Field, lowest: Floats, able: Flags, owners: Places) -> pd.DataFrame:
    who, which = np.nonzero(np.isfinite(lowest))
    names = np.array([lever.name for lever in field.levers], dtype=object)
    return pd.DataFrame(
        {
            "owner": owners[who],
            "lever": names[which],
            "probability_after": lowest[who, which],
            "is_enough": able[who, which],
        }
    )
