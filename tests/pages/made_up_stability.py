"""Made-up tables of whether reasons hold, for the made-up snapshot."""

from __future__ import annotations

import pandas as pd


def stability_tables(attributions: pd.DataFrame, *, stability: float = 0.6) -> dict[str, pd.DataFrame]:
    """Every customer's pushes followed, the second one never coming back."""
    own = attributions[attributions["feature"] != "(base)"]
    size = own["contribution"].abs()
    place = size.groupby(own["customer_id"]).rank(ascending=False, method="first").to_numpy()
    ids = sorted(set(own["customer_id"]))
    return {
        "explanation_stability": pd.DataFrame(
            {
                "outcome": "churn",
                "customer_id": ids,
                "stability": stability,
                "is_stable": int(stability >= 0.75),
                "n_reasons": 3,
            }
        ),
        "contribution_stability": pd.DataFrame(
            {
                "outcome": "churn",
                "customer_id": own["customer_id"].to_numpy(),
                "feature": own["feature"].to_numpy(),
                "contribution": own["contribution"].to_numpy(),
                "lower": own["contribution"].to_numpy() - 0.3,
                "upper": own["contribution"].to_numpy() + 0.3,
                "sign_share": 1.0,
                "back_share": (place != 2).astype(float),
                "twin": pd.Series([None] * len(own), dtype="str"),
            }
        ),
    }
