"""The factors behind columns, and what they say about missing values."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_FACTORS = 50
"""More factors than this carried noise on every table that was measured (docs/segments.md)."""

NEAR_DUPLICATE = 0.995
"""Two columns with a larger absolute correlation than this say the same thing; the first is kept."""

WEAKEST_FACTOR = 0.1
"""A factor with less variance than this share of a column's repeats what the others say."""

BALANCE = 0.5
"""0 gives every factor the same weight, 1 the weight of all columns that share it."""

FILLING_ROUNDS = 8
"""Rounds in which missing values and factors are estimated from each other."""


def informative_columns(scaled: Floats) -> NDArray[np.int64]:
    """Columns that vary, without those that repeat an earlier one."""
    if len(scaled) < 2:
        return np.zeros(0, dtype=np.int64)
    filled = np.where(np.isnan(scaled), 0.0, scaled)
    deviation = filled.std(axis=0)
    varying = np.flatnonzero(deviation > 1e-9)
    if len(varying) == 0:
        return varying.astype(np.int64)
    standard = (filled[:, varying] - filled[:, varying].mean(axis=0)) / deviation[varying]
    similar = np.abs(standard.T @ standard / len(scaled)) > NEAR_DUPLICATE
    kept: list[int] = []
    for column in range(len(varying)):
        if not similar[column, kept].any():
            kept.append(column)
    return varying[kept].astype(np.int64)


def strong_factors(centred: Floats) -> Floats:
    """Directions from which missing values are filled: orthonormal columns, those that beat a single column."""
    gaps = np.isnan(centred)
    if not gaps.any():
        return np.zeros((centred.shape[1], 0))
    filled = np.where(gaps, 0.0, centred)
    strong = np.zeros((centred.shape[1], 0))
    for _ in range(FILLING_ROUNDS):
        values, vectors = np.linalg.eigh(filled.T @ filled / len(filled))
        strong = vectors[:, values > np.median(filled.var(axis=0))]
        filled = np.where(gaps, (filled @ strong) @ strong.T, centred)
    return strong


def filled(centred: Floats, strong: Floats) -> Floats:
    """Missing values as the strong factors of the row's other columns say (0, the average, where none is strong)."""
    gaps = np.isnan(centred)
    if not gaps.any():
        return centred
    filled = np.where(gaps, 0.0, centred)
    incomplete = gaps.any(axis=1)
    part, holes = filled[incomplete], gaps[incomplete]
    for _ in range(FILLING_ROUNDS):
        part = np.where(holes, (part @ strong) @ strong.T, part)
    filled[incomplete] = part
    return filled


def factors(centred: Floats) -> tuple[Floats, Floats]:
    """Variance of each factor, and loadings that give a factor the variance's square root as its own variance."""
    values, vectors = np.linalg.eigh(centred.T @ centred / len(centred))
    order = np.argsort(values)[::-1]
    values, vectors = values[order], vectors[:, order]
    n_factors = int((values > WEAKEST_FACTOR * np.median(centred.var(axis=0))).sum())
    n_factors = max(min(n_factors, MOST_FACTORS), 1)
    values, vectors = values[:n_factors], vectors[:, :n_factors]
    signs = np.where(vectors[np.abs(vectors).argmax(axis=0), np.arange(n_factors)] < 0, -1.0, 1.0)
    return values, vectors * signs * np.maximum(values, 1e-12) ** ((BALANCE - 1) / 2)
