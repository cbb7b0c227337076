"""Many changes for many customers at once, each with the risk that the model then gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.boosting import margins
from analytics.models.change_rules import Ranges, changed_cells
from analytics.models.lever import Lever
from analytics.models.model_card import StoredModel
from analytics.models.named_rows import Floats, NamedRows
from analytics.models.plausibility import Ground, placed

if TYPE_CHECKING:
    from analytics.models.grown_trees import Trees

Change = tuple[tuple[int, float], ...]
"""Levers by their place in the list, each with the size of its step."""

Places = NDArray[np.intp]

MOST_FOR_LIGHTGBM = 100_000
"""Rows times trees up to which LightGBM scores: some 5 ms. More is scored by compiled loops, with the same sums."""


@dataclass(frozen=True)
class Reader:
    """A model that reads named rows.

    Attributes
    ----------
    model : StoredModel
        With its calibration.
    n_threads : int
        Threads to use; they change no result.
    is_welcome : bool
        Whether the outcome is wanted.
    """

    model: StoredModel
    n_threads: int
    is_welcome: bool = False

    def rows(self, features: pd.DataFrame) -> NamedRows:
        """Read features as numbers, with what is missing still missing."""
        design = replace(self.model.design, typical={})
        return NamedRows(design.columns, design.matrix(features))

    def probability(self, rows: NamedRows) -> Floats:
        """Give the calibrated risk (0–1) of each row, as for the features that it stands for."""
        typical = self.model.design.typical
        fill = np.array([typical.get(name, np.nan) for name in rows.columns])
        matrix = np.where(np.isnan(rows.values), fill, rows.values)
        return np.asarray(self.model.calibration.probability(self._margins(matrix)))

    def unwanted(self, rows: NamedRows) -> Floats:
        """Give the probability (0–1) of what is not wanted: of the outcome, or that a welcome one fails to come."""
        probability = self.probability(rows)
        return 1 - probability if self.is_welcome else probability

    def _margins(self, matrix: Floats) -> Floats:
        if len(matrix) * self.model.booster.num_trees() <= MOST_FOR_LIGHTGBM:
            return margins(self.model.booster, matrix, n_threads=self.n_threads)
        from analytics.models.tree_margins import tree_margins

        return tree_margins(self._trees, matrix, n_threads=self.n_threads)

    @cached_property
    def _trees(self) -> Trees:
        from analytics.models.grown_trees import trees_of

        return trees_of(self.model.booster.model_to_string())


@dataclass(frozen=True)
class Field:
    """What changes are tried with and held against.

    Attributes
    ----------
    reader : Reader
        The model.
    levers : tuple of Lever
        What can be done.
    ranges : Ranges
        Of real customers: nobody is taken to where nobody is.
    ground : Ground
        Real customers.
    sorted_values : mapping of str to ndarray
        Of each feature that can be acted on, the real customers' values in ascending order.
    categories : frozenset of str
        Features whose numbers are codes.
    """

    reader: Reader
    levers: tuple[Lever, ...]
    ranges: Ranges
    ground: Ground
    sorted_values: dict[str, Floats]
    categories: frozenset[str] = frozenset()

    def effort(self, change: Change, before: NamedRows, after: NamedRows) -> Floats:
        """Say how far a change takes customers.

        For each lever, past what share of all customers it takes them in the feature that it moves farthest (0–1);
        for a category, what share of all customers have another than the new one. The levers of a change are added up.

        References
        ----------
        B. Ustun, A. Spangher and Y. Liu, "Actionable recourse in linear classification", 2019 (the largest shift in
        percentiles as a cost).
        """
        total = np.zeros(len(before))
        for place, _ in change:
            shifts = [self._shift(name, before[name], after[name]) for name in self.levers[place].acts_on]
            total += np.max(shifts, axis=0)
        return total

    def _shift(self, name: str, before: Floats, after: Floats) -> Floats:
        known = self.sorted_values[name]
        if name in self.categories:
            return np.asarray(1 - _share_with(after, known))
        old, new = (np.where(np.isnan(values), 1.0, placed(values, known)) for values in (before, after))
        return np.asarray(np.abs(new - old), dtype=np.float64)


def _share_with(values: Floats, known: Floats) -> Floats:
    """Give, for each value, the share of known ones that equal it."""
    found = np.searchsorted(known, values, "right") - np.searchsorted(known, values, "left")
    return np.asarray(found / max(len(known), 1))


@dataclass(frozen=True)
class Tried:
    """Changes that were tried, one a row.

    Attributes
    ----------
    owners : ndarray of int
        Whose row it was.
    changes : ndarray of int
        Which change, by its place in `kinds`.
    kinds : tuple of Change
        The changes.
    rows : NamedRows
        The customers as they would be.
    probability : ndarray
        After the change, of what is not wanted: the risk, or that a welcome outcome fails to come.
    """

    owners: Places
    changes: Places
    kinds: tuple[Change, ...]
    rows: NamedRows
    probability: Floats


def tried(field: Field, rows: NamedRows, asked: Sequence[tuple[Change, Places]]) -> Tried:
    """Try changes on customers.

    Parameters
    ----------
    field : Field
        The levers and the model.
    rows : NamedRows
        The customers as they are.
    asked : sequence of (Change, ndarray of int)
        Each change with the customers to try it on.

    Returns
    -------
    Tried
        Without those that change nothing about a customer, or take them to where no customer is.
    """
    owners, changes, after = [], [], []
    for number, (change, which) in enumerate(asked):
        before = rows.among(which)
        moved = _moved(field, change, before)
        kept = _moves_all(field, change, before, moved) & field.ranges.hold(before, moved)
        owners.append(which[kept])
        changes.append(np.full(int(kept.sum()), number))
        after.append(moved.values[kept])
    kinds = tuple(change for change, _ in asked)
    if not sum(len(part) for part in owners):
        empty = np.empty(0, dtype=np.intp)
        return Tried(empty, empty, kinds, rows.among(empty), np.empty(0))
    changed = NamedRows(rows.columns, np.concatenate(after))
    return Tried(np.concatenate(owners), np.concatenate(changes), kinds, changed, field.reader.unwanted(changed))


def _moved(field: Field, change: Change, rows: NamedRows) -> NamedRows:
    for place, size in change:
        rows = field.levers[place].moved(rows, size)
    return rows


def _moves_all(field: Field, change: Change, before: NamedRows, after: NamedRows) -> NDArray[np.bool_]:
    """Whether each lever of a change does something to a customer: a lever that is none for them is left out."""
    cells = changed_cells(before, after)
    moves = np.ones(len(before), dtype=bool)
    for place, _ in change:
        moves &= cells[:, before.columns.index(field.levers[place].acts_on[0])]
    return moves
