"""Tails of sums of rare events, where the normal distribution takes chance for evidence."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit

_FAR = 60.0
_FURTHEST = 38.0
_NEAR_ZERO = 1e-4


def signed_root(weights: np.ndarray, chances: np.ndarray, total: float) -> float:
    """Turn a weighted sum of rare events into a standard normal deviate, by saddlepoint.

    Parameters
    ----------
    weights : ndarray
        How much each event counts.
    chances : ndarray
        Each event's probability where nothing is going on (0–1).
    total : float
        The observed sum of weights times (event - chance).

    Returns
    -------
    float
        Its tail probability, above the mean, is that of the sum; far out it is cut at 38.

    References
    ----------
    R. Lugannani and S. Rice, "Saddle point approximation for the distribution of the sum of independent random
    variables", 1980.

    Examples
    --------
    >>> round(signed_root(np.ones(200), np.full(200, 0.05), 10.0), 2)
    2.91
    """
    deviation = float(np.sqrt((weights**2 * chances * (1 - chances)).sum()))
    if abs(total) < _NEAR_ZERO * deviation:
        return total / deviation

    def tilted(t: float) -> np.ndarray:
        return np.asarray(expit(np.log(chances) - np.log1p(-chances) + weights * t))

    def slope(t: float) -> float:
        return float((weights * (tilted(t) - chances)).sum()) - total

    reach = _FAR / max(float(np.abs(weights).max()), 1e-12)
    edge = reach if total > 0 else -reach
    if slope(edge) * total < 0:
        return float(np.sign(total) * _FURTHEST)
    t = float(brentq(slope, 0.0, edge, xtol=1e-12))
    cumulant = float((np.log1p(chances * np.expm1(weights * t)) - weights * chances * t).sum())
    w = float(np.sign(t) * np.sqrt(max(2 * (t * total - cumulant), 0.0)))
    share = tilted(t)
    u = t * float(np.sqrt((weights**2 * share * (1 - share)).sum()))
    return float(np.clip(w + np.log(u / w) / w, -_FURTHEST, _FURTHEST)) if abs(w) > _NEAR_ZERO else total / deviation
