"""Buying until one day one doesn't: who is still a customer where nobody closes an account (BG/NBD)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1

Floats = NDArray[np.float64]

FEWEST_BUYERS = 50
_STARTS = ((1.0, 1.0, 1.0, 1.0), (0.3, 5.0, 1.0, 3.0))
_NO_LATER = -np.inf


@dataclass(frozen=True)
class Histories:
    """Repeat purchases of customers who bought at least once.

    Attributes
    ----------
    n_repeats : ndarray, shape (n,)
        Purchases after the first, one a day at most.
    last_at : ndarray, shape (n,)
        When the last was, counted from the first, in any unit of time; 0 without repeats.
    seen_for : ndarray, shape (n,)
        From the first purchase to the end of what is known, in the same unit.
    """

    n_repeats: Floats
    last_at: Floats
    seen_for: Floats


@dataclass(frozen=True)
class BgNbd:
    """A fitted model.

    Attributes
    ----------
    r, alpha : float
        Shape and rate of the gamma distribution of how often customers buy while they do.
    a, b : float
        Of the beta distribution of the chance to stop after a purchase.
    log_likelihood : float
        Of the data it was fitted to.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float


def fitted(histories: Histories, *, near: BgNbd | None = None) -> BgNbd:
    """Fit by maximum likelihood.

    Parameters
    ----------
    histories : Histories
        At least `FEWEST_BUYERS`.
    near : BgNbd, optional
        What it was fitted to much the same histories: the search begins there.

    Returns
    -------
    BgNbd

    Notes
    -----
    Fader, Hardie and Lee (2005), "Counting your customers" the easy way. Identical histories are counted together, so
    that time does not grow with customers.
    """
    rows = np.column_stack([histories.n_repeats, histories.last_at, histories.seen_for])
    unique, counts = np.unique(rows, axis=0, return_counts=True)
    once = Histories(*unique.T)

    def loss(logs: Floats) -> float:
        return -float(counts @ _log_likelihood(once, *np.exp(logs)))

    starts = _STARTS if near is None else ((near.r, near.alpha, near.a, near.b),)
    tried = [minimize(loss, np.log(start), method="Nelder-Mead", options=_EXACTLY) for start in starts]
    best = min(tried, key=lambda each: float(each.fun))
    r, alpha, a, b = (float(each) for each in np.exp(best.x))
    return BgNbd(r, alpha, a, b, -float(best.fun))


_EXACTLY = {"maxiter": 4_000, "xatol": 1e-4, "fatol": 1e-4}


def _log_likelihood(histories: Histories, r: float, alpha: float, a: float, b: float) -> Floats:
    x, last, seen = histories.n_repeats, histories.last_at, histories.seen_for
    shared = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    going_on = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + seen)
    # Whoever has bought again may have stopped right after the last purchase.
    bought = np.maximum(x, 1)
    stopped = betaln(a + 1, b + bought - 1) - betaln(a, b) - (r + x) * np.log(alpha + last)
    return np.asarray(shared + np.logaddexp(going_on, np.where(x > 0, stopped, _NO_LATER)))


def chance_alive(model: BgNbd, histories: Histories) -> Floats:
    """Give the probability that each goes on buying: shape (n,), 0-1; 1 for whoever has bought once only.

    Notes
    -----
    In this model nobody stops before the second purchase, so one purchase alone never tells.
    """
    x, last, seen = histories.n_repeats, histories.last_at, histories.seen_for
    odds_gone = (
        model.a / (model.b + np.maximum(x, 1) - 1) * ((model.alpha + seen) / (model.alpha + last)) ** (model.r + x)
    )
    return np.asarray(np.where(x > 0, 1 / (1 + odds_gone), 1.0))


def expected_purchases(model: BgNbd, histories: Histories, *, ahead: float) -> Floats:
    """Give how many purchases each is expected to make in a time to come: shape (n,).

    Parameters
    ----------
    model : BgNbd
    histories : Histories
    ahead : float
        In the histories' unit of time.
    """
    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    x, seen = histories.n_repeats, histories.seen_for
    grown = hyp2f1(r + x, b + x, a + b + x - 1, ahead / (alpha + seen + ahead))
    bought = (a + b + x - 1) / (a - 1) * (1 - ((alpha + seen) / (alpha + seen + ahead)) ** (r + x) * grown)
    return np.asarray(bought * chance_alive(model, histories))
