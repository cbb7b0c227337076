"""How customers with a pattern fared beside those without it, in one group or in many: observational."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.insights.intervals import wilson

FEWEST_ROWS = 30
"""Fewer rows with the pattern say too little of a group."""
FEWEST_CASES = 5
Z_95 = 1.959964

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
VERDICTS = {
    "more": "holds: more often",
    "less": "holds: less often",
    "unclear": "can't be told from no difference",
    "few": "too few to say",
}


def pattern_fares(has: Flags, is_case: Flags, group: NDArray[np.integer], n_groups: int) -> pd.DataFrame:
    """Count, for each group, what followed with the pattern and without it.

    Parameters
    ----------
    has, is_case : ndarray of bool, shape (n_rows,)
        Whether a row (a customer on a day) has the pattern, and whether the outcome followed.
    group : ndarray of int
        The row's group, 0 … `n_groups` - 1; below 0 belongs to none.
    n_groups : int
        How many there are.

    Returns
    -------
    DataFrame
        A row a group: ``n_rows``, ``n_with``, ``n_cases_with``; ``share_with``, ``share_without`` (0–1, of rows that
        the outcome followed), ``lower``, ``upper`` (90 % of ``share_with``, Wilson); ``times`` (the first share by the
        second), ``times_lower``, ``times_upper`` (95 %, Katz and others 1978); ``verdict``: ``more``, ``less``,
        ``unclear``, or ``few`` where there are fewer than `FEWEST_ROWS` rows with it, or fewer than `FEWEST_CASES`
        would be expected among them at the share without it and are seen. A customer can be several rows, which the
        intervals do not know.
    """
    within = group >= 0
    counts = (
        _counted(group, mask, n_groups) for mask in (within, within & has, within & is_case, within & has & is_case)
    )
    n, n_with, n_cases, n_cases_with = counts
    without, cases_without = n - n_with, n_cases - n_cases_with
    lower, upper = wilson(n_cases_with, n_with)
    share_with, share_without = _share(n_cases_with, n_with), _share(cases_without, without)
    times, low, high = _ratio(n_cases_with, n_with, cases_without, without)
    table = pd.DataFrame(
        {
            "n_rows": n.astype(np.int64),
            "n_with": n_with.astype(np.int64),
            "n_cases_with": n_cases_with.astype(np.int64),
            "share_with": share_with,
            "lower": lower,
            "upper": upper,
            "share_without": share_without,
            "times": times,
            "times_lower": low,
            "times_upper": high,
        }
    )
    enough = (n_with >= FEWEST_ROWS) & (np.maximum(n_cases_with, n_with * np.nan_to_num(share_without)) >= FEWEST_CASES)
    return table.assign(verdict=np.select([~enough, low > 1, high < 1], ["few", "more", "less"], "unclear"))


def _counted(group: NDArray[np.integer], mask: Flags, n_groups: int) -> Floats:
    return np.bincount(group[mask], minlength=n_groups).astype(np.float64)


def _share(part: Floats, whole: Floats) -> Floats:
    return part / np.where(whole > 0, whole, np.nan)


def _ratio(a: Floats, n_a: Floats, b: Floats, n_b: Floats) -> tuple[Floats, Floats, Floats]:
    """Divide two shares, with the interval of the logarithm; missing where a share is 0 or not known."""
    known = (a > 0) & (b > 0)
    a, n_a, b, n_b = (np.where(known, each, np.nan) for each in (a, n_a, b, n_b))
    ratio = (a / n_a) / (b / n_b)
    wide = np.exp(Z_95 * np.sqrt(np.maximum(1 / a - 1 / n_a + 1 / b - 1 / n_b, 0)))
    return ratio, ratio / wide, ratio * wide
