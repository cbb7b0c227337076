"""Customers made from a known truth, for tests of the models."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit


def customer_table(n_customers: int, *, seed: int = 0, dates: int = 1, effect: float = 1.0) -> pd.DataFrame:
    """Make customers with two columns that matter, one that does not and a category; ``risk`` is the true one."""
    random = np.random.default_rng(seed)
    tables = []
    for date in range(dates):
        silence = random.exponential(30, n_customers)
        balance = random.normal(1000, 400, n_customers)
        channel = random.choice(["branch", "mobile", "web"], n_customers)
        margin = effect * (0.04 * (silence - 30) - 0.002 * (balance - 1000) + 0.5 * (channel == "branch")) - 1.2
        tables.append(
            pd.DataFrame(
                {
                    "customer_id": [f"C{number:06d}" for number in range(n_customers)],
                    "as_of": pd.Timestamp("2025-03-31") + pd.DateOffset(months=3 * date),
                    "silence_days": np.where(random.random(n_customers) < 0.1, np.nan, silence),
                    "balance": balance,
                    "noise": random.normal(size=n_customers),
                    "channel": channel,
                    "risk": expit(margin),
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def labels_of(table: pd.DataFrame, *, seed: int = 1) -> pd.DataFrame:
    """Draw outcomes from the true risk."""
    random = np.random.default_rng(seed)
    drawn = (random.random(len(table)) < table["risk"]).astype(int)
    return table[["customer_id", "as_of"]].assign(outcome="churn", value=drawn)


def features_of(table: pd.DataFrame) -> pd.DataFrame:
    """Leave the truth out."""
    return table.drop(columns="risk")
