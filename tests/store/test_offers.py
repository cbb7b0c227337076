"""Offers that the bank made by the as-of day, those that it held back, and what customers agreed to."""

from __future__ import annotations

from datetime import date, datetime

from analytics.store.transform import transform
from tests.store.small_bank import Cell, add, customer, empty_bank


def test_offers_after_the_day_are_left_out_and_held_back_ones_are_told_apart() -> None:
    bank = empty_bank()
    add(bank, "customers", [customer("C1", date(2020, 1, 1))])
    told: dict[str, Cell] = {
        "customer_id": "C1",
        "offer": "fee_waiver",
        "channel": "phone",
        "propensity": 0.5,
        "reward": 0.0,
    }
    days = [datetime(2024, 3, day, 12) for day in (29, 30, 31)] + [datetime(2024, 4, 1)]
    variants = ["Control", "offer", None, "offer"]
    rows = [
        {**told, "offered_at": day, "variant": variant, "accepted": 1 if variant == "offer" else 0}
        for day, variant in zip(days, variants, strict=True)
    ]
    add(bank, "contacts", rows)
    transform(bank, "offers", values={"as_of": date(2024, 3, 31)})
    found = bank.execute("SELECT * EXCLUDE (customer_id, offer, channel) FROM built.offers").fetchall()
    assert found == [(days[0], True, 0, 0.0), (days[1], False, 1, 0.0), (days[2], False, 0, 0.0)]


def test_the_latest_answer_by_the_day_counts_for_each_purpose_and_of_two_at_once_the_no() -> None:
    bank = empty_bank()
    first, second, later = datetime(2024, 1, 5, 9), datetime(2024, 3, 31, 23), datetime(2024, 4, 1)
    answers = [
        ("C1", "marketing", 1, first),
        ("C1", "marketing", 0, second),
        ("C1", "profiling", 1, first),
        ("C1", "profiling", 0, later),
        ("C2", "marketing", 1, first),
        ("C2", "marketing", 0, first),
        ("C3", "marketing", 1, later),
    ]
    names = ("customer_id", "purpose", "granted", "changed_at")
    add(bank, "consents", [dict(zip(names, each, strict=True)) for each in answers])
    transform(bank, "consents", values={"as_of": date(2024, 3, 31)})
    assert bank.execute("SELECT * FROM built.consents").fetchall() == [
        ("C1", "marketing", False, second),
        ("C1", "profiling", True, first),
        ("C2", "marketing", False, first),
    ]
