"""The mean risk of some customers, with the interval and the number that it rests on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.store.snapshots import Snapshot
from pages.shared.formats import interval, plural
from pages.shared.readers import population
from pages.shared.readers.layouts import Mask


@dataclass(frozen=True)
class MeanRisk:
    """A mean of customers' own risks.

    Attributes
    ----------
    mean : float
        From 0 to 1.
    lower, upper : float
        The mean of their own 90% intervals.
    n_customers : int
        How many have a risk; at least one.
    """

    mean: float
    lower: float
    upper: float
    n_customers: int

    def in_words(self) -> str:
        """Say the interval, and what it rests on: `90% interval 8.1–12.4%, of 210 customers`."""
        return f"90% interval {interval(self.lower, self.upper)}, of {plural(self.n_customers, 'customer')}"


def mean_risk(snapshot: Snapshot, outcome: str, mask: Mask) -> MeanRisk | None:
    """The mean risk of the active customers of a mask; None where none of them has a risk."""
    table = population.risk(snapshot, outcome)[["probability", "lower", "upper"]]
    numbers = table.to_numpy(dtype=np.float64, na_value=np.nan)[mask]
    known = numbers[np.isfinite(numbers[:, 0])]
    if not len(known):
        return None
    mean, lower, upper = known.mean(axis=0)
    return MeanRisk(float(mean), float(lower), float(upper), len(known))
