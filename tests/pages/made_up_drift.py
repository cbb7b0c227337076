"""Made-up tables of the stage that says what moved more than usual."""

from __future__ import annotations

import pandas as pd

MONTH = pd.Timestamp("2026-05-01")


def drift_tables(customers: list[str]) -> dict[str, pd.DataFrame]:
    """An alarm with the first twelve of some customers behind it, and one who has left; without customers no alarm."""
    alarm = pd.DataFrame(
        {
            "alarm_id": ["event-login-202605"],
            "kind": "event",
            "subject": "login",
            "month": MONTH,
            "quantile": float("nan"),
            "expected": 0.09,
            "value": 0.04,
            "size": 0.05,
            "usual": 0.006,
            "p": 1e-6,
            "n_behind": 13,
        }
    )
    behind = pd.DataFrame({"alarm_id": "event-login-202605", "customer_id": [*customers[:12], "left-long-ago"]})
    series = pd.DataFrame(
        {
            "kind": ["event", "share", "share"],
            "subject": ["login", "3.1", "3.2"],
            "month": MONTH,
            "value": [0.04, 0.5, 0.5],
            "p": [1e-6, 0.4, 0.4],
            "is_alarm": [True, False, False],
            "is_seasonal": [True, False, False],
        }
    )
    inputs = pd.DataFrame(
        {"outcome": ["churn"], "feature": [""], "psi": [0.31], "usual": [0.05], "is_drift": [bool(customers)]}
    )
    n = 1 if customers else 0
    return {
        "drift_alarms": alarm.head(n),
        "drift_behind": behind.head(len(behind) * n),
        "drift_series": series,
        "input_drift": inputs,
    }
