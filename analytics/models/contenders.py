"""The boosted trees and the two models beside them, fitted and calibrated on the same customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.models.baselines import Logistic, OneColumnRule, fit_logistic, fit_naive
from analytics.models.boosting import enough_rounds, fit_booster, margins
from analytics.models.calibration import Calibration, fit_calibration
from analytics.models.date_drift import DateDrift, days_of, fit_date_drift
from analytics.models.design import Design
from analytics.models.splits import seeded_order

if TYPE_CHECKING:
    from lightgbm import Booster

GRADIENT_BOOSTING = "gradient_boosting"
LOGISTIC = "logistic"
NAIVE = "naive"
WITH_PROTECTED = "gradient_boosting_with_protected"


@dataclass(frozen=True)
class CalibratedTrees:
    """Boosted trees and the calibration of their margin.

    Attributes
    ----------
    booster : Booster
        Fitted on the train part.
    calibration : Calibration
        Fitted on the calibration part, with each row's date taken into account.
    drift : DateDrift
        How the level moves from date to date, from the train and calibration parts.
    """

    booster: Booster
    calibration: Calibration
    drift: DateDrift

    def probability(self, rows: Rows, *, n_threads: int) -> np.ndarray:
        """Calibrated probability of each row at its own date (0–1)."""
        return self.calibration.probability(self.levelled(rows, n_threads=n_threads))

    def levelled(self, rows: Rows, *, n_threads: int) -> np.ndarray:
        """Give margins with the level of each row's date (log-odds)."""
        return np.asarray(margins(self.booster, rows.matrix, n_threads=n_threads) + self.drift.at(rows.days))


@dataclass(frozen=True)
class Beside:
    """The models that the trees are compared with.

    Attributes
    ----------
    logistic : Logistic
        Fitted on the train part.
    logistic_calibration : Calibration
        Fitted on the calibration part, as the trees' is.
    logistic_drift : DateDrift
        As the trees' is.
    naive : OneColumnRule
        The one-column rule of the train part.
    """

    logistic: Logistic
    logistic_calibration: Calibration
    logistic_drift: DateDrift
    naive: OneColumnRule

    def probabilities(self, rows: Rows) -> dict[str, np.ndarray]:
        """Calibrated probabilities of each row, by model."""
        margin = self.logistic.margins(rows.matrix) + self.logistic_drift.at(rows.days)
        return {LOGISTIC: self.logistic_calibration.probability(margin), NAIVE: self.naive.probability(rows.matrix)}


@dataclass(frozen=True)
class Rows:
    """Labelled rows as a model reads them.

    Attributes
    ----------
    matrix : ndarray
        Features.
    values : ndarray
        Outcomes, 0 or 1.
    days : ndarray
        Dates, as days since 1970.
    held : ndarray of bool
        Rows of a quarter of the customers, which say when to stop growing trees.
    """

    matrix: np.ndarray
    values: np.ndarray
    days: np.ndarray
    held: np.ndarray

    def where(self, mask: np.ndarray) -> Rows:
        """Keep some rows."""
        return Rows(self.matrix[mask], self.values[mask], self.days[mask], self.held[mask])


def read_rows(design: Design, labelled: pd.DataFrame, *, seed: int) -> Rows:
    """Read labelled rows (``customer_id``, ``as_of``, ``value`` and features) as the models do."""
    held = seeded_order(labelled["customer_id"], seed=seed) // 7 % 4 == 0
    return Rows(design.matrix(labelled), labelled["value"].to_numpy(dtype=float), days_of(labelled["as_of"]), held)


def read_today(design: Design, described: pd.DataFrame) -> Rows:
    """Read the customers who are scored, all at the latest of their dates; they have no outcome yet."""
    n, day = len(described), float(days_of(described["as_of"]).max())
    unknown = np.full(n, np.nan)
    return Rows(design.matrix(described), unknown, np.full(n, day), np.zeros(n, dtype=bool))


@dataclass(frozen=True)
class Contenders:
    """The model in force and those beside it.

    Attributes
    ----------
    design : Design
        The columns that all of them read.
    trees : CalibratedTrees
        The model in force.
    beside : Beside
        What it is compared with.
    """

    design: Design
    trees: CalibratedTrees
    beside: Beside

    def probabilities(self, rows: Rows, *, n_threads: int) -> dict[str, np.ndarray]:
        """Calibrated probabilities of each row, by model."""
        trees = {GRADIENT_BOOSTING: self.trees.probability(rows, n_threads=n_threads)}
        return trees | self.beside.probabilities(rows)


def fit_trees(design: Design, train: Rows, calibration: Rows, *, seed: int, n_threads: int) -> CalibratedTrees:
    """Find out how many trees to grow, fit them on one part and calibrate them on another."""
    rounds = enough_rounds(
        train.matrix, train.values, train.held, categorical=design.categorical, seed=seed, n_threads=n_threads
    )
    return fit_so_many_trees(design, train, calibration, rounds=rounds, seed=seed, n_threads=n_threads)


def fit_so_many_trees(
    design: Design, train: Rows, calibration: Rows, *, rounds: int, seed: int, n_threads: int
) -> CalibratedTrees:
    """Fit a given number of trees on one part and calibrate them on another."""
    booster = fit_booster(
        train.matrix, train.values, categorical=design.categorical, rounds=rounds, seed=seed, n_threads=n_threads
    )
    taught = margins(booster, train.matrix, n_threads=n_threads)
    return CalibratedTrees(
        booster, *_tuned(taught, margins(booster, calibration.matrix, n_threads=n_threads), train, calibration)
    )


def _tuned(taught: np.ndarray, margin: np.ndarray, train: Rows, calibration: Rows) -> tuple[Calibration, DateDrift]:
    """Calibrate margins: first for the level of each date, from both parts, then for their scale."""
    drift = fit_date_drift(
        np.r_[taught, margin], np.r_[train.values, calibration.values], np.r_[train.days, calibration.days]
    )
    return fit_calibration(margin + drift.at(calibration.days), calibration.values), drift


def fit_beside(design: Design, train: Rows, calibration: Rows) -> Beside:
    """Fit what the trees are compared with, on the same parts."""
    logistic = fit_logistic(train.matrix, train.values, categorical=design.categorical)
    tuned = _tuned(logistic.margins(train.matrix), logistic.margins(calibration.matrix), train, calibration)
    return Beside(logistic, *tuned, fit_naive(train.matrix, train.values))
