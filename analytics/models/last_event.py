"""A first-order Markov chain: what follows depends on the last thing that happened, and on nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import logit

PRIOR_ROWS = 20.0


@dataclass(frozen=True)
class LastEventRates:
    """How often something follows within a horizon, by what happened last.

    Attributes
    ----------
    log_odds : ndarray
        One a last symbol; the last of all is for customers to whom nothing has happened yet.
    """

    log_odds: np.ndarray

    def margins(self, last: np.ndarray) -> np.ndarray:
        """Give each row the log-odds of its last symbol."""
        return np.asarray(self.log_odds[last])


def last_event_rates(last: np.ndarray, values: np.ndarray, *, n_symbols: int) -> LastEventRates:
    """Count transitions; each symbol starts with 20 rows at the share of all.

    Parameters
    ----------
    last : ndarray of int
        Place of each row's last symbol, `n_symbols` where nothing has happened.
    values : ndarray
        Whether it followed, 0 or 1; both occur.
    n_symbols : int

    Returns
    -------
    LastEventRates

    Examples
    --------
    >>> rates = last_event_rates(np.array([0] * 60 + [1] * 60), np.array([1, 0] * 30 + [0] * 60), n_symbols=2)
    >>> np.round(1 / (1 + np.exp(-rates.log_odds)), 4).tolist()
    [0.4375, 0.0625, 0.25]
    """
    n = np.bincount(last, minlength=n_symbols + 1)
    followed = np.bincount(last, weights=values, minlength=n_symbols + 1)
    return LastEventRates(logit((followed + PRIOR_ROWS * np.mean(values)) / (n + PRIOR_ROWS)))
