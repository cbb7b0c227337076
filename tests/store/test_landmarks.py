"""Landmarks, what came before them and what followed, against looking at every row."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from analytics.store.landmarks import DAYS_BEFORE, MOST_A_YEAR, cells_before, happened_next, make_landmarks
from analytics.store.sequences import make_sequences
from tests.store.small_bank import random_bank

AS_OF, DAY = date(2023, 9, 30), timedelta(days=1)


@pytest.mark.parametrize("seed", range(3))
def test_they_are_what_looking_at_every_row_gives(seed: int) -> None:
    bank = random_bank(seed)
    alphabet = make_sequences(bank, as_of=AS_OF)
    bank.register("alphabet_frame", alphabet)
    bank.execute("CREATE TABLE built.alphabet AS SELECT * FROM alphabet_frame")
    rows = make_landmarks(bank, as_of=AS_OF)
    happened = bank.execute("SELECT * FROM built.sequences").df()
    people = bank.execute("SELECT customer_id, opened_on, closed_on FROM source.customers").df()
    first_on = happened.loc[happened["origin"] != "product", "happened_at"].min().normalize()
    assert set(rows["horizon_days"]) == {0, 30, 90}
    assert rows["row_no"].tolist() == list(range(len(rows)))
    found = set(zip(rows["horizon_days"], rows["customer_id"], rows["as_of"], strict=True))
    assert found == _by_hand(people, first_on)
    cells = cells_before(bank, 0, len(rows) - 1)
    followed = happened_next(bank)
    rare = set(alphabet.loc[alphabet["a_year"] <= MOST_A_YEAR, "symbol"])
    some = rows.sample(60, random_state=seed)
    for row_no, days, name, as_of in zip(*(some[each] for each in some.columns[:4]), strict=True):
        own = happened[happened["customer_id"] == name]
        end = as_of + DAY
        past = own[own["happened_at"] < end]
        near = own[(own["happened_at"] >= end) & (own["happened_at"] < end + days * DAY)]
        assert set(followed.loc[followed["row_no"] == row_no, "symbol"]) == set(near["symbol"])
        counted = cells[cells["row_no"] == row_no].set_index("symbol")
        assert counted["n_ever"].to_dict() == past["symbol"].value_counts().to_dict()
        for n_days, column in ((30, "n_month"), (365, "n_year")):
            recent = past[past["happened_at"] >= end - n_days * DAY]["symbol"].value_counts()
            assert counted[column][counted[column] > 0].to_dict() == recent.to_dict()
        ago = (as_of - past.groupby("symbol")["happened_at"].max().dt.normalize()).dt.days
        assert counted["days_ago"].to_dict() == ago.to_dict()
        telling = past[past["symbol"].isin(rare)].sort_values(["happened_at", "symbol"])
        assert counted.index[counted["is_last"]].tolist() == telling["symbol"].tolist()[-1:]


def _by_hand(people: pd.DataFrame, first_on: pd.Timestamp) -> set[tuple[int, str, pd.Timestamp]]:
    end = pd.Timestamp(AS_OF)
    days = [(days, end - step * days * DAY) for days in (30, 90) for step in range(1, 13)]
    wanted = [(0, end), *((days, day) for days, day in days if day - (DAYS_BEFORE - 1) * DAY >= first_on)]
    spans = list(zip(people["customer_id"], people["opened_on"], people["closed_on"], strict=True))
    return {
        (days, name, day)
        for days, day in wanted
        for name, opened, closed in spans
        if opened <= day and not closed <= day
    }


def test_in_a_big_bank_few_are_learned_from_and_everybody_is_forecast_for() -> None:
    bank = random_bank(4)
    make_sequences(bank, as_of=AS_OF)
    few = make_landmarks(bank, as_of=AS_OF, most_customers=5)
    everybody = make_landmarks(bank, as_of=AS_OF)
    assert few.loc[few["horizon_days"] > 0, "customer_id"].nunique() <= 5
    columns = ["customer_id", "as_of", "tenure_days"]
    now = [each.loc[each["horizon_days"] == 0, columns].reset_index(drop=True) for each in (few, everybody)]
    pd.testing.assert_frame_equal(now[0], now[1])
