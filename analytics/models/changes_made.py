"""How many similar customers made a change by themselves, from one earlier date to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.changes_tried import Change
from analytics.models.lever import Lever
from analytics.models.named_rows import Floats, NamedRows

SHORTEST_DAYS, LONGEST_DAYS = 60, 120
"""Two dates of a customer about 90 days apart show what changed in such a window."""


@dataclass(frozen=True)
class Past:
    """Customers at an earlier date and about 90 days later, in the same order.

    Attributes
    ----------
    earlier, later : NamedRows
        Their features on the two dates.
    customers : ndarray of int
        A number a customer; one may have several pairs of dates.
    bands : ndarray of str
        Each one's band of risk on the earlier date.
    """

    earlier: NamedRows
    later: NamedRows
    customers: NDArray[np.intp]
    bands: NDArray[np.str_]


def pairs_of_dates(points: pd.DataFrame) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Find each customer's pairs of dates that are about 90 days apart.

    Parameters
    ----------
    points : DataFrame
        ``customer_id`` and ``as_of``, sorted by both.

    Returns
    -------
    tuple of ndarray
        Row numbers of the earlier and the later dates.

    Examples
    --------
    >>> days = pd.to_datetime(["2025-01-01", "2025-04-01", "2026-01-01"])
    >>> earlier, later = pairs_of_dates(pd.DataFrame({"customer_id": ["a"] * 3, "as_of": days}))
    >>> earlier.tolist(), later.tolist()
    ([0], [1])
    """
    ids, days = points["customer_id"].to_numpy(), pd.to_datetime(points["as_of"]).to_numpy()
    apart = (days[1:] - days[:-1]) / np.timedelta64(1, "D")
    here = np.flatnonzero((ids[1:] == ids[:-1]) & (apart >= SHORTEST_DAYS) & (apart <= LONGEST_DAYS))
    return here, here + 1


Marks = tuple[NDArray[np.bool_], NDArray[np.bool_]]
Seen = dict[tuple[str, float], Marks]
"""By lever and size who could have made the step, and who did: the same for every outcome."""


def changes_made(past: Past, levers: Sequence[Lever], changes: Iterable[Change], seen: Seen) -> pd.DataFrame:
    """Count who could have made a change from one date to the next, and who did.

    Parameters
    ----------
    past : Past
        Pairs of dates.
    levers : sequence of Lever
        The levers.
    changes : iterable of Change
        The changes that are asked for.
    seen : dict
        What was worked out before on the same dates; what is worked out here is put there.

    Returns
    -------
    DataFrame
        ``change``, ``band``, ``n_similar`` (customers of the band to whom the change applied on an earlier date),
        ``n_did`` (those of them in whom, about 90 days later, what the change is about had moved at least as far).
    """
    rows, n_customers = [], int(past.customers.max(initial=-1)) + 1
    in_band = {str(band): past.bands == band for band in np.unique(past.bands)}
    for change in changes:
        able, did = np.ones(len(past.bands), dtype=bool), np.ones(len(past.bands), dtype=bool)
        for place, size in change:
            name = levers[place].name
            if (name, size) not in seen:
                seen[name, size] = _made(past, levers[place], size)
            able, did = able & seen[name, size][0], did & seen[name, size][1]
        for band, is_in in in_band.items():
            counts = (_n_different(past.customers[who & is_in], n_customers) for who in (able, able & did))
            rows.append((change, band, *counts))
    return pd.DataFrame(rows, columns=["change", "band", "n_similar", "n_did"])


def _n_different(customers: NDArray[np.intp], n_customers: int) -> int:
    marked = np.zeros(n_customers, dtype=bool)
    marked[customers] = True
    return int(np.count_nonzero(marked))


def _made(past: Past, lever: Lever, size: float) -> Marks:
    name = lever.acts_on[0]
    before: Floats = past.earlier[name]
    wanted, after = lever.moved(past.earlier, size)[name], past.later[name]
    able = (wanted != before) & ~np.isnan(wanted)
    return able, able & np.where(wanted > before, after >= wanted, after <= wanted)
