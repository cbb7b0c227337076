"""How many similar customers made a change by themselves: worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.models.changes_made import Past, changes_made, pairs_of_dates
from analytics.models.levers import Rule, levers_for
from analytics.models.named_rows import NamedRows

COLUMNS = ("fees_paid_90d", "fees_paid_365d")
RULES = {name: Rule("bank", "down") for name in COLUMNS}


def test_dates_of_one_customer_about_a_quarter_apart_are_paired() -> None:
    days = ["2025-01-01", "2025-04-01", "2025-04-20", "2025-01-01", "2025-07-01", "2025-10-01"]
    points = pd.DataFrame({"customer_id": list("aaabbb"), "as_of": pd.to_datetime(days)})
    earlier, later = pairs_of_dates(points)
    assert earlier.tolist() == [0, 4], "neither 19 days, nor 181, nor two customers"
    assert later.tolist() == [1, 5]


def test_who_paid_less_later_counts_once_and_who_paid_nothing_could_not_pay_less() -> None:
    earlier = NamedRows(COLUMNS, np.array([[40, 90], [40, 90], [40, 90], [0, 50], [40, 90]], dtype=float))
    later = NamedRows(COLUMNS, np.array([[20, 90], [10, 90], [21, 90], [0, 50], [0, 90]], dtype=float))
    past = Past(earlier, later, np.array([0, 0, 1, 2, 3]), np.array(["high", "high", "high", "high", "medium"]))
    levers = levers_for("churn", earlier, RULES)
    table = changes_made(past, levers, [((0, 0.5),)], {})
    # High: customers 0 (twice at half or below, counted once) and 1 (21 is more than half of 40); customer 2 paid none.
    assert table[["band", "n_similar", "n_did"]].to_numpy().tolist() == [["high", 2, 1], ["medium", 1, 1]]
