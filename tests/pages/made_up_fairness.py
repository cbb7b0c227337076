"""A made-up comparison of groups: one language is recorded with churn more often than it behaves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.insights.group_rates import INTERVAL_WIDTH, group_rates


def fairness_table(n: int = 600, *, planted: float = 0.15) -> pd.DataFrame:
    """The table ``fairness`` of `n` customers, with languages, two regions and their pairs with gender."""
    random = np.random.default_rng(11)
    language = pd.Series(random.choice(["alder", "brevic"], n))
    gender = pd.Series(random.choice(["f", "m", "x"], n, p=[0.49, 0.49, 0.02]))
    risk = random.beta(2, 12, n)
    recorded = (random.random(n) < risk + planted * (language == "brevic")).astype(int)
    rows = pd.DataFrame(
        {
            "customer_id": [f"C{place:06d}" for place in range(n)],
            "value": recorded,
            "probability": risk + planted / 2,
            "is_chosen": (risk > 0.2).astype(int),
            "is_covered": (random.random(n) < 0.9).astype(int),
            "lower": risk,
            "upper": risk + 0.1,
        }
    )
    groups = {
        "language": language,
        "gender": gender,
        "language and gender": language + ", " + gender,
        "region_id": pd.Series(random.choice(["R01", "R02"], n)),
    }
    tables = [group_rates(rows, groups), group_rates(rows, groups, metrics=(INTERVAL_WIDTH,))]
    return pd.concat(tables, ignore_index=True).assign(outcome="churn")
