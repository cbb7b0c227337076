"""Planted feature tables: 5 families x 3 segments under twelve kinds of noise, with their truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
N_FAMILIES, N_CHILDREN = 5, 3


@dataclass(frozen=True)
class Planted:
    """A feature table and the truth it was made from.

    Attributes
    ----------
    features : DataFrame
        A row a customer.
    family, segment : ndarray of int
        The planted family (0-4) and segment (0-14) of each row.
    oracle : ndarray of int or None
        What Bayes' rule with the true latent densities would say, where it has a closed form.
    """

    features: pd.DataFrame
    family: Ints
    segment: Ints
    oracle: Ints | None


def _tree(rng: np.random.Generator, n_dims: int, far: float, near: float) -> Floats:
    """Centres of the 15 segments: families about `far` apart, siblings about `near`."""
    families = _spread(rng, N_FAMILIES, n_dims) * far
    return np.vstack([family + _spread(rng, N_CHILDREN, n_dims) * near for family in families])


def _spread(rng: np.random.Generator, n: int, n_dims: int) -> Floats:
    """Points on average one apart, the best spaced of 50 random draws."""
    best, best_gap = np.zeros((n, n_dims)), -1.0
    for _ in range(50):
        points = rng.normal(size=(n, n_dims))
        distances = np.linalg.norm(points[:, None] - points[None], axis=2)[np.triu_indices(n, 1)]
        points = points / distances.mean()
        gap = float(distances.min() / distances.mean())
        if gap > best_gap:
            best, best_gap = points, gap
    return best


def _labels(rng: np.random.Generator, n: int, shares: Floats | None = None) -> Ints:
    n_segments = N_FAMILIES * N_CHILDREN
    return rng.choice(n_segments, size=n, p=shares).astype(np.int64)


def _bayes(z: Floats, centres: Floats, scales: Floats, shares: Floats) -> Ints:
    squared = ((z[:, None] - centres[None]) ** 2).sum(axis=2) / scales**2
    return np.asarray((-0.5 * squared - z.shape[1] * np.log(scales) + np.log(shares)).argmax(axis=1), dtype=np.int64)


def _observed(rng: np.random.Generator, z: Floats, n_columns: int, noise: float) -> Floats:
    """Columns that are mixtures of the latent traits, with measurement noise of their own."""
    q, _ = np.linalg.qr(rng.normal(size=(max(n_columns, z.shape[1]), z.shape[1])))
    loadings = q[:n_columns] * np.sqrt(n_columns / z.shape[1])
    return np.asarray(z @ loadings.T + noise * rng.normal(size=(len(z), n_columns)))


def _planted(columns: Floats, segment: Ints, oracle: Ints | None, prefix: str = "f") -> Planted:
    names = [f"{prefix}{i:02d}" for i in range(columns.shape[1])]
    index = pd.Index([f"C{i:06d}" for i in range(len(columns))], name="customer_id")
    return Planted(pd.DataFrame(columns, columns=names, index=index), segment // N_CHILDREN, segment, oracle)


UNIFORM = np.full(15, 1 / 15)


def _latent(
    rng: np.random.Generator, n: int, near: float = 4.4, far: float = 9.0, shares: Floats = UNIFORM, n_dims: int = 8
) -> tuple[Floats, Ints, Ints, Floats]:
    centres = _tree(rng, n_dims, far, near)
    segment = _labels(rng, n, shares)
    z = centres[segment] + rng.normal(size=(n, n_dims))
    return z, segment, _bayes(z, centres, np.ones(15), shares), centres


def clean(n: int, seed: int, noise: float = 1.0) -> Planted:
    """Round segments, well apart."""
    rng = np.random.default_rng([1, seed])
    z, segment, oracle, _ = _latent(rng, n, near=5.5 / noise, far=11 / noise)
    return _planted(_observed(rng, z, 16, 0.3), segment, oracle)


def overlapping(n: int, seed: int, noise: float = 1.0) -> Planted:
    """Round segments that overlap as real ones do."""
    rng = np.random.default_rng([2, seed])
    z, segment, oracle, _ = _latent(rng, n, near=3.7 / noise, far=8 / noise)
    return _planted(_observed(rng, z, 16, 0.3), segment, oracle)


def heavy_tails(n: int, seed: int, noise: float = 1.0) -> Planted:
    """Student noise with three degrees of freedom in every column."""
    rng = np.random.default_rng([3, seed])
    z, segment, oracle, _ = _latent(rng, n, near=4.6 / noise, far=9.5 / noise)
    return _planted(_observed(rng, z, 20, 0.0) + 0.6 * rng.standard_t(3, size=(n, 20)), segment, oracle)


def irrelevant_columns(n: int, seed: int, noise: float = 1.0) -> Planted:
    """Sixteen columns that matter among forty that do not."""
    rng = np.random.default_rng([4, seed])
    z, segment, oracle, _ = _latent(rng, n, near=4.4 / noise, far=9 / noise)
    columns = np.hstack([_observed(rng, z, 16, 0.3), rng.normal(size=(n, 40))])
    return _planted(columns, segment, oracle)


def correlated_block(n: int, seed: int, noise: float = 1.0) -> Planted:
    """Twenty columns of spending that say one thing, beside the few columns that tell the segments apart."""
    rng = np.random.default_rng([5, seed])
    z, segment, oracle, _ = _latent(rng, n, near=4.4 / noise, far=9 / noise)
    spending = rng.normal(size=(n, 1)) @ rng.uniform(0.7, 1.3, size=(1, 20)) + 0.3 * rng.normal(size=(n, 20))
    return _planted(np.hstack([_observed(rng, z, 10, 0.3), spending]), segment, oracle)


def unequal_sizes(n: int, seed: int, noise: float = 1.0) -> Planted:
    """The largest segment twelve times the smallest."""
    rng = np.random.default_rng([6, seed])
    shares = 1 / (1 + 0.8 * np.arange(15.0))
    shares = rng.permutation(shares / shares.sum())
    z, segment, oracle, _ = _latent(rng, n, near=4.6 / noise, far=9 / noise, shares=shares)
    return _planted(_observed(rng, z, 16, 0.3), segment, oracle)


def stretched(n: int, seed: int, noise: float = 1.0) -> Planted:
    """Each segment long in a direction of its own."""
    rng = np.random.default_rng([7, seed])
    centres = _tree(rng, 8, 12 / noise, 6.5 / noise)
    segment = _labels(rng, n)
    axes = [np.linalg.qr(rng.normal(size=(8, 8)))[0] * np.array([3.0, 2.0, 1, 1, 1, 0.5, 0.5, 0.5]) for _ in range(15)]
    z = centres[segment] + np.stack([axes[s] @ e for s, e in zip(segment, rng.normal(size=(n, 8)), strict=True)])
    return _planted(_observed(rng, z, 16, 0.3), segment, None)


def curved(n: int, seed: int, noise: float = 1.0) -> Planted:
    """Segments bent like a banana."""
    rng = np.random.default_rng([8, seed])
    centres = _tree(rng, 6, 14 / noise, 7.5 / noise)
    segment = _labels(rng, n)
    planes = [np.linalg.qr(rng.normal(size=(6, 6)))[0][:, :2] for _ in range(15)]
    angle = rng.uniform(0, np.pi, size=n)
    arc = 3.0 * np.stack([np.cos(angle), np.sin(angle) - 0.6], axis=1)
    bent = np.stack([planes[s] @ a for s, a in zip(segment, arc, strict=True)])
    return _planted(_observed(rng, centres[segment] + bent + 0.5 * rng.normal(size=(n, 6)), 12, 0.2), segment, None)


def missing_values(n: int, seed: int, noise: float = 1.0) -> Planted:
    """Twelve per cent of the cells missing, more often where the value is high."""
    rng = np.random.default_rng([9, seed])
    z, segment, oracle, _ = _latent(rng, n, near=5.0 / noise, far=10 / noise)
    columns = _observed(rng, z, 20, 0.3)
    ranks = columns.argsort(axis=0).argsort(axis=0) / n
    columns[rng.uniform(size=columns.shape) < 0.08 + 0.08 * ranks] = np.nan
    return _planted(columns, segment, oracle)


def mixed_scales(n: int, seed: int, noise: float = 1.0) -> Planted:
    """Money, counts, shares and yes/no columns of the same traits."""
    rng = np.random.default_rng([10, seed])
    z, segment, oracle, _ = _latent(rng, n, near=5.0 / noise, far=10 / noise)
    columns = _observed(rng, z, 24, 0.3)
    columns /= columns.std(axis=0)
    columns[:, :8] = np.round(200 * np.exp(1.1 * columns[:, :8]), 2)
    columns[:, 8:14] = rng.poisson(np.exp(2.2 + 0.8 * columns[:, 8:14]))
    columns[:, 14:20] = np.round(1 / (1 + np.exp(-1.5 * columns[:, 14:20])), 4)
    columns[:, 20:24] = columns[:, 20:24] > 0.3
    return _planted(columns, segment, oracle)


def contaminated(n: int, seed: int, noise: float = 1.0) -> Planted:
    """Three per cent of the customers are like nobody, and one per cent of the cells are gross errors."""
    rng = np.random.default_rng([11, seed])
    z, segment, oracle, _ = _latent(rng, n, near=4.8 / noise, far=10 / noise)
    columns = _observed(rng, z, 16, 0.3)
    strange = rng.uniform(size=n) < 0.03
    columns[strange] = rng.uniform(columns.min(), columns.max(), size=(int(strange.sum()), 16))
    gross = rng.uniform(size=columns.shape) < 0.01
    columns[gross] *= rng.uniform(5, 20, size=int(gross.sum()))
    return _planted(columns, segment, oracle)


def dense_and_diffuse(n: int, seed: int, noise: float = 1.0) -> Planted:
    """Segments of very different spread, some columns counted twice."""
    rng = np.random.default_rng([12, seed])
    centres = _tree(rng, 8, 11 / noise, 5.5 / noise)
    scales = rng.permutation(np.geomspace(0.4, 1.8, 15))
    segment = _labels(rng, n)
    z = centres[segment] + scales[segment][:, None] * rng.normal(size=(n, 8))
    columns = _observed(rng, z, 14, 0.2)
    twice = columns[:, :4] + 0.05 * rng.normal(size=(n, 4))
    return _planted(np.hstack([columns, twice]), segment, _bayes(z, centres, scales, UNIFORM))


REGIMES: dict[str, Callable[[int, int, float], Planted]] = {
    "clean": clean,
    "overlapping": overlapping,
    "heavy tails": heavy_tails,
    "irrelevant columns": irrelevant_columns,
    "correlated block": correlated_block,
    "unequal sizes": unequal_sizes,
    "stretched": stretched,
    "curved": curved,
    "missing values": missing_values,
    "mixed scales": mixed_scales,
    "contaminated": contaminated,
    "dense and diffuse": dense_and_diffuse,
}
"""The twelve regimes, each `(n, seed, noise) -> Planted`; `noise` 2 halves the distances between centres."""


def column_permuted(features: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The same columns, each shuffled by itself: a world with no structure and the same marginals."""
    rng = np.random.default_rng([13, seed])
    return pd.DataFrame(
        {name: features[name].to_numpy()[rng.permutation(len(features))] for name in features}, index=features.index
    )
