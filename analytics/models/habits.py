"""Which columns of a behaviour table are habits, and which only the circumstances of the day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SIGN_OF_A_BEHAVIOUR_TABLE = "n_own_acts_365d"
"""Where this column is there, the table is our own and its names say what they mean; else every column is a habit."""

CIRCUMSTANCES = re.compile(
    r"^(holds_.*|tenure_days|largest_outflow_365d|own_acts_trend_90d|transactions_trend_90d|lifecycle_dormant"
    r"|gap_longest_days_365d|gap_sd_days_365d)$"
)
"""A mortgage, a first quarter at the bank, one large payment or a silent spell move many columns at once, in every
segment: their average effect is taken out."""

STATES = re.compile(
    r"(_30d$|_90d$|trend|days_since|^lifecycle_|silence|cover|^event_|^offers_|^accounts_|^products_|opened"
    r"|^income_months_share|^overdrawn|^standing_orders_months_share|^kept_share)"
)
"""What changes from month to month, is known better over a year, or is a consequence of a circumstance."""

TENURE_KNOTS = (15, 30, 60, 90, 180, 270, 365)
"""Days at which the effect of a short history bends."""

RIDGE = 0.01
PAYDAY, REGULARITY = "payday_day_of_month", "payday_regularity"


@dataclass(frozen=True)
class Habits:
    """A feature table, sorted by what its columns say.

    Attributes
    ----------
    habits : DataFrame
        What segments are made of. The payday is a place on a circle, as far out as it is regular.
    circumstances : DataFrame
        What the habits are freed of; no columns where the table is not one of our own.
    """

    habits: pd.DataFrame
    circumstances: pd.DataFrame


def habits(features: pd.DataFrame) -> Habits:
    """Sort the columns of a feature table.

    Parameters
    ----------
    features : DataFrame

    Returns
    -------
    Habits

    Examples
    --------
    >>> table = pd.DataFrame({"n_own_acts_365d": [9.0], "holds_loan": [0.0], "balance_trend_90d": [0.1]})
    >>> habits(table).habits.columns.tolist(), habits(table).circumstances.columns.tolist()
    (['n_own_acts_365d'], ['holds_loan'])
    """
    names = [str(name) for name in features.columns]
    if SIGN_OF_A_BEHAVIOUR_TABLE not in names:
        return Habits(features, features[[]])
    circumstances = [name for name in names if CIRCUMSTANCES.match(name)]
    lasting = [name for name in names if not CIRCUMSTANCES.match(name) and not STATES.search(name)]
    return Habits(_with_circular_payday(features[lasting]), features[circumstances])


def columns_read(names: Iterable[str]) -> tuple[str, ...]:
    """Say which columns of a feature table segments and the map read.

    Examples
    --------
    >>> columns_read(["n_own_acts_365d", "holds_loan", "balance_trend_90d"])
    ('n_own_acts_365d', 'holds_loan')
    """
    known = tuple(names)
    if SIGN_OF_A_BEHAVIOUR_TABLE not in known:
        return known
    return tuple(name for name in known if CIRCUMSTANCES.match(name) or not STATES.search(name))


def circumstance_terms(scaled: Floats, circumstances: pd.DataFrame) -> Floats:
    """The columns that habits are regressed on: circumstances, their squares, and bends of a short tenure.

    Parameters
    ----------
    scaled : ndarray, shape (n, c)
        The circumstances on their scales, NaN where missing (which counts as the average).
    circumstances : DataFrame
        The same in days and numbers, for the tenure.

    Returns
    -------
    ndarray, shape (n, terms)
    """
    known = np.nan_to_num(scaled)
    terms = [known, known**2]
    if "tenure_days" in circumstances:
        days = np.nan_to_num(circumstances["tenure_days"].to_numpy(dtype=np.float64), nan=float(TENURE_KNOTS[-1]))
        terms += [np.minimum(days, knot)[:, None] / knot for knot in TENURE_KNOTS]
    return np.hstack(terms)


def effects_of(terms: Floats, centred: Floats) -> Floats:
    """What each term adds to each column, by ridge regression; shape (terms, columns)."""
    spread = np.maximum(terms.std(axis=0), 1e-6)
    standard = (terms - terms.mean(axis=0)) / spread
    gram = standard.T @ standard / len(terms) + RIDGE * np.eye(terms.shape[1])
    return np.asarray(np.linalg.solve(gram, standard.T @ centred / len(terms)) / spread[:, None])


def _with_circular_payday(table: pd.DataFrame) -> pd.DataFrame:
    """The 31st is near the 1st; a payday that is kept counts more than one that is not."""
    if PAYDAY not in table or REGULARITY not in table:
        return table
    angle = 2 * np.pi * table[PAYDAY] / 31
    circle = {f"{PAYDAY} x": np.cos(angle) * table[REGULARITY], f"{PAYDAY} y": np.sin(angle) * table[REGULARITY]}
    return table.drop(columns=PAYDAY).assign(**circle)
