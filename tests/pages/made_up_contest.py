"""Made-up forecasts, and a made-up comparison of ways to foresee an outcome."""

from __future__ import annotations

import pandas as pd

from analytics.models.forecasts import TEST_COLUMNS

NAN = float("nan")


def contest_tables() -> dict[str, pd.DataFrame]:
    """Sequences help for leaving; arrears have too few cases; a complaint is foreseen, a login is no news."""
    rows = [
        ("churn", "markov_chain", 0.61, 0.59, 0.63, None, NAN, NAN, NAN, 900, 60, 4.0, None),
        ("churn", "bag_of_events", 0.75, 0.73, 0.77, "markov_chain", 0.14, 0.12, 0.16, 900, 60, 4.0, None),
        ("churn", "bag_and_patterns", 0.78, 0.76, 0.8, "bag_of_events", 0.03, 0.01, 0.05, 900, 60, 4.0, None),
        ("churn", "recurrent_network", 0.74, 0.72, 0.76, "bag_of_events", -0.01, -0.03, 0.01, 900, 60, 4.0, None),
        ("churn", "recurrent_network", 0.74, 0.72, 0.76, "bag_and_patterns", -0.04, -0.06, -0.02, 900, 60, 4.0, None),
        ("mortgage", "markov_chain", 0.6, 0.5, 0.7, None, NAN, NAN, NAN, 800, 40, 4.0, None),
        ("mortgage", "recurrent_network", *([NAN] * 3), None, *([NAN] * 6), "The recurrent network wasn't tried."),
        ("arrears", None, NAN, NAN, NAN, None, NAN, NAN, NAN, NAN, NAN, NAN, "Too few cases: 3 to learn from."),
    ]
    columns = [
        "outcome",
        "method",
        "auc",
        "lower",
        "upper",
        "over",
        "gain",
        "gain_lower",
        "gain_upper",
        "n",
        "n_cases",
        "n_patterns",
        "why_not",
    ]
    methods = [("bag_of_events", 1, 0.71), ("recurrent_network", 0, 0.68)]
    tested = [["complaint", 30, method, in_force, *([figure] * 17)] for method, in_force, figure in methods]
    tests = pd.DataFrame(tested, columns=TEST_COLUMNS)
    kinds = [("complaint", 30, 0.04, None), ("login", 30, 0.8, "Too frequent: it happens to 80% of the customers.")]
    types = pd.DataFrame(kinds, columns=["event_type", "within_days", "share", "why_not"])
    return {
        "sequence_contest": pd.DataFrame(rows, columns=columns),
        "next_event_tests": tests,
        "next_event_types": types,
    }
