"""The books of each month say the same as the sums behind the KPIs, as far as those reach."""

from __future__ import annotations

import pandas as pd

from tests.store.test_kpi_sums import random_sums, six_customers, worked_out

KEY = ["dimension", "member", "month"]


def test_who_was_here_left_and_held_is_what_the_kpis_are_made_of() -> None:
    bank, found = random_sums(2)
    books = bank.execute("SELECT * FROM built.month_books").df()
    sums = found.sums[~found.sums["period"].str.contains("/")].assign(month=lambda rows: pd.to_datetime(rows["period"]))
    both = books.merge(sums, on=KEY, suffixes=("", "_of_kpis"))
    assert set(both["dimension"]) == {"all", "segment", "region"}
    assert (both["n_start"] == both["n_start_of_kpis"]).all()
    assert (both["n_start_lost"] == both["n_start_lost_of_kpis"]).all()
    # What was held at a month's end is what the next month's balance attrition is taken of.
    held = books.assign(month=lambda rows: rows["month"] + pd.DateOffset(months=1))[[*KEY, "held_cents"]]
    later = sums.merge(held, on=KEY)
    assert len(later) > 50
    known = later["base_cents"].notna()
    assert (later["base_cents"] == later["held_cents"])[known].all()


def test_by_hand() -> None:
    bank = six_customers()
    worked_out(bank)
    text = "SELECT strftime(month, '%Y-%m'), n_start, n_start_lost FROM built.month_books WHERE dimension = 'all'"
    found = {month: (n_start, n_lost) for month, n_start, n_lost in bank.execute(text).fetchall()}
    # Ann, Bob, Cid, Dot and Eve in November, of whom Dot closes; Eve closes in January.
    assert found["2023-11"] == (5, 1)
    assert (found["2023-12"], found["2024-01"], found["2024-02"]) == ((4, 0), (4, 1), (3, 0))
