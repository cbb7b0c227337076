"""Which members moved a rate, and how: by their own rate, or by being a larger or smaller part of the whole.

A rate of all is the mean of its members' rates, weighted by their part of the denominator. Between two periods it moves
because rates move and because weights do; each effect is taken at the mean of the other one over both periods, so that
what is left over is nothing (Bennet's decomposition). A weight counts by how far its member's rate is from that of all:
a member that grows moves the rate only where it differs.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def change_parts(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Take the change of a rate apart by member.

    Parameters
    ----------
    before, now : DataFrame
        ``member``, ``numerator``, ``denominator`` in the earlier and the later period. Members share nothing, and are
        all there is. Each period's denominators add up to more than 0.

    Returns
    -------
    DataFrame
        A row a member, the largest effect first: ``member``, ``rate_before``, ``rate_now`` (NaN where the denominator
        is 0), ``weight_before``, ``weight_now`` (parts of the whole, 0–1), ``by_rate``, ``by_weight`` and ``effect``,
        their sum. The effects of all members add up to the change of the rate of all.
    """
    both = before.merge(now, on="member", how="outer", suffixes=("_before", "_now")).fillna(
        {f"{part}_{when}": 0.0 for part in ("numerator", "denominator") for when in ("before", "now")}
    )
    weights, rates, of_all = {}, {}, {}
    for when in ("before", "now"):
        part, whole = (both[f"{name}_{when}"].to_numpy(np.float64) for name in ("numerator", "denominator"))
        weights[when] = whole / whole.sum()
        rates[when] = part / np.where(whole != 0, whole, np.nan)
        of_all[when] = part.sum() / whole.sum()
    # A member that isn't there in one of the periods has no weight in it, so any rate will do: its own in the other.
    then = np.where(np.isnan(rates["before"]), rates["now"], rates["before"])
    today = np.where(np.isnan(rates["now"]), then, rates["now"])
    then, today = np.nan_to_num(then), np.nan_to_num(today)
    by_rate = (weights["before"] + weights["now"]) / 2 * (today - then)
    middle = (of_all["before"] + of_all["now"]) / 2
    by_weight = (weights["now"] - weights["before"]) * ((then + today) / 2 - middle)
    table = pd.DataFrame(
        {
            "member": both["member"],
            "rate_before": rates["before"],
            "rate_now": rates["now"],
            "weight_before": weights["before"],
            "weight_now": weights["now"],
            "by_rate": by_rate,
            "by_weight": by_weight,
            "effect": by_rate + by_weight,
        }
    )
    order = np.argsort(-np.abs(table["effect"].to_numpy()), kind="stable")
    return table.iloc[order].reset_index(drop=True)
