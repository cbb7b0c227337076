"""Whether a ranking by uplift finds more of those whom an offer keeps than chance, or than a ranking by risk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from analytics.models.offer_effect import Trial, spread
from analytics.models.risk_interval import NORMAL_90
from analytics.models.uplift import fit_risk, fit_uplift

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

BUDGETS = tuple(step / 10 for step in range(1, 11))
"""Shares of the customers who could be offered something."""
JUDGED_AT = 0.3
N_FOLDS = 5
FEWEST_CASES = 40
"""With fewer of the trial's customers having the outcome, no ranking is tried."""


@dataclass(frozen=True)
class Learned:
    """All that a ranking is learned from.

    Attributes
    ----------
    matrix, values : ndarray
        Features and outcomes (0 or 1) of all labelled customers and dates, for the risk.
    fold : (n,) ints
        The fold of each of these rows.
    trial_matrix : ndarray
        Features of the trial's rows, known before the offer.
    trial : Trial
        What was done, and what followed.
    trial_fold : (m,) ints
        The fold of each row of the trial; a customer has the same one everywhere.
    categorical : list of int
        Which features are codes of categories.
    """

    matrix: Floats
    values: Floats
    fold: Ints
    trial_matrix: Floats
    trial: Trial
    trial_fold: Ints
    categorical: list[int]


@dataclass(frozen=True)
class HeldOut:
    """What models say of the trial's rows that never saw their customers.

    Attributes
    ----------
    uplift, risk : (m,) floats
        By how much the offer lowers the probability of the outcome, and that probability.
    """

    uplift: Floats
    risk: Floats


@dataclass(frozen=True)
class Gain:
    """How much more an offer keeps among those ranked first than among as many chosen otherwise.

    Attributes
    ----------
    gain, lower, upper : float
        Share of those offered, with a 90 % interval.
    """

    gain: float
    lower: float
    upper: float

    @property
    def is_sure(self) -> bool:
        """Whether it is above 0 beyond chance."""
        return self.lower > 0


def folds_of(customers: pd.Series) -> Ints:
    """Put customers into folds by their ids."""
    names = customers.drop_duplicates()
    fold = {name: int.from_bytes(hashlib.sha256(f"uplift|{name}".encode()).digest()[:4], "big") for name in names}
    return customers.map(fold).to_numpy(np.int64) % N_FOLDS


def held_out(learned: Learned) -> HeldOut:
    """Let models of the other folds' customers say of each row of the trial what the offer would do.

    Parameters
    ----------
    learned : Learned
        All that there is to learn from.

    Returns
    -------
    HeldOut
    """
    uplift, risk = (np.zeros(len(learned.trial)) for _ in range(2))
    for fold in range(N_FOLDS):
        here, others = learned.trial_fold == fold, learned.fold != fold
        if not here.any():
            continue
        baseline = fit_risk(learned.matrix[others], learned.values[others], categorical=learned.categorical)
        model = fit_uplift(baseline, learned.trial_matrix[~here], learned.trial.of(~here))
        uplift[here] = model.effects(learned.trial_matrix[here])[0]
        risk[here] = expit(baseline.margins(learned.trial_matrix[here]))
    return HeldOut(uplift, risk)


def gain(trial: Trial, held: HeldOut, order: Floats, other: Floats | None, *, share: float = JUDGED_AT) -> Gain:
    """Compare who is ranked first with as many others, on customers whom no model saw.

    Parameters
    ----------
    trial : Trial
        What was done, and what followed.
    held : HeldOut
        Its risks take away what would have happened anyhow.
    order : ndarray
        Who is highest is offered first.
    other : ndarray or None
        The ranking to compare with; None for as many chosen at random.
    share : float
        The budget, over 0 and up to 1.

    Returns
    -------
    Gain
        By the weights of Horvitz and Thompson on the outcome less the risk known beforehand; the interval is by
        linearisation and counts customers. The rankings are taken as given.
    """
    against = np.full(len(trial), share) if other is None else first(other, share).astype(float)
    weight = (first(order, share) - against) * trial.signs * (trial.value - held.risk)
    n_chosen = share * len(trial)
    found = float(weight.sum() / n_chosen)
    half = NORMAL_90 * spread((weight - weight.mean()) / n_chosen, trial.customer)
    return Gain(found, found - half, found + half)


def first(order: Floats, share: float) -> Flags:
    """Mark the share of rows with the highest values; of equals the earlier."""
    chosen = np.zeros(len(order), dtype=bool)
    chosen[np.argsort(-order, kind="stable")[: round(share * len(order))]] = True
    return chosen


def curve(trial: Trial, held: HeldOut) -> pd.DataFrame:
    """Draw up what each ranking keeps at each budget (Radcliffe's Qini curve, a share of those offered).

    Parameters
    ----------
    trial : Trial
        What was done, and what followed.
    held : HeldOut
        What models say that never saw the customers.

    Returns
    -------
    DataFrame
        ``ranking`` (``effect``, ``risk``), ``budget``, ``kept`` (share of all customers that the offer keeps),
        ``gain``, ``lower``, ``upper`` (over as many at random, a share of those offered).
    """
    rows = []
    whole = trial.signs * (trial.value - held.risk)
    for ranking, order in (("effect", held.uplift), ("risk", held.risk)):
        for budget in BUDGETS:
            found = gain(trial, held, order, None, share=budget)
            kept = float((first(order, budget) * whole).mean())
            rows.append((ranking, budget, kept, found.gain, found.lower, found.upper))
    return pd.DataFrame(rows, columns=["ranking", "budget", "kept", "gain", "lower", "upper"])
