"""Tables that have the columns and correlations of a given one, but no groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def ungrouped(blocks: Sequence[Floats], rng: np.random.Generator) -> list[Floats]:
    """Rearrange each feature by itself so that only rank correlations are left (a Gaussian copula).

    Parameters
    ----------
    blocks : sequence of ndarray, shape (n, c)
        The columns of each feature (several for a category, which stay together), NaN where missing.
    rng : Generator

    Returns
    -------
    list of ndarray
        Each a rearrangement of the rows of the block given.
    """
    n = len(blocks[0])
    ranks = [_ranks(values, rng) for values in _ordered(blocks)]
    scores = np.column_stack([ndtri((rank + 0.5) / n) for rank in ranks])
    correlation = np.atleast_2d(np.corrcoef(scores, rowvar=False))
    values, vectors = np.linalg.eigh(np.nan_to_num(correlation))
    drawn = rng.normal(size=scores.shape) @ (vectors * np.sqrt(np.maximum(values, 0))).T
    places = [np.argsort(np.argsort(column)) for column in drawn.T]
    return [block[np.argsort(rank)[place]] for block, rank, place in zip(blocks, ranks, places, strict=True)]


def _ordered(blocks: Sequence[Floats]) -> list[Floats]:
    """A number to rank each feature's rows by: the value, or for a category how its customers score on the rest."""
    numbers = [block[:, 0] for block in blocks if block.shape[1] == 1]
    general = _general_factor(numbers) if numbers else np.zeros(len(blocks[0]))
    return [block[:, 0] if block.shape[1] == 1 else _category_means(block, general) for block in blocks]


def _general_factor(numbers: list[Floats]) -> Floats:
    table = np.nan_to_num(np.column_stack(numbers))
    table -= table.mean(axis=0)
    _, vectors = np.linalg.eigh(table.T @ table)
    return np.asarray(table @ vectors[:, -1])


def _category_means(block: Floats, general: Floats) -> Floats:
    _, member = np.unique(block, axis=0, return_inverse=True)
    member = member.reshape(-1)
    means = np.bincount(member, weights=general) / np.bincount(member)
    return np.asarray(means[member] + 1e-9 * member)


def _ranks(values: Floats, rng: np.random.Generator) -> Ints:
    """Ranks 0 to n - 1; equal values in random order, what is missing first."""
    known = np.where(np.isnan(values), -np.inf, values)
    order = np.lexsort((rng.uniform(size=len(values)), known))
    ranks = np.empty(len(values), dtype=np.int64)
    ranks[order] = np.arange(len(values))
    return ranks
