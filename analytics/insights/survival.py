"""How many of those who were here on a day are still here, day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analytics.insights.columns import floats
from analytics.insights.product_limit import product_limit
from analytics.insights.wording import count, interval, percent

CURVE = ["day", "share", "lower", "upper", "n_at_risk", "n_left"]


def survival_curve(followed: pd.DataFrame) -> pd.DataFrame:
    """Give the share still here by days since the first.

    Parameters
    ----------
    followed : DataFrame
        A row a customer: ``left_day`` (days until they left, 1 or more; missing for who had not left when last seen)
        and ``observed_days`` (days for which they were seen, had they stayed).

    Returns
    -------
    DataFrame
        A row for day 0, each day on which somebody left, and the last day on which anybody is seen: ``share`` (0-1),
        ``lower``, ``upper`` (90%), ``n_at_risk`` (seen up to that day and still here before it), ``n_left`` (on it).
        Empty where nobody is followed.

    Examples
    --------
    >>> four = pd.DataFrame({"left_day": [10, None, 30, None], "observed_days": [40, 20, 40, 40]})
    >>> survival_curve(four)[["day", "share", "n_at_risk", "n_left"]].to_numpy().tolist()
    [[0.0, 1.0, 4.0, 0.0], [10.0, 0.75, 4.0, 1.0], [30.0, 0.375, 2.0, 1.0], [40.0, 0.375, 1.0, 0.0]]
    """
    if followed.empty:
        return pd.DataFrame({name: pd.Series(dtype="float64") for name in CURVE})
    left = followed["left_day"].to_numpy(dtype=np.float64)
    ends = np.sort(np.where(np.isnan(left), followed["observed_days"].to_numpy(dtype=np.float64), left))
    leavings = np.sort(left[~np.isnan(left)])
    days = np.unique([0.0, *leavings, ends[-1]])
    at_risk = (len(ends) - np.searchsorted(ends, days, side="left")).astype(np.float64)
    gone = (np.searchsorted(leavings, days, side="right") - np.searchsorted(leavings, days, side="left")).astype(float)
    share, lower, upper = product_limit(at_risk, at_risk - gone)
    lower, upper = (np.where(days == 0, 1.0, end) for end in (lower, upper))
    told = {"day": days, "share": share, "lower": lower, "upper": upper, "n_at_risk": at_risk, "n_left": gone}
    return pd.DataFrame(told)[CURVE]


def at_days(curve: pd.DataFrame, days: Sequence[int]) -> pd.DataFrame:
    """Read a curve at some days.

    Parameters
    ----------
    curve : DataFrame
        As `survival_curve` gives it.
    days : sequence of int
        Days of interest; those after the last on which anybody is seen are left out.

    Returns
    -------
    DataFrame
        ``day``, ``share``, ``lower``, ``upper`` after that day, and ``n_at_risk``: who were still here and seen on it.
    """
    known = curve["day"].to_numpy(dtype=np.float64)
    asked = np.array([each for each in days if len(known) and each <= known[-1]], dtype=np.float64)
    before = np.searchsorted(known, asked, side="right") - 1
    after = np.searchsorted(known, asked, side="left")
    told = curve.iloc[before][["share", "lower", "upper"]].reset_index(drop=True)
    return told.assign(day=asked, n_at_risk=curve["n_at_risk"].to_numpy()[after])[
        ["day", "share", "lower", "upper", "n_at_risk"]
    ]


def survival_words(curves: Mapping[str, pd.DataFrame], *, everyone: pd.DataFrame) -> list[str]:
    """Say what survival curves show: everyone, and where the fewest and the most are still here.

    Parameters
    ----------
    curves : mapping of str to DataFrame
        By a segment's name in words, as `survival_curve` gives them.
    everyone : DataFrame
        The same of all who are followed.

    Returns
    -------
    list of str
        Sentences; none where nobody is followed.
    """
    if everyone.empty:
        return []
    last = everyone.iloc[[-1]]
    days, share, lower, upper = (floats(last, name)[0] for name in ("day", "share", "lower", "upper"))
    n = floats(everyone, "n_at_risk")[0]
    said = [
        f"After {count(days)} days {percent(share)} of the {count(n)} followed are still here "
        f"(90% interval {interval(lower, upper)})."
    ]
    ends = {name: curve.iloc[-1] for name, curve in curves.items() if not curve.empty}
    if len(ends) > 1:
        fewest, most = (min(ends, key=lambda name: sign * ends[name]["share"]) for sign in (1, -1))
        apart = ends[fewest]["upper"] < ends[most]["lower"]
        said.append(
            f"The fewest stayed of “{fewest}” ({percent(ends[fewest]['share'])}), the most of “{most}” "
            f"({percent(ends[most]['share'])}); "
            + ("their intervals lie apart." if apart else "their intervals overlap.")
        )
    return said
