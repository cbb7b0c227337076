"""How far two accounts of the same risk agree: which features they name, which way, in which order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_NAMED = 5
"""Features that are compared by name: as many as anybody reads."""

WELL, IN_PART = 0.7, 0.5
"""Of five named features, both name at least four with the same sign; at least three."""

GOOD_FIT = 0.5
"""Below it, a straight line misses more than half of what the model does around the customer."""


@dataclass(frozen=True)
class Agreement:
    """What two accounts share.

    Attributes
    ----------
    feature_agreement : float
        Share of the five features that one names among the five of the other (0 to 1).
    sign_agreement : float
        Share that both name and push the same way; at most `feature_agreement`.
    rank_agreement : float
        Share that both name at the same place.
    rank_correlation : float
        Spearman's, of the signed pushes of all features that have a part in either: 1 is the same order, 0 none.

    References
    ----------
    S. Krishna et al., "The disagreement problem in explainable machine learning: a practitioner's perspective", 2022.
    """

    feature_agreement: float
    sign_agreement: float
    rank_agreement: float
    rank_correlation: float


def agreement(first: Floats, second: Floats, *, named: int = MOST_NAMED) -> Agreement:
    """Compare two accounts of the same features.

    Parameters
    ----------
    first, second : ndarray, shape (d,)
        Pushes by feature, in the same order.
    named : int
        How many of the largest are compared by name; fewer where there are fewer features.

    Returns
    -------
    Agreement
        All 0 where nothing has a part.

    Examples
    --------
    >>> agreement(np.array([3.0, -2.0, 1.0, 0.1]), np.array([2.0, -3.0, -1.0, 0.2]), named=2)
    Agreement(feature_agreement=1.0, sign_agreement=1.0, rank_agreement=0.0, rank_correlation=0.8)
    """
    tops = [largest(pushes, named) for pushes in (first, second)]
    n = max(len(tops[0]), len(tops[1]))
    if n == 0:
        return Agreement(0.0, 0.0, 0.0, 0.0)
    both = np.intersect1d(tops[0], tops[1])
    same_sign = np.sign(first[both]) == np.sign(second[both])
    same_place = sum(int(one == other) for one, other in zip(*tops, strict=False))
    return Agreement(len(both) / n, float(same_sign.sum()) / n, same_place / n, _rank_correlation(first, second))


def largest(pushes: Floats, most: int) -> NDArray[np.int64]:
    """Give the places of the largest pushes, largest first; none that is 0."""
    order = np.argsort(-np.abs(pushes), kind="stable")[:most]
    found: NDArray[np.int64] = order[pushes[order] != 0].astype(np.int64)
    return found


def _rank_correlation(first: Floats, second: Floats) -> float:
    from scipy.stats import rankdata

    part = (first != 0) | (second != 0)
    ranks = rankdata(first[part]), rankdata(second[part])
    if part.sum() < 2 or ranks[0].std() == 0 or ranks[1].std() == 0:
        return 0.0
    return round(float(np.corrcoef(*ranks)[0, 1]), 12)
