"""The slice of customers that a machine would name itself: where it is most wrong, in so many conditions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MOST_CONDITIONS = 3
FEWEST_CUSTOMERS = 50
_CUTS = (0.1, 0.25, 0.5, 0.75, 0.9)
_KEPT = 20
_MOST_LEVELS = 12


@dataclass(frozen=True)
class Condition:
    """One comparison of a column of the design.

    Attributes
    ----------
    column : int
        The column's place.
    value : float
        What it is compared with.
    sign : {-1, 0, 1}
        1 is above the value, -1 is at most it, 0 is equal to it. A missing value fulfils none.
    """

    column: int
    value: float
    sign: int

    def holds(self, matrix: np.ndarray) -> np.ndarray:
        """Say for which rows it holds."""
        values = matrix[:, self.column]
        if self.sign == 0:
            return np.asarray(values == self.value)
        return np.asarray(values > self.value if self.sign > 0 else values <= self.value)


def best_slice(
    matrix: np.ndarray,
    residuals: np.ndarray,
    variances: np.ndarray,
    *,
    categorical: list[int],
    n_conditions: int,
    customer_codes: np.ndarray,
) -> tuple[Condition, ...]:
    """Search the conjunction of conditions in which the residuals are furthest from nought.

    A beam search: the 20 best of each length go on. Cuts are the 10th, 25th, 50th, 75th and 90th percentile of each
    number, and the values of each category.

    Parameters
    ----------
    matrix : ndarray, shape (n, d)
        The explore part as the machine reads it.
    residuals : ndarray
        Outcome minus a probability that was made without the row's customer.
    variances : ndarray
        Of each outcome, p (1 - p).
    categorical : list of int
        Places of the columns that are category codes.
    n_conditions : int
        How many conditions; at most 3 are searched.
    customer_codes : ndarray of int
        Whose row it is. A slice has at least 50 customers.

    Returns
    -------
    tuple of Condition
        Empty where no slice is large enough.
    """
    candidates = _conditions(matrix, categorical)
    if not candidates:
        return ()
    holds = np.column_stack([each.holds(matrix) for each in candidates]).astype(np.float32)
    beam: list[tuple[tuple[int, ...], np.ndarray]] = [((), np.ones(len(matrix), dtype=np.float32))]
    best: tuple[float, tuple[int, ...]] = (0.0, ())
    for _ in range(min(n_conditions, MOST_CONDITIONS)):
        masks = np.stack([mask for _, mask in beam])
        score = _scores(masks, holds, residuals, variances)
        grown = _grown(beam, holds, score, customer_codes)
        if not grown:
            break
        beam = [(chosen, mask) for _, chosen, mask in grown]
        best = max(best, (grown[0][0], grown[0][1]))
    return tuple(candidates[place] for place in best[1])


def _scores(masks: np.ndarray, holds: np.ndarray, residuals: np.ndarray, variances: np.ndarray) -> np.ndarray:
    total = (masks * residuals.astype(np.float32)) @ holds
    spread = (masks * variances.astype(np.float32)) @ holds
    return np.asarray(np.abs(total) / np.sqrt(np.maximum(spread, 1.0)))


def _grown(
    beam: list[tuple[tuple[int, ...], np.ndarray]], holds: np.ndarray, score: np.ndarray, customer_codes: np.ndarray
) -> list[tuple[float, tuple[int, ...], np.ndarray]]:
    found: list[tuple[float, tuple[int, ...], np.ndarray]] = []
    seen: set[tuple[int, ...]] = set()
    for flat in np.argsort(-score, axis=None, kind="stable"):
        place, column = divmod(int(flat), holds.shape[1])
        chosen = tuple(sorted({*beam[place][0], column}))
        if len(chosen) == len(beam[place][0]) or chosen in seen:
            continue
        seen.add(chosen)
        mask = beam[place][1] * holds[:, column]
        if len(np.unique(customer_codes[mask > 0])) >= FEWEST_CUSTOMERS:
            found.append((float(score[place, column]), chosen, mask))
        if len(found) == _KEPT:
            break
    return found


def _conditions(matrix: np.ndarray, categorical: list[int]) -> list[Condition]:
    found: list[Condition] = []
    for column in range(matrix.shape[1]):
        values = matrix[:, column]
        known = values[~np.isnan(values)]
        different = np.unique(known)
        if len(different) < 2:
            continue
        if column in categorical:
            counts = [(int((known == level).sum()), -float(level)) for level in different]
            found += [Condition(column, -level, 0) for _, level in sorted(counts, reverse=True)[:_MOST_LEVELS]]
        else:
            cuts = np.unique(np.quantile(known, _CUTS))
            found += [Condition(column, float(cut), sign) for cut in cuts if cut < different[-1] for sign in (1, -1)]
    return found


def in_slice(matrix: np.ndarray, conditions: tuple[Condition, ...]) -> np.ndarray:
    """Say which rows fulfil all conditions; none where there is no condition."""
    if not conditions:
        return np.zeros(len(matrix), dtype=bool)
    return np.asarray(np.logical_and.reduce([each.holds(matrix) for each in conditions]))
