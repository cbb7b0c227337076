"""Who wins where the order of events matters, and where it doesn't."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.models.event_bags import EventBags
from analytics.models.histories import Histories
from analytics.models.pattern_choice import chosen_patterns, pattern_columns
from analytics.models.pattern_evidence import activity_strata
from analytics.models.pattern_miner import Limits, patterns_with_customers
from analytics.models.sequence_contest import (
    OVER,
    ContestRows,
    contest_folds,
    sequence_contest,
    why_no_contest,
)

N_CUSTOMERS, N_DATES, N_ITEMS, WINDOW = 2_000, 5, 5, 120
LIMITS = Limits(fewest_customers=40, most_gap=30, most_items=2, most_at_once=1)


def world(seed: int, *, order: float, count: float) -> ContestRows:
    """Rows with five kinds of events; 0 before 1 within 30 days adds `order` to the log-odds, each 2 adds `count`."""
    rng = np.random.default_rng(seed)
    n = N_CUSTOMERS * N_DATES
    owner = np.repeat(np.arange(n), rng.poisson(4.0, size=n))
    day, item = rng.integers(0, WINDOW, size=len(owner)), rng.integers(0, N_ITEMS, size=len(owner)).astype(np.int32)
    rank = np.lexsort((item, day, owner))
    owner, day, item = owner[rank], day[rank], item[rank]
    starts = np.searchsorted(owner, np.arange(n + 1)).astype(np.int64)
    patterns = patterns_with_customers(Histories(starts, day, item, N_ITEMS), LIMITS)
    counts = np.zeros((n, N_ITEMS), dtype=np.float32)
    np.add.at(counts, (owner, item), 1)
    last = np.full(n, N_ITEMS)
    last[owner] = item
    planted = [number for number in range(len(patterns)) if patterns.item_sets(number) == ((0,), (1,))]
    has = pattern_columns(patterns, np.array(planted), n)[:, 0]
    truth = 1 / (1 + np.exp(2.5 - order * has - count * counts[:, 2]))
    dates = np.tile(pd.date_range("2023-03-31", periods=N_DATES, freq="90D"), N_CUSTOMERS)
    ids = np.repeat([f"c{number}" for number in range(N_CUSTOMERS)], N_DATES)
    rows = pd.DataFrame({"customer_id": ids, "as_of": dates, "value": (rng.random(n) < truth).astype(int)})
    stratum = activity_strata(np.tile(np.arange(N_DATES), N_CUSTOMERS), np.diff(starts))
    return ContestRows(rows, EventBags(counts, last), N_ITEMS, patterns, stratum, None)


def judged(own: ContestRows) -> pd.DataFrame:
    folds = contest_folds(own.rows, horizon_days=90, seed=1)
    return sequence_contest(own, folds, seed=1, n_threads=1).set_index("method")


def figure(table: pd.DataFrame, method: str, column: str) -> float:
    return float(dict(zip(table.index, table[column].to_numpy(dtype=float), strict=True))[method])


def test_where_order_matters_patterns_foresee_more_than_counts() -> None:
    table = judged(world(1, order=1.8, count=0.0))
    assert figure(table, "bag_and_patterns", "gain_lower") > 0.005
    assert figure(table, "bag_and_patterns", "gain") > 0.02
    assert table["over"].to_dict()["bag_and_patterns"] == "bag_of_events"
    assert table["n_patterns"].iloc[0] >= 1


def test_where_only_counts_matter_patterns_add_nothing_and_the_bag_beats_the_last_event() -> None:
    table = judged(world(2, order=0.0, count=0.8))
    assert figure(table, "bag_and_patterns", "gain_lower") < 0.003
    assert abs(figure(table, "bag_and_patterns", "gain")) < 0.01
    assert figure(table, "bag_of_events", "gain_lower") > 0.02


def test_where_nothing_matters_nobody_wins() -> None:
    table = judged(world(3, order=0.0, count=0.0))
    assert (table["lower"] < 0.5).all()
    assert (table["gain_lower"].dropna() <= 0).all()
    assert table["n_patterns"].iloc[0] <= 1


def test_the_choice_of_patterns_looks_at_no_outcome_of_the_judged() -> None:
    own = world(4, order=1.8, count=0.0)
    folds = contest_folds(own.rows, horizon_days=90, seed=1)
    values = own.rows["value"].to_numpy(dtype=float)
    learned = folds.early & (folds.fold != 0)
    numbers = chosen_patterns(own.patterns, own.stratum, values, learned)
    other = np.where(learned, values, 1 - values)
    assert np.array_equal(chosen_patterns(own.patterns, own.stratum, other, learned), numbers)
    assert own.patterns.item_sets(int(numbers[0])) == ((0,), (1,))
    assert not np.array_equal(chosen_patterns(own.patterns, own.stratum, 1 - values, ~learned), numbers)


def test_what_is_judged_comes_later_and_its_customers_are_in_one_fold() -> None:
    own = world(5, order=0.0, count=0.0)
    folds = contest_folds(own.rows, horizon_days=90, seed=1)
    assert own.rows.loc[folds.early, "as_of"].max() + pd.Timedelta(days=90) <= own.rows.loc[folds.late, "as_of"].min()
    assert own.rows.assign(fold=folds.fold).groupby("customer_id")["fold"].nunique().eq(1).all()
    assert set(folds.fold) == {0, 1, 2}
    assert own.rows.loc[folds.late, "as_of"].nunique() == 2


def test_too_few_cases_are_told_in_numbers() -> None:
    own = world(6, order=0.0, count=0.0)
    folds = contest_folds(own.rows, horizon_days=90, seed=1)
    values = np.zeros(len(own.rows))
    assert why_no_contest(values, folds) == (
        "Too few cases: 0 to learn from and 0 later to judge by; 50 and 30 are needed."
    )
    assert why_no_contest(np.ones(len(own.rows)), folds) is None


def test_every_method_but_the_simplest_has_one_to_beat() -> None:
    assert [method for method, over in OVER.items() if not over] == ["markov_chain"]
    assert {each for over in OVER.values() for each in over} <= set(OVER)


def test_a_network_is_judged_on_the_same_rows_against_counts_and_against_sequences() -> None:
    own = world(8, order=0.0, count=0.8)
    folds = contest_folds(own.rows, horizon_days=90, seed=1)
    knows = replace(own, network=0.8 * own.bags.matrix[:, 2].astype(float))
    table = sequence_contest(knows, folds, seed=1, n_threads=1)
    network = table[table["method"] == "recurrent_network"]
    assert network["over"].tolist() == ["bag_of_events", "bag_and_patterns"]
    assert network["n"].unique().tolist() == [int(folds.late.sum())]
    assert network["auc"].between(0.6, 0.9).all()
    assert network["gain_upper"].gt(0).all()
    blind = sequence_contest(replace(own, network=np.zeros(len(own.rows))), folds, seed=1, n_threads=1)
    assert blind.loc[blind["method"] == "recurrent_network", "gain_upper"].lt(0).all()


@pytest.mark.parametrize("columns", [0, 3])
def test_columns_say_which_rows_have_a_pattern(columns: int) -> None:
    own = world(7, order=0.0, count=0.0)
    matrix = pattern_columns(own.patterns, np.arange(columns), len(own.rows))
    assert matrix.shape == (len(own.rows), columns)
    assert matrix.sum(axis=0).tolist() == own.patterns.n_customers[:columns].tolist()
