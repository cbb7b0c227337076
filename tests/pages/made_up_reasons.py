"""Made-up tables of the map of reasons: two groups, by whether acts or money lead."""

from __future__ import annotations

import numpy as np
import pandas as pd

ACTS, MONEY = "n_own_acts_90d", "inflow_90d"


def reason_tables(ids: list[str], *, is_found: bool = True) -> dict[str, pd.DataFrame]:
    """Every third customer's risk is led by money and stands on the right; the last one has no place."""
    number = np.arange(len(ids) - 1)
    group = (number % 3 == 0).astype(int) if is_found else np.zeros(len(number), int)
    by_money = number % 3 == 0
    led = [
        ("churn", 0, 1, ACTS, 0.4, 0.2),
        ("churn", 0, 2, MONEY, 0.01, 0.1),
        ("churn", 1, 1, MONEY, -0.6, 0.1),
        ("churn", 1, 2, ACTS, -0.1, 0.2),
    ]
    groups = pd.DataFrame(led, columns=["outcome", "reason_group", "place", "feature", "mean_push", "overall_push"])
    groups = groups.assign(n_customers=np.where(groups["reason_group"] == 1, group.sum(), (group == 0).sum()))
    return {
        "reason_map": pd.DataFrame(
            {
                "outcome": "churn",
                "customer_id": ids[:-1],
                "x": np.where(by_money, 0.8, -0.8) + 0.01 * (number % 7),
                "y": 0.1 * (number % 10) - 0.5,
                "main_reason": np.where(by_money, MONEY, ACTS),
                "main_push": np.where(by_money, -0.6, 0.4),
                "reason_group": group,
            }
        ),
        "reason_groups": groups if is_found else groups[groups["reason_group"] == 0],
        "reason_map_facts": pd.DataFrame(
            {
                "outcome": ["churn"],
                "trustworthiness": [0.97],
                "neighbour_recall": [0.4],
                "is_found": [int(is_found)],
                "silhouette": [0.62 if is_found else 0.2],
                "reference": [0.3],
            }
        ),
    }
