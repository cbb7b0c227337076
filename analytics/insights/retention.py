"""Who stays: the retention of cohorts, and the curve of many cohorts together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.insights.intervals import wilson
from analytics.insights.product_limit import product_limit

RETENTION_COLUMNS = ["cohort", "period_index", "segment_id", "n_start", "n_retained", "share", "lower", "upper"]


def retention_table(cohorts: pd.DataFrame) -> pd.DataFrame:
    """Give each cohort's share that stayed, with an interval.

    Parameters
    ----------
    cohorts : DataFrame
        ``cohort`` (month of joining), ``period_index`` (months since, 0 is that month itself), ``segment_id`` (missing:
        everyone), ``n_start``, ``n_retained``; no row for a month that is not over.

    Returns
    -------
    DataFrame
        The columns of the published table ``retention``; ``share`` is 0-1, `lower` and `upper` are its 90%
        interval (Wilson).
    """
    n_start, n_retained = (cohorts[name].to_numpy(dtype=np.float64) for name in ("n_start", "n_retained"))
    lower, upper = wilson(n_retained, n_start)
    return cohorts.assign(share=n_retained / n_start, lower=lower, upper=upper)[RETENTION_COLUMNS]


def retention_curve(cohorts: pd.DataFrame) -> pd.DataFrame:
    """Join many cohorts to one curve, each counting only as long as it can be seen.

    Of those who were still here a month before, the share that stayed is taken over the cohorts that are old enough,
    and these shares are multiplied (E. L. Kaplan and P. Meier, 1958). Young cohorts so count where they can be seen,
    and no cell that isn't over is taken for one in which nobody stayed.

    Parameters
    ----------
    cohorts : DataFrame
        Rows of ``retention`` of one segment, or of everyone.

    Returns
    -------
    DataFrame
        ``period_index`` (months since the month of joining), ``share`` (0-1), ``lower``, ``upper`` (90%, Greenwood's
        variance on the log-log scale), ``n_at_risk`` (customers whom the month's step rests on).

    Examples
    --------
    >>> both = pd.DataFrame({"cohort": ["2024-01"] * 2 + ["2024-02"], "period_index": [0, 1, 0],
    ...                      "n_start": [10, 10, 10], "n_retained": [10, 5, 8]})
    >>> retention_curve(both)[["share", "n_at_risk"]].round(3).to_numpy().tolist()
    [[0.9, 20.0], [0.45, 10.0]]
    """
    rows = cohorts.sort_values(["cohort", "period_index"], kind="stable")
    before = rows.groupby("cohort")["n_retained"].shift().fillna(rows["n_start"])
    steps = rows.assign(n_at_risk=before).groupby("period_index")[["n_at_risk", "n_retained"]].sum()
    at_risk = steps["n_at_risk"].to_numpy(dtype=np.float64)
    stayed = steps["n_retained"].to_numpy(dtype=np.float64)
    known = at_risk > 0
    at_risk, stayed = at_risk[known], stayed[known]
    share, lower, upper = product_limit(at_risk, stayed)
    told = {"period_index": steps.index.to_numpy()[known], "share": share, "lower": lower, "upper": upper}
    return pd.DataFrame({**told, "n_at_risk": at_risk})
