"""Where customers are assigned in the end, whatever mixture is asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.hierarchy import Tree, tree_by_habits, tree_by_spread
from analytics.models.mixture import Mixture
from analytics.models.mixture_path import within_root
from analytics.models.representation import Representation
from analytics.models.settling import settled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROWS_AT_ONCE = 50_000


@dataclass(frozen=True)
class Placing:
    """Assigns customers: by whole habits if circumstances were taken out of them, else as segments were found.

    Attributes
    ----------
    source : Representation or ndarray
        What segments were looked for in.
    table : ndarray, shape (n, d)
        All customers, in the columns that they are assigned by.
    found_weights : ndarray, shape (d,)
        Weights of the columns that segments were found in.
    """

    source: Representation | NDArray[np.float32] | Floats
    table: NDArray[np.float32] | Floats
    found_weights: Floats

    @property
    def is_whole(self) -> bool:
        """Whether segments were found in other columns than customers are assigned by."""
        return isinstance(self.source, Representation) and self.source.is_freed

    @property
    def weights(self) -> Floats:
        """Weights of the columns that customers are assigned by."""
        return np.ones(self.table.shape[1]) if self.is_whole else self.found_weights

    def points(self, rows: Ints) -> Floats:
        """The weighted table of some customers."""
        return np.asarray(self.table[rows].astype(np.float64) * self.weights)

    def settled(self, mixture: Mixture, points: Floats, rows: Ints) -> Mixture:
        """A mixture found in `points` of the customers `rows`, fitted on the columns that they are assigned by."""
        return settled(mixture, points, self.points(rows)) if self.is_whole else mixture

    def tree(self, mixture: Mixture) -> Tree:
        """How the segments of a mixture unite."""
        if self.is_whole:
            return tree_by_habits(mixture.centres)
        return tree_by_spread(mixture.centres @ within_root(mixture).T)

    def all_nearest(self, mixture: Mixture) -> Ints:
        """The most probable segment of every customer."""
        parts = np.array_split(np.arange(len(self.table)), -(-len(self.table) // ROWS_AT_ONCE))
        return np.concatenate([nearest(mixture, self.points(part)) for part in parts])


def nearest(mixture: Mixture, points: Floats) -> Ints:
    """The most probable segment of each point."""
    return np.asarray(mixture.log_joint(points).argmax(axis=1), dtype=np.int64)


def posterior(mixture: Mixture, matrix: NDArray[np.float32] | Floats, weights: Floats) -> Floats:
    """Probability of each segment for each row, shape (n, k), worked out a part of the rows at a time."""
    parts = range(0, len(matrix), ROWS_AT_ONCE)
    return np.vstack(
        [mixture.posterior(matrix[start : start + ROWS_AT_ONCE].astype(np.float64) * weights) for start in parts]
    )
