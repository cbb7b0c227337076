"""Which outcomes a probability leaves open, so that the set holds what happens nine times in ten (split conformal)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

COVERAGE = 0.9
"""The share of customers with the outcome, and of those without, whose set holds what happened."""


class PredictionSet(StrEnum):
    """What can't be ruled out."""

    WITHOUT = "without"
    """Only that the outcome doesn't follow."""
    WITH = "with"
    """Only that it does."""
    EITHER = "either"
    """Neither can be ruled out."""
    NEITHER = "neither"
    """Like few of those with the outcome, and few of those without."""


@dataclass(frozen=True)
class SetBorders:
    """From which probability on each outcome can't be ruled out.

    Attributes
    ----------
    with_from : float
        The outcome can't be ruled out from this probability on; 0: never.
    without_to : float
        That it doesn't follow can't be ruled out up to this probability; 1: never.
    """

    with_from: float
    without_to: float

    def sets(self, probability: NDArray[np.float64]) -> NDArray[np.str_]:
        """Give the set of each probability, as in `PredictionSet`."""
        holds_with, holds_without = probability >= self.with_from, probability <= self.without_to
        return np.select(
            [holds_with & holds_without, holds_with, holds_without],
            [PredictionSet.EITHER.value, PredictionSet.WITH.value, PredictionSet.WITHOUT.value],
            PredictionSet.NEITHER.value,
        )


def fit_set_borders(
    probability: NDArray[np.float64], values: NDArray[np.float64], *, coverage: float = COVERAGE
) -> SetBorders:
    """Choose borders so that a new customer's set holds what happens with at least the coverage, whatever happens.

    Parameters
    ----------
    probability, values : ndarray, shape (n_rows,)
        Probabilities (0-1) and outcomes (0 or 1) of customers who did not teach the model.
    coverage : float
        0-1, for those with the outcome and for those without, each by itself (label-conditional): a rare outcome is not
        given up for the sake of the many.

    Returns
    -------
    SetBorders
        With too few cases of a kind (fewer than 9 at 0.9) that kind is never ruled out.

    References
    ----------
    V. Vovk, A. Gammerman and G. Shafer, *Algorithmic Learning in a Random World*, 2005, section 4.5 (Mondrian
    predictors).

    Examples
    --------
    >>> risks, happened = np.linspace(0.01, 1, 100), np.repeat([0.0, 1.0], 50)
    >>> fit_set_borders(risks, happened).sets(np.array([0.2, 0.5, 0.9])).tolist()
    ['without', 'neither', 'with']
    """
    with_it, without_it = np.sort(probability[values == 1]), np.sort(1 - probability[values == 0])
    return SetBorders(_border(with_it, coverage), 1 - _border(without_it, coverage))


def _border(support: NDArray[np.float64], coverage: float) -> float:
    """Give the value that a new one of the same kind reaches with at least the coverage; 0 where too few are known."""
    n_below = int(np.floor((1 - coverage) * (len(support) + 1) + 1e-9))
    return float(support[n_below - 1]) if n_below else 0.0


def is_covered(sets: NDArray[np.str_], values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say of each row whether its set holds what happened."""
    only = np.where(values == 1, PredictionSet.WITH.value, PredictionSet.WITHOUT.value)
    return np.asarray((sets == PredictionSet.EITHER.value) | (sets == only))
