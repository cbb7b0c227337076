"""Groups of customers whose risks come about alike, if there are any."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics.pairwise import euclidean_distances
from threadpoolctl import threadpool_limits

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

MOST_GROUPS = 8
N_REFERENCES = 8
N_LOOKED_AT = 1_500
FEWEST_CUSTOMERS = 50

LEAST_SILHOUETTE = 0.25
"""Below it there is no substantial structure (Kaufman and Rousseeuw 1990)."""

LEAST_EXCESS = 0.05
"""By so much the groups must be clearer than those of every table whose columns were shuffled, one by one."""


@dataclass(frozen=True)
class ReasonGroups:
    """The groups, and how clear they are.

    Attributes
    ----------
    codes : ndarray of int64, shape (n,)
        Each customer's group, 0 the largest; all 0 where none were found.
    is_found : bool
        Whether there is more than one group.
    silhouette : float
        Of the best number of groups: 1 is far apart, 0 no parting (on a sample); NaN with too few customers.
    reference : float
        The best of the same number of groups in tables whose columns were shuffled, one by one: what the single reasons
        alone would give.
    """

    codes: Places
    is_found: bool
    silhouette: float
    reference: float


def reason_groups(pushes: Floats, *, seed: int) -> ReasonGroups:
    """Part customers by the pushes on their risk, where they fall apart by themselves.

    Of two to eight groups (k-means) the number is taken whose silhouette is furthest above that of shuffled tables.

    Parameters
    ----------
    pushes : ndarray, shape (n, d)
        Contributions (log-odds).
    seed : int

    Returns
    -------
    ReasonGroups

    References
    ----------
    L. Kaufman and P. Rousseeuw, "Finding groups in data", 1990; R. Tibshirani et al., "Estimating the number of
    clusters in a data set via the gap statistic", 2001 (the reference tables).
    """
    none = np.zeros(len(pushes), np.int64)
    if len(pushes) < FEWEST_CUSTOMERS or float(pushes.var(axis=0).sum()) < 1e-12:
        return ReasonGroups(none, False, float("nan"), float("nan"))
    random = np.random.default_rng([seed, 907])
    sample = pushes[np.sort(random.permutation(len(pushes))[:N_LOOKED_AT])]
    tables = [sample, *(random.permuted(sample, axis=0) for _ in range(N_REFERENCES))]
    with threadpool_limits(1), warnings.catch_warnings():
        # Where fewer rows differ than groups are asked for, k-means says that it found fewer.
        warnings.simplefilter("ignore", ConvergenceWarning)
        every = np.array([_clear(each, seed) for each in tables])
        clear, reference = every[0], every[1:].max(axis=0)
        best = int((clear - reference).argmax())
        found = bool(clear[best] >= LEAST_SILHOUETTE and clear[best] - reference[best] >= LEAST_EXCESS)
        codes = _by_size(_parted(pushes, _sizes(sample)[best], seed)) if found else none
    return ReasonGroups(codes, found, float(clear[best]), float(reference[best]))


def _sizes(sample: Floats) -> range:
    return range(2, min(MOST_GROUPS, len(sample) - 1) + 1)


def _parted(pushes: Floats, n_groups: int, seed: int) -> Places:
    return np.asarray(KMeans(n_groups, n_init=3, random_state=seed).fit_predict(pushes), dtype=np.int64)


def _clear(pushes: Floats, seed: int) -> list[float]:
    """Give the silhouette of each number of groups; how far all are apart is worked out once for all numbers."""
    apart = euclidean_distances(pushes)
    np.fill_diagonal(apart, 0.0)
    partings = [_parted(pushes, n_groups, seed) for n_groups in _sizes(pushes)]
    return [silhouette(apart, codes) for codes in partings]


def silhouette(apart: Floats, codes: Places) -> float:
    """Say how clearly groups are parted, as scikit-learn's `silhouette_score` does, from distances worked out before.

    Parameters
    ----------
    apart : ndarray, shape (n, n)
        How far each two are from each other.
    codes : ndarray of int64, shape (n,)
        Each one's group.

    Returns
    -------
    float
        1 is far apart, 0 no parting; 0 where there is one group.
    """
    kinds, own = np.unique(codes, return_inverse=True)
    if len(kinds) < 2:
        return 0.0
    member = (own[:, None] == np.arange(len(kinds))).astype(float)
    sizes, everyone = member.sum(axis=0), np.arange(len(codes))
    sums = apart @ member
    within = sums[everyone, own] / np.maximum(sizes[own] - 1, 1)
    means = sums / sizes
    means[everyone, own] = np.inf
    beside = means.min(axis=1)
    larger = np.maximum(within, beside)
    each = np.where((sizes[own] > 1) & (larger > 0), (beside - within) / np.where(larger > 0, larger, 1.0), 0.0)
    return float(each.mean())


def _by_size(codes: Places) -> Places:
    sizes = np.bincount(codes)
    rank = np.empty(len(sizes), np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return rank[codes]
