"""Made-up options of two customers: one with two options, one for whom nothing helps."""

from __future__ import annotations

import pandas as pd

HELPED, NOT_HELPED = "C000004", "C000005"

_ROWS = [
    (1, "fees_paid_365d", "80", "60", 0.18, "fees", "acted_on", "bank"),
    (1, "fees_paid_90d", "40", "20", 0.18, "fees", "acted_on", "bank"),
    (1, "fee_share", "0.02", "0.015", 0.18, "fees", "follows", "bank"),
    (2, "accounts_held_n", "1", "2", 0.22, "open savings", "acted_on", "bank"),
    (2, "holds_savings", "0", "1", 0.22, "open savings", "acted_on", "bank"),
    (2, "n_own_acts_90d", "26", "32", 0.22, "own acts", "acted_on", "customer"),
]


def options_table(customer_id: str = HELPED) -> pd.DataFrame:
    """The table ``counterfactuals``."""
    columns = ["option", "feature", "from_value", "to_value", "probability_after", "lever", "role", "actor"]
    table = pd.DataFrame(_ROWS, columns=columns)
    whose = table.assign(customer_id=customer_id, outcome="churn", probability_before=0.34, threshold=0.25)
    return whose.assign(plausibility=0.6, effort=0.33, n_similar=800, n_did=143)


def change_tables() -> dict[str, pd.DataFrame]:
    """What the stage puts in a snapshot."""
    columns = ["customer_id", "band", "n_levers", "lowest_alone", "n_options"]
    searched = [(HELPED, "high", 3, 0.18, 2), (NOT_HELPED, "high", 2, 0.31, 0)]
    reach = [(HELPED, "fees", 0.18, 1), (HELPED, "offer", 0.33, 0), (NOT_HELPED, "fees", 0.31, 0)]
    return {
        "counterfactuals": options_table(),
        "counterfactual_search": pd.DataFrame(searched, columns=columns).assign(
            outcome="churn", probability_before=0.34, threshold=0.25
        ),
        "counterfactual_reach": pd.DataFrame(
            reach, columns=["customer_id", "lever", "probability_after", "is_enough"]
        ).assign(outcome="churn"),
    }


def with_catalogue(catalog: pd.DataFrame) -> pd.DataFrame:
    """The catalogue with the features that the options change."""
    more = [
        ("fees_paid_90d", "costs", "money", "Fees, charges and penalties less those paid back in the 90 days."),
        ("fees_paid_365d", "costs", "money", "Fees, charges and penalties less those paid back in the 365 days."),
        ("fee_share", "categories", "share", 'Share of the money out that has the category "fee".'),
        ("holds_savings", "products", "0 or 1", '1 where an account of the product "savings" is open, else 0.'),
        ("accounts_held_n", "products", "count", "Accounts open at the end of the as-of date."),
    ]
    added = pd.DataFrame(more, columns=["feature", "group", "unit", "description"])
    return pd.concat([catalog, added.assign(actionable=1, actionable_by="bank")], ignore_index=True)
