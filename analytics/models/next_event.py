"""How likely something happens to a customer soon: methods from the simplest up, and the one in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logit

from analytics.models.boosting import fit_booster, margins
from analytics.models.calibration import Calibration, fit_calibration
from analytics.models.event_bags import EventBags
from analytics.models.forecast_parts import ForecastParts
from analytics.models.last_event import LastEventRates, last_event_rates
from analytics.models.network_library import RECURRENT

if TYPE_CHECKING:
    from lightgbm import Booster

BASE_RATE, MARKOV, BAG = "base_rate", "markov_chain", "bag_of_events"
MOST_CASES, MOST_OTHERS = 2_000, 4_000
"""Rows that the trees are taught with; the share of cases among them is put right in the log-odds."""
ROUNDS = 60
"""Trees of each forecast: 100 took two thirds more time and foresaw nothing better on the demo bank."""
_SAFE = 1e-12


@dataclass(frozen=True)
class Methods:
    """Every method that is taught for one thing alone, all on the same rows.

    Attributes
    ----------
    base : float
        Log-odds of the share of all.
    rates : LastEventRates
        The Markov chain.
    booster : Booster
        Trees over the bag of events.
    offset : float
        Added to their log-odds, since they were taught with more cases than there are.
    """

    base: float
    rates: LastEventRates
    booster: Booster
    offset: float

    def margins(self, bags: EventBags, method: str, *, n_threads: int) -> np.ndarray:
        """Give each row one method's log-odds."""
        if method == BASE_RATE:
            return np.full(len(bags.last), self.base)
        if method == MARKOV:
            return self.rates.margins(bags.last)
        return np.asarray(margins(self.booster, bags.matrix, n_threads=n_threads) + self.offset)


@dataclass(frozen=True)
class NextEvent:
    """A forecast of one thing.

    Attributes
    ----------
    methods : Methods
    in_force : str
        The simplest that no other beats by more than chance allows, where methods are chosen.
    calibration : Calibration
        Of the method in force, renewed with the latest days.
    judged : dict of str to ndarray
        By method, the probabilities of the rows that judge, calibrated on earlier days.
    """

    methods: Methods
    in_force: str
    calibration: Calibration
    judged: dict[str, np.ndarray]

    def probability(self, bags: EventBags, network: np.ndarray | None = None, *, n_threads: int) -> np.ndarray:
        """Give each row the probability in force (0–1); `network` are the network's log-odds, where it is in force."""
        if self.in_force != RECURRENT:
            return self.calibration.probability(self.methods.margins(bags, self.in_force, n_threads=n_threads))
        if network is None:
            raise ValueError("The recurrent network is in force: its log-odds are needed.")
        return self.calibration.probability(network)


def fit_next_event(
    bags: EventBags,
    values: np.ndarray,
    parts: ForecastParts,
    network: np.ndarray | None = None,
    *,
    n_symbols: int,
    seed: int,
    n_threads: int,
) -> NextEvent:
    """Teach, calibrate and choose.

    Parameters
    ----------
    bags : EventBags
        A row a landmark.
    values : ndarray
        Whether it followed within the horizon, 0 or 1; both occur in every part.
    parts : ForecastParts
        What each row is for.
    network : ndarray, optional
        Log-odds of the recurrent network, taught on the same rows; without them it isn't among the methods.
    n_symbols : int
        Of the alphabet.
    seed, n_threads : int

    Returns
    -------
    NextEvent
    """
    methods = _taught(bags.where(parts.learn), values[parts.learn], n_symbols=n_symbols, seed=seed, n_threads=n_threads)
    rest = ~parts.learn
    unseen, own, its = bags.where(rest), parts.where(rest), values[rest]
    margins_of = {each: methods.margins(unseen, each, n_threads=n_threads) for each in (BASE_RATE, MARKOV, BAG)}
    if network is not None:
        margins_of[RECURRENT] = network[rest]
    judged, surprise, renewed = {}, {}, {}
    for method, margin in margins_of.items():
        calibration = fit_calibration(margin[own.tune], its[own.tune])
        surprise[method] = surprises(calibration.probability(margin[own.choose]), its[own.choose])
        judged[method] = calibration.probability(margin[own.judge])
        renewed[method] = fit_calibration(margin[own.renew], its[own.renew])
    in_force = simplest(surprise)
    return NextEvent(methods, in_force, renewed[in_force], judged)


def surprises(probability: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Give the surprise of each row in nats: 0 where it was foreseen for sure; the mean is the log loss."""
    safe = np.clip(probability, _SAFE, 1 - _SAFE)
    return np.asarray(-(values * np.log(safe) + (1 - values) * np.log1p(-safe)))


def simplest(surprise: Mapping[str, np.ndarray]) -> str:
    """Choose a method: a later one only where it beats all before it by more than a standard error.

    Parameters
    ----------
    surprise : mapping of str to ndarray
        By method, the simplest first, the surprise of each row.

    Returns
    -------
    str
        The method's name.

    Examples
    --------
    >>> simplest({"plain": np.array([0.5, 0.5, 0.5]), "lucky": np.array([0.1, 0.9, 0.4])})
    'plain'
    >>> simplest({"plain": np.array([0.5, 0.5, 0.5]), "better": np.array([0.3, 0.4, 0.3])})
    'better'
    """
    chosen = next(iter(surprise))
    for method, own in surprise.items():
        less = surprise[chosen] - own
        if less.mean() > less.std() / np.sqrt(len(less)):
            chosen = method
    return chosen


def _taught(bags: EventBags, values: np.ndarray, *, n_symbols: int, seed: int, n_threads: int) -> Methods:
    rows = taught_rows(values, seed=seed)
    booster = fit_booster(
        bags.matrix[rows], values[rows], categorical=[], rounds=ROUNDS, seed=seed, n_threads=n_threads
    )
    base = float(logit(np.mean(values)))
    rates = last_event_rates(bags.last, values, n_symbols=n_symbols)
    return Methods(base, rates, booster, level_shift(values, values[rows]))


def taught_rows(values: np.ndarray, *, seed: int, most_others: int = MOST_OTHERS) -> np.ndarray:
    """Draw rows to teach trees with: at most 2,000 cases, and at most so many others; their places, rising."""
    random = np.random.default_rng(seed)
    cases, others = np.flatnonzero(values == 1), np.flatnonzero(values == 0)
    kept = [random.choice(cases, min(len(cases), MOST_CASES), replace=False)]
    kept.append(random.choice(others, min(len(others), most_others), replace=False))
    return np.sort(np.concatenate(kept))


def level_shift(values: np.ndarray, drawn: np.ndarray) -> float:
    """Say what log-odds learned on drawn rows lack, since there are more cases among these than among all."""
    return float(logit(np.mean(values)) - logit(np.mean(drawn)))
