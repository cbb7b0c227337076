"""The strongest machine without any note: what a note must add to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.special import expit

from analytics.models.best_slice import Condition, best_slice
from analytics.models.boosting import enough_rounds, fit_booster, margins
from analytics.models.calibration import Calibration
from analytics.models.confirm_part import confirm_part
from analytics.models.contenders import CalibratedTrees, Rows, fit_so_many_trees, read_rows
from analytics.models.design import Design, design_of
from analytics.models.splits import seeded_order

NOT_COLUMNS = ("customer_id", "as_of", "value")
_TUNE_ONE_IN = 4


@dataclass(frozen=True)
class MachineAlone:
    """Labelled rows, who confirms, and what the machine makes of them without a note.

    Attributes
    ----------
    design : Design
        Every permitted column.
    rows : Rows
        As the machine reads them, sorted by customer and date.
    customers : ndarray of str
        Whose row it is.
    explores, confirms : ndarray of bool
        Rows of the two parts; nothing was learned from those that confirm.
    tunes : ndarray of bool
        Rows of explore customers that calibrate.
    rounds : int
        Trees to grow, with and without a note.
    unseen : ndarray
        Margins of the explore rows by trees that did not know their customer (NaN in the confirm part).
    plain_margin : ndarray
        Margins of all rows by trees without the columns that the model in force does not read.
    smaller : mapping of int to ndarray
        Margins of all rows by machines that learned from fewer customers, by how many.
    seed, n_threads : int
        For every fit.
    """

    design: Design
    rows: Rows
    customers: np.ndarray
    explores: np.ndarray
    confirms: np.ndarray
    tunes: np.ndarray
    rounds: int
    unseen: np.ndarray
    plain_margin: np.ndarray
    smaller: dict[int, np.ndarray]
    seed: int
    n_threads: int

    @cached_property
    def codes(self) -> np.ndarray:
        """A number for each row's customer."""
        return pd.factorize(pd.Series(self.customers), sort=True)[0]

    @cached_property
    def n_explore(self) -> int:
        """Customers that the machine may learn from."""
        return len(np.unique(self.codes[self.explores]))

    def among(self, used: np.ndarray) -> MachineAlone:
        """Leave rows out of both parts; what was learned stays."""
        return replace(self, explores=self.explores & used, confirms=self.confirms & used)

    def slice_of(self, n_conditions: int) -> tuple[Condition, ...]:
        """The slice of so many conditions in which the explore part is most unlike what the machine said."""
        explore = self.explores
        chance = expit(self.unseen[explore])
        return best_slice(
            self.rows.matrix[explore],
            self.rows.values[explore] - chance,
            chance * (1 - chance),
            categorical=self.design.categorical,
            n_conditions=n_conditions,
            customer_codes=self.codes[explore],
        )

    def fitted_with(self, *columns: np.ndarray) -> Fitted:
        """Fit the machine with columns of 0 and 1 beside its own, on explore customers only.

        Parameters
        ----------
        *columns : ndarray
            A value a row.

        Returns
        -------
        Fitted
            The calibrated probability and the margin of every row.
        """
        matrix = np.column_stack([self.rows.matrix, *columns])
        names = (*self.design.columns, *(f"added {place}" for place in range(len(columns))))
        rows = Rows(matrix, self.rows.values, self.rows.days, self.rows.held)
        explore = self.explores
        trees = fit_so_many_trees(
            Design(names, self.design.levels, self.design.typical),
            rows.where(explore & ~self.tunes),
            rows.where(explore & self.tunes),
            rounds=self.rounds,
            seed=self.seed,
            n_threads=self.n_threads,
        )
        return _read(trees, rows, n_threads=self.n_threads)


@dataclass(frozen=True)
class Fitted:
    """What a machine says of every row.

    Attributes
    ----------
    margin : ndarray
        Log-odds with the date's level.
    calibration : Calibration
        From margins to probabilities.
    """

    margin: np.ndarray
    calibration: Calibration

    @cached_property
    def probability(self) -> np.ndarray:
        """The calibrated probability of every row (0-1)."""
        return self.calibration.probability(self.margin)


def _read(trees: CalibratedTrees, rows: Rows, *, n_threads: int) -> Fitted:
    return Fitted(trees.levelled(rows, n_threads=n_threads), trees.calibration)


def fit_machine_alone(
    labelled: pd.DataFrame, *, extra: Collection[str] = (), seed: int, n_threads: int
) -> MachineAlone:
    """Fit the machine that a note is compared with.

    Gradient-boosted trees (interactions up to four deep) on every column that is handed in; three quarters of the
    explore customers teach, a quarter calibrates, and the confirm part is only ever scored.

    Parameters
    ----------
    labelled : DataFrame
        ``customer_id``, ``as_of``, ``value`` (0 or 1), and every column that a model is permitted to read.
    extra : collection of str
        Those of the columns that the model in force does not read: raw counts, regions.
    seed : int
        Seed of the trees and of who teaches.
    n_threads : int
        Threads to use; the result does not depend on it.

    Returns
    -------
    MachineAlone
        Ready to be compared with notes.
    """
    table = labelled.sort_values(["customer_id", "as_of"], kind="stable", ignore_index=True)
    confirms = confirm_part(table["customer_id"]).to_numpy()
    order = seeded_order(table["customer_id"], seed=seed)
    columns = [name for name in table.columns if name not in NOT_COLUMNS]
    design = design_of(table.loc[~confirms], columns)
    rows = read_rows(design, table, seed=seed)
    tunes = order // 31 % _TUNE_ONE_IN == 0
    teaches = ~confirms & ~tunes
    rounds = enough_rounds(
        rows.matrix[teaches],
        rows.values[teaches],
        rows.held[teaches],
        categorical=design.categorical,
        seed=seed,
        n_threads=n_threads,
    )

    def margins_from(mask: np.ndarray, places: Sequence[int] = range(len(design.columns))) -> np.ndarray:
        categorical = [place for place, column in enumerate(places) if column in design.categorical]
        matrix = rows.matrix[:, list(places)]
        booster = fit_booster(
            matrix[mask], rows.values[mask], categorical=categorical, rounds=rounds, seed=seed, n_threads=n_threads
        )
        return margins(booster, matrix, n_threads=n_threads)

    fold = order // 101 % 2 == 0
    first, second = margins_from(~confirms & fold), margins_from(~confirms & ~fold)
    quarter = ~confirms & fold & (order // 211 % 2 == 0)
    customers = table["customer_id"].to_numpy(dtype=object)
    smaller = {
        len(set(customers[quarter])): margins_from(quarter),
        len(set(customers[~confirms & fold])): first,
    }
    plain = [place for place, name in enumerate(design.columns) if name not in extra]
    plain_margin = margins_from(~confirms, plain)
    unseen = np.where(confirms, np.nan, np.where(fold, second, first))
    return MachineAlone(
        design,
        rows,
        customers,
        ~confirms,
        confirms,
        tunes,
        rounds,
        unseen,
        plain_margin,
        smaller,
        seed,
        n_threads,
    )
