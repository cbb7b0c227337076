"""Offers that the bank made by the as-of day, and those that it held back."""

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
    found = bank.execute("SELECT offered_at, is_control, accepted FROM built.offers ORDER BY offered_at").fetchall()
    assert found == [(days[0], True, 0), (days[1], False, 1), (days[2], False, 0)]
