"""Offers, and whether the outcome followed."""

from __future__ import annotations

from datetime import date, datetime

from analytics.store.offer_rows import offer_rows
from tests.store.small_bank import Cell, add, customer, empty_bank


def test_an_offer_is_judged_by_the_next_date_of_outcomes_and_who_closed_before_has_left() -> None:
    bank = empty_bank()
    closed: dict[str, Cell] = {**customer("C2", date(2020, 1, 1)), "closed_on": date(2024, 3, 25)}
    add(bank, "customers", [customer("C1", date(2020, 1, 1)), closed, customer("C3", date(2020, 1, 1))])
    told: dict[str, Cell] = {"offer": "fee_waiver", "channel": "phone", "accepted": 0, "propensity": 0.4}
    offers = [
        ("C1", datetime(2024, 3, 20, 9), "offer"),
        ("C1", datetime(2024, 3, 22, 9), "control"),
        ("C1", datetime(2023, 11, 1, 9), "offer"),
        ("C2", datetime(2024, 3, 20, 9), "Control"),
        ("C3", datetime(2024, 3, 20, 9), "offer"),
        ("C1", datetime(2024, 4, 2, 9), "offer"),
    ]
    add(
        bank,
        "contacts",
        [{**told, "customer_id": who, "offered_at": when, "variant": how} for who, when, how in offers],
    )
    bank.execute(
        "CREATE TABLE built.labels AS SELECT * FROM (VALUES ('C1', DATE '2024-03-31', 'churn', 0),"
        " ('C1', DATE '2024-06-30', 'churn', 1), ('C9', DATE '2024-03-31', 'churn', 1))"
        " AS l (customer_id, as_of, outcome, value)"
    )
    rows = offer_rows(bank, outcome="churn", as_of=date(2024, 3, 31))
    # C1's second offer follows the first, November's lies too far back, C3 wasn't seen nor closed, April's is later.
    assert rows["customer_id"].tolist() == ["C1", "C2"]
    assert rows["is_offered"].tolist() == [True, False]
    assert rows["value"].tolist() == [0, 1]
    assert [str(day)[:10] for day in rows["as_of"]] == ["2024-03-19", "2024-03-19"]
    assert [str(day)[:10] for day in rows["followed_on"]] == ["2024-03-31", "2024-03-31"]
    later = offer_rows(bank, outcome="churn", as_of=date(2024, 6, 30))
    assert later["value"].tolist() == [0, 1, 1]
