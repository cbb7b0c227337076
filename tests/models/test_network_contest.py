"""Networks in the contest: who learns from what, and that no score has seen what it is judged by."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models import recurrent_network
from analytics.models.network_contest import network_scores
from analytics.models.sequence_contest import Folds, contest_folds
from tests.models.made_up_streams import N_SYMBOLS, World, world

N_CUSTOMERS, N_DATES = 150, 5
OUTCOMES = ("churn", "opened_loan")


@pytest.fixture(autouse=True)
def _briefly_taught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recurrent_network, "MOST_EPOCHS", 2)


def made_up(shift_days: int) -> tuple[pd.DataFrame, World]:
    """Two outcomes on the same landmarks, or on landmarks that lie some days later."""
    own = world(N_CUSTOMERS * N_DATES * 2, 1, order=2.5, count=0.8)
    dates = pd.date_range("2023-03-31", periods=N_DATES, freq="90D")
    late = [dates, dates + pd.Timedelta(days=shift_days)]
    ids = np.repeat([f"c{number}" for number in range(N_CUSTOMERS)], N_DATES)
    tables = [
        pd.DataFrame({"outcome": outcome, "customer_id": ids, "as_of": np.tile(days, N_CUSTOMERS)})
        for outcome, days in zip(OUTCOMES, late, strict=True)
    ]
    return pd.concat(tables, ignore_index=True).assign(value=own.values.astype(int)), own


def folds_of(rows: pd.DataFrame) -> dict[str, Folds]:
    return {str(name): contest_folds(own, horizon_days=90, seed=1) for name, own in rows.groupby("outcome")}


def masks(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    every = folds_of(rows).values()
    early, late, fold = (np.concatenate([getattr(each, name) for each in every]) for name in ("early", "late", "fold"))
    return early, late, fold


def scored(rows: pd.DataFrame, own: World) -> np.ndarray:
    return network_scores(rows, own.streams, folds_of(rows), n_symbols=N_SYMBOLS, seed=1)


def test_no_score_has_seen_its_customer_or_what_came_later() -> None:
    rows, own = made_up(0)
    early, late, fold = masks(rows)
    scores = scored(rows, own)
    assert (scores[~late] == 0).all()
    assert (scores[late] != 0).all()
    turned = rows["value"].where(early & (fold != 0), 1 - rows["value"])
    again = scored(rows.assign(value=turned), own)
    of_first = late & (fold == 0)
    assert np.array_equal(again[of_first], scores[of_first])
    assert not np.array_equal(again[late & (fold == 1)], scores[late & (fold == 1)])


def test_outcomes_that_are_judged_from_other_dates_on_do_not_teach_each_other() -> None:
    rows, own = made_up(40)
    _, late, _ = masks(rows)
    is_first = (rows["outcome"] == OUTCOMES[0]).to_numpy()
    scores = scored(rows, own)
    again = scored(rows.assign(value=rows["value"].where(is_first, 1 - rows["value"])), own)
    assert np.array_equal(again[is_first], scores[is_first])
    assert not np.array_equal(again[~is_first & late], scores[~is_first & late])
