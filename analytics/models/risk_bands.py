"""Low, medium and high risk, by one fixed rule."""

from __future__ import annotations

import numpy as np

from analytics.vocabulary import Band

HIGH_ODDS = 4.0
"""A customer at four times the usual odds or more is at high risk."""


def high_border(base_share: float) -> float:
    """Give the risk (0–1) from which on it is high: that of four times the usual odds.

    Examples
    --------
    >>> round(high_border(0.05), 3)
    0.174
    """
    odds = HIGH_ODDS * base_share / (1 - base_share)
    return odds / (1 + odds)


def risk_bands(probability: np.ndarray, *, base_share: float) -> np.ndarray:
    """Name the band of each probability.

    High: at least four times the odds of the labelled customers as a whole. Low: below their share. Medium: what
    lies between. With a share of 5 % the borders are 5 % and 17 %; with 16 %, 16 % and 43 %. The rule depends on
    the share alone: where no customer stands out, nobody is at high risk.

    Parameters
    ----------
    probability : ndarray
        Calibrated probabilities (0–1).
    base_share : float
        Share of the labelled rows with the outcome (0–1).

    Returns
    -------
    ndarray of str
        ``low``, ``medium`` or ``high``.
    """
    below_high = np.where(probability < base_share, Band.LOW.value, Band.MEDIUM.value)
    return np.where(probability >= high_border(base_share), Band.HIGH.value, below_high)
