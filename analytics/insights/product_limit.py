"""The share that stays, step by step, with its interval: what curves of cohorts and of customers have in common."""

from __future__ import annotations

import numpy as np

from analytics.insights.intervals import Z_90, Floats, wilson


def product_limit(at_risk: Floats, stayed: Floats) -> tuple[Floats, Floats, Floats]:
    """Multiply the shares that stayed at each step (E. L. Kaplan and P. Meier, 1958).

    Parameters
    ----------
    at_risk, stayed : ndarray
        Of each step in order, who were still seen before it (above 0), and how many of them stayed.

    Returns
    -------
    share, lower, upper : ndarray
        0 to 1, and its 90% interval: Greenwood's variance on the log-log scale. Where nobody or everybody has left,
        that variance says nothing, and the step's own interval (Wilson) stands in.

    Examples
    --------
    >>> share, lower, upper = product_limit(np.array([10.0, 8.0]), np.array([8.0, 4.0]))
    >>> share.round(3).tolist()
    [0.8, 0.4]
    """
    share = np.cumprod(stayed / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum((at_risk - stayed) / (at_risk * stayed))
        reach = Z_90 * np.sqrt(variance) / np.log(share)
        ends = share ** np.exp(reach), share ** np.exp(-reach)
    certain = (share == 0) | (share == 1)
    lower, upper = np.minimum(*ends), np.maximum(*ends)
    first = wilson(stayed, at_risk)
    lower = np.where(certain, np.minimum(first[0], share), lower)
    upper = np.where(certain, np.maximum(first[1], share), upper)
    return np.asarray(share), np.asarray(lower), np.asarray(upper)
