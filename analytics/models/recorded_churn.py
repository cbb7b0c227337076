"""Whether what the bank recorded as churn is what its transactions and closings say, so that its day is known."""

from __future__ import annotations

import pandas as pd

from analytics.models.horizon_steps import OWN_DAYS

LEAST_AGREEMENT = 0.95
"""Of the rows with the outcome by either definition, the share that must have it by both."""


def why_another(leaving: pd.DataFrame) -> str | None:
    """Say why recorded churn can't be dated by closings and silence; None where it is the same.

    Parameters
    ----------
    leaving : DataFrame
        ``value`` (recorded, 0 or 1), ``left_day``, ``observed_days`` of each labelled row.

    Returns
    -------
    str or None
        In plain words.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [1, 1, 0], "left_day": [30, 90, None], "observed_days": 90})
    >>> why_another(rows) is None
    True
    >>> why_another(rows.assign(observed_days=30))
    'No recorded value has 90 days of records after its date, so when customers left is not known.'
    """
    seen = leaving[leaving["observed_days"] >= OWN_DAYS]
    recorded, left = seen["value"] == 1, seen["left_day"] <= OWN_DAYS
    n_either, n_both = int((recorded | left).sum()), int((recorded & left).sum())
    if seen.empty:
        return f"No recorded value has {OWN_DAYS} days of records after its date, so when customers left is not known."
    if n_either and n_both >= LEAST_AGREEMENT * n_either:
        return None
    return (
        f"The bank recorded who left, not when; and closings and {OWN_DAYS} days of silence do not tell, since of "
        f"{n_either:,} rows with either only {n_both:,} have both."
    )
