"""Levers of a customer table: by hand, by their rules on many customers, and in what is published."""

from __future__ import annotations

import os

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from analytics.models.boosting import fit_booster
from analytics.models.calibration import Calibration
from analytics.models.change_rules import Ranges, violations
from analytics.models.changes_tried import Reader
from analytics.models.column_companions import goes_with
from analytics.models.column_levers import STEPS, category_lever, number_lever, smallest_step
from analytics.models.counterfactual_tables import CounterfactualTables, counterfactuals_of, field_of
from analytics.models.counterfactuals import LEAST_PLAUSIBLE, find_counterfactuals
from analytics.models.design import design_of
from analytics.models.levers import EVERYBODY, Rule, actors_for, levers_for
from analytics.models.model_card import StoredModel
from analytics.models.named_rows import Floats, NamedRows
from analytics.models.plausibility import ground_of
from analytics.models.risk_bands import risk_bands
from tests.models.test_counterfactuals import everything_tried

N_CUSTOMERS = 10_000 if os.environ.get("TANDEM_SLOW") else 1_000
PLANS = ("monthly", "yearly", "two years")
RULES = {
    "calls": Rule("customer", "up", "column", "1"),
    "price": Rule("bank", "down", "column", "2.5"),
    "plan": Rule("customer", "either", "column", "yearly|two years"),
    "kind": Rule("none", "none"),
    "twin": Rule("none", "none"),
}


def customers(n: int) -> pd.DataFrame:
    random = np.random.default_rng(3)
    calls = random.poisson(40, n).astype(float)
    calls[::53] = np.nan
    price = np.round(random.uniform(20, 100, n), 2)
    return pd.DataFrame(
        {
            "customer_id": [f"C{number:05d}" for number in range(n)],
            "calls": calls,
            "price": price,
            "plan": pd.Categorical(random.choice(PLANS, n, p=[0.6, 0.3, 0.1])),
            "kind": pd.Categorical(np.where(price > 60, "fibre", "copper")),
            "twin": price * 2 + random.normal(0, 1, n),
        }
    )


def model_of(table: pd.DataFrame) -> StoredModel:
    margin = 2 - 0.08 * table["calls"].fillna(40) + 0.04 * table["price"] - 1.5 * (table["plan"] != "monthly")
    gone = (np.random.default_rng(4).random(len(table)) < expit(margin)).astype(float).to_numpy()
    design = design_of(table)
    matrix = design.matrix(table)
    booster = fit_booster(matrix, gone, categorical=design.categorical, rounds=60, seed=0, n_threads=1)
    return StoredModel(booster, Calibration(1.0, 0.0, 0.0), design)


def published(table: pd.DataFrame, model: StoredModel, share: float) -> CounterfactualTables:
    risk = model.probability(table)
    scores = pd.DataFrame({"customer_id": table["customer_id"], "probability": risk})
    scores["band"] = risk_bands(risk, base_share=share)
    return counterfactuals_of(table, scores, model, outcome="churn", base_share=share, rules=RULES)


@pytest.fixture(scope="module")
def made() -> tuple[pd.DataFrame, StoredModel, CounterfactualTables]:
    table = customers(N_CUSTOMERS)
    model = model_of(table)
    return table, model, published(table, model, 0.3)


def test_a_step_is_round_and_whole_where_the_column_is() -> None:
    assert smallest_step(np.arange(1001.0)) == 50
    assert smallest_step(np.linspace(0, 0.9, 1000)) == 0.05
    assert smallest_step(np.array([0.0, 1.0, np.nan, 2.0])) == 1


def test_a_number_moves_by_its_steps_in_its_direction_only() -> None:
    rows = NamedRows(("fees",), np.array([[10.0], [np.nan]]))
    for way, signs in (("up", {1.0}), ("down", {-1.0}), ("either", {-1.0, 1.0})):
        lever = number_lever(rows, "fees", way, 0.1)
        assert {float(np.sign(size)) for size in lever.sizes} == signs
        assert sorted({round(abs(size) / 0.1) for size in lever.sizes}) == list(STEPS)
    moved = number_lever(rows, "fees", "down", 0.1).moved(rows, -0.3)
    assert moved["fees"][0] == 9.7
    assert np.isnan(moved["fees"][1]), "what is not known can't be changed"


def test_a_category_takes_an_allowed_value() -> None:
    rows = NamedRows(("plan",), np.array([[0.0], [2.0], [np.nan]]))
    np.testing.assert_array_equal(category_lever("plan", (1, 2)).moved(rows, 1.0)["plan"], [1.0, 1.0, np.nan])


def test_whoever_loaded_the_table_decides_who_is_asked_even_where_customers_leave() -> None:
    table = customers(200)
    model = model_of(table)
    rows = Reader(model, 1).rows(table)
    names = [lever.name for lever in levers_for("churn", rows, RULES, model.design.levels)]
    assert names == ["change calls", "change price", "change plan"]
    assert actors_for("churn", RULES) == EVERYBODY
    assert actors_for("churn", {"fees": Rule("bank", "down")}) == ("bank",)


def test_every_proposal_is_valid_and_breaks_no_rule(
    made: tuple[pd.DataFrame, StoredModel, CounterfactualTables],
) -> None:
    table, model, tables = made
    options = tables.counterfactuals
    keys = options[["customer_id", "option"]].drop_duplicates()
    assert keys["customer_id"].nunique() > 0.1 * N_CUSTOMERS, "the search has to have something to prove"
    before = table.set_index("customer_id").loc[keys["customer_id"]].reset_index()
    after = before.astype({"plan": "str", "kind": "str"})
    place = {key: row for row, key in enumerate(keys.itertuples(index=False, name=None))}
    for row in options.itertuples():
        value = str(row.to_value) if row.feature == "plan" else float(str(row.to_value))
        after.loc[place[row.customer_id, row.option], str(row.feature)] = value
    reader = Reader(model, 1)
    rows = [reader.rows(features) for features in (before, after)]
    ranges = Ranges.of(reader.rows(table))
    broken = violations(*rows, rules=RULES, actors=EVERYBODY, follows=(), ranges=ranges)
    assert {rule: int(flags.sum()) for rule, flags in broken.items() if flags.any()} == {}
    first = options.drop_duplicates(["customer_id", "option"])
    np.testing.assert_allclose(model.probability(after), first["probability_after"], rtol=1e-12)
    assert (first["probability_after"] < first["threshold"]).all()
    assert (first["plausibility"] >= LEAST_PLAUSIBLE).all()
    plans = options[options["feature"] == "plan"]
    assert set(plans["to_value"]) <= {"yearly", "two years"}
    assert set(plans["from_value"]) <= set(PLANS)


def test_pairs_of_levers_with_many_steps_come_near_the_best_of_all_that_could_be_tried() -> None:
    table = customers(400)
    model = model_of(table)
    reader = Reader(model, 1)
    rows = reader.rows(table)
    field = field_of(reader, rows, levers_for("churn", rows, RULES, model.design.levels), table["customer_id"])
    risk = reader.probability(rows)
    who = np.flatnonzero(risk >= np.quantile(risk, 0.9))[:8]
    threshold = float(np.quantile(risk, 0.35))
    found = find_counterfactuals(field, rows.among(who), who, np.full(len(who), threshold)).options
    first = {option.owner: (len(option.change), option.effort) for option in found if option.number == 1}
    best = {int(owner): everything_tried(field, rows, int(owner), threshold) for owner in who}
    best = {owner: good for owner, good in best.items() if good}
    assert set(first) == set(best), "who can be helped by two levers is helped"
    assert {size for size, _ in first.values()} == {2}, "the test is about pairs"
    ratios = [first[owner][1] / min(good)[1] for owner, good in best.items()]
    assert min(ratios) >= 1 - 1e-9
    assert np.mean(ratios) <= 1.2, "not all steps together were tried, so some take a little more effort than needed"


def test_the_rules_notice_half_a_step_and_a_wrong_way() -> None:
    table = customers(50)
    reader = Reader(model_of(table), 1)
    rows = reader.rows(table)

    def broken(columns: dict[str, Floats]) -> dict[str, int]:
        changed = rows.changed(columns)
        found = violations(rows, changed, rules=RULES, actors=EVERYBODY, follows=(), ranges=Ranges.of(rows))
        return {rule: int(flags.sum()) for rule, flags in found.items()}

    assert broken({"price": rows["price"] - 1.0})["no whole step"] == 50
    assert broken({"price": rows["price"] - 2.5})["no whole step"] == 0
    assert broken({"price": rows["price"] + 2.5})["it may not go that way"] == 50
    assert broken({"kind": 1 - rows["kind"]})["nobody may change it"] == 50


def test_a_column_that_goes_with_a_changed_one_is_compared_too() -> None:
    table = customers(400)
    model = model_of(table)
    reader = Reader(model, 1)
    rows = reader.rows(table)
    order = np.arange(400, dtype=np.uint64)
    assert goes_with(rows, ["price"], frozenset(model.design.levels), order) == ("twin", "kind")
    field = field_of(reader, rows, levers_for("churn", rows, RULES, model.design.levels), table["customer_id"])
    assert {"twin", "kind", "plan", "calls", "price"} <= set(field.ground.names)


def test_two_categories_are_either_alike_or_one_apart() -> None:
    rows = NamedRows(("plan",), np.array([[0.0], [1.0], [2.0]]))
    ground = ground_of(rows, ("plan",), np.arange(3, dtype=np.uint64), frozenset({"plan"}))
    np.testing.assert_allclose(ground.own_distances, [1.0, 1.0, 1.0], atol=1e-6)
