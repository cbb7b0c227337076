"""Changes that bring risks down: by hand, by their rules on many customers, and beside trying everything."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest

from analytics.models.change_rules import Ranges, violations
from analytics.models.changes_tried import Change, Field, Reader
from analytics.models.counterfactual_tables import counterfactuals_of
from analytics.models.counterfactuals import LEAST_PLAUSIBLE, Found, find_counterfactuals
from analytics.models.levers import ACTORS, EVERYBODY, Rule, levers_for
from analytics.models.named_rows import Floats, NamedRows
from analytics.models.plausibility import ground_of
from analytics.models.risk_bands import high_border, risk_bands
from tests.models.made_up_levers import Bank, made_up_bank

SLOW = bool(os.environ.get("TANDEM_SLOW"))
N_CUSTOMERS = 10_000 if SLOW else 1_000
OUTCOMES = ("churn", "loan_distress")


@dataclass(frozen=True)
class FeesOnly(Reader):
    """Somebody leaves with a probability of their fees of 90 days in per cent."""

    def probability(self, rows: NamedRows) -> Floats:
        return np.clip(rows["fees_paid_90d"] / 100, 0, 1)


@pytest.fixture(scope="module")
def bank() -> Bank:
    return made_up_bank(N_CUSTOMERS)


def found_for_all(bank: Bank, outcome: str, threshold: float) -> tuple[Field, NamedRows, Found]:
    field, rows, who = bank.field(outcome), bank.rows, np.flatnonzero(bank.risk >= threshold)
    return field, rows, find_counterfactuals(field, rows.among(who), who, np.full(len(who), threshold))


def by_hand(bank: Bank) -> tuple[Field, NamedRows]:
    columns = ("fees_paid_90d", "fees_paid_365d", "fee_share")
    values = [[40.0, 100.0, 0.02], *([float(fee), fee + 60.0, 0.01] for fee in (0, 10, 20, 30, 40))]
    rows = NamedRows(columns, np.array(values))
    levers = levers_for("churn", rows, {name: Rule("bank", "down") for name in columns[:2]})
    known = {name: np.sort(rows[name]) for name in columns}
    ground = ground_of(rows, columns, np.arange(6, dtype=np.uint64))
    return Field(FeesOnly(bank.model, 1), tuple(levers), Ranges.of(rows), ground, known), rows


def test_the_smallest_cut_of_fees_that_is_enough_is_proposed(bank: Bank) -> None:
    """Of 40 in 90 days a quarter less is 30 (risk 30 %), half is 20 (20 %): below 25 % only from half on."""
    field, rows = by_hand(bank)
    first = np.array([0])
    (option,) = find_counterfactuals(field, rows.among(first), first, np.array([0.25])).options
    assert option.change == ((0, 0.5),)
    assert option.probability == pytest.approx(0.20)
    # The year's fees fall by the same 20, to 80 of 100, and the share of fees with them.
    np.testing.assert_allclose(option.values, [20.0, 80.0, 0.016])
    # Fees of 90 days: 40 lies past 5 of 6 values (two equal 40s: 4 below, so 5/6), 20 past 2.5 of 6.
    assert option.effort == pytest.approx(5 / 6 - 2.5 / 6)


def test_no_lever_does_what_the_outcome_is(bank: Bank) -> None:
    of = {name: {lever.name for lever in bank.field(name).levers} for name in (*ACTORS, "product_take_up")}
    assert {"own acts", "offer"} <= of["product_take_up"], "the bank's and the customer's"
    assert not any(lever.startswith("open ") for lever in of["product_take_up"])
    assert "open savings" in of["dormancy"]
    assert "own acts" not in of["dormancy"] | of["balance_run_down"]
    assert "overdrawn" in of["dormancy"] - of["balance_run_down"]


def test_a_welcome_outcome_is_raised_above_the_border_of_the_highest_band(bank: Bank) -> None:
    base = float(np.quantile(bank.risk, 0.6))
    ids = [f"C{number:06d}" for number in range(len(bank.risk))]
    scores = pd.DataFrame(
        {"customer_id": ids, "probability": bank.risk, "band": risk_bands(bank.risk, base_share=base)}
    )
    told = [
        counterfactuals_of(bank.customers, scores, bank.model, outcome=outcome, base_share=base, rules=bank.rules)
        for outcome in ("product_take_up", "house_move")
    ]
    up, down = (each.counterfactuals for each in told)
    border = high_border(base)
    assert len(up)
    assert len(down)
    assert (up["probability_after"] > border).all()
    assert (up["probability_before"] < border).all()
    assert set(told[0].counterfactual_search["customer_id"]) == set(scores.query("band == 'medium'")["customer_id"])
    best = told[0].counterfactual_reach.groupby("customer_id")["probability_after"].max()
    lowest = told[0].counterfactual_search.set_index("customer_id")["lowest_alone"].dropna()
    pd.testing.assert_series_equal(lowest.sort_index(), best.sort_index(), check_names=False)
    assert (down["probability_after"] < down["threshold"]).all()


def test_where_nothing_is_enough_nothing_is_proposed_and_the_best_is_told(bank: Bank) -> None:
    field, rows = by_hand(bank)
    first = np.array([0])
    found = find_counterfactuals(field, rows.among(first), first, np.array([0.0]))
    assert found.options == []
    assert found.reach["probability_after"].tolist() == [0.0]
    assert found.reach["is_enough"].tolist() == [False]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_proposal_is_valid_and_breaks_no_rule(bank: Bank, outcome: str) -> None:
    threshold = float(np.quantile(bank.risk, 0.6))
    field, rows, found = found_for_all(bank, outcome, threshold)
    owners = np.array([option.owner for option in found.options])
    assert len(np.unique(owners)) > 0.1 * N_CUSTOMERS, "the search has to have something to prove"
    before, after = rows.among(owners), NamedRows(rows.columns, np.array([o.values for o in found.options]))
    follows = {name for lever in field.levers for name in lever.follows}
    actors = ACTORS.get(outcome, EVERYBODY)
    broken = violations(before, after, rules=bank.rules, actors=actors, follows=follows, ranges=Ranges.of(rows))
    assert {rule: int(flags.sum()) for rule, flags in broken.items() if flags.any()} == {}
    features = pd.DataFrame(after.values, columns=list(rows.columns))
    risk = bank.model.probability(features)
    np.testing.assert_allclose(risk, [option.probability for option in found.options], rtol=1e-12)
    assert (risk < threshold).all()
    assert min(option.plausibility for option in found.options) >= LEAST_PLAUSIBLE


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_options_of_a_customer_pull_different_levers_and_none_is_needless(bank: Bank, outcome: str) -> None:
    _, _, found = found_for_all(bank, outcome, float(np.quantile(bank.risk, 0.6)))
    table = pd.DataFrame(
        [(o.owner, o.number, frozenset(place for place, _ in o.change), o.effort) for o in found.options],
        columns=["owner", "number", "levers", "effort"],
    )
    for _, own in table.groupby("owner"):
        assert own["number"].tolist() == list(range(1, len(own) + 1))
        assert len(own) <= 3
        assert not any(one <= other or other <= one for one, other in combinations(own["levers"], 2))


def everything_tried(field: Field, rows: NamedRows, owner: int, threshold: float) -> list[tuple[int, float, Change]]:
    """Every lever and pair of levers in every step, one customer at a time, without any of the search's short cuts."""
    steps: list[Change] = [((place, size),) for place, lever in enumerate(field.levers) for size in lever.sizes]
    pairs = [one + other for one, other in product(steps, steps) if one[0][0] < other[0][0]]
    me, good = np.array([owner]), []
    for change in steps + pairs:
        before = after = rows.among(me)
        for place, size in change:
            after = field.levers[place].moved(after, size)
        moves = all(after[field.levers[p].acts_on[0]][0] != before[field.levers[p].acts_on[0]][0] for p, _ in change)
        if not moves or not field.ranges.hold(before, after)[0] or field.reader.probability(after)[0] >= threshold:
            continue
        if field.ground.plausibility(after, me)[0] >= LEAST_PLAUSIBLE:
            good.append((len(change), float(field.effort(change, before, after)[0]), change))
    return good


def test_the_first_option_is_the_best_of_everything_that_could_be_tried(bank: Bank) -> None:
    threshold = float(np.quantile(bank.risk, 0.7))
    field, rows = bank.field("churn"), bank.rows
    who = np.flatnonzero(bank.risk >= threshold)[:40]
    found = find_counterfactuals(field, rows.among(who), who, np.full(len(who), threshold))
    first = {option.owner: (len(option.change), option.effort) for option in found.options if option.number == 1}
    for owner in who:
        good = everything_tried(field, rows, int(owner), threshold)
        assert (int(owner) in first) == bool(good)
        if good:
            assert first[int(owner)] == pytest.approx(min(good)[:2])


def test_asking_for_few_or_many_gives_the_same(bank: Bank) -> None:
    threshold = float(np.quantile(bank.risk, 0.8))
    field, rows, found = found_for_all(bank, "churn", threshold)
    some = np.flatnonzero(bank.risk >= threshold)[::7]
    again = find_counterfactuals(field, rows.among(some), some, np.full(len(some), threshold))
    mine = [o for o in found.options if o.owner in set(some)]
    assert [(o.owner, o.number, o.change) for o in again.options] == [(o.owner, o.number, o.change) for o in mine]
    for name in ("probability", "plausibility", "effort"):
        one, other = ([float(getattr(o, name)) for o in options] for options in (again.options, mine))
        assert one == pytest.approx(other, rel=1e-12)


def test_nobody_is_helped_above_zero_with_money_that_the_bank_does_not_give(bank: Bank) -> None:
    stay = next(lever for lever in levers_for("churn", bank.rows, bank.rules) if lever.name == "overdrawn")
    days, balance = bank.rows["overdrawn_days_90d"], bank.rows["balance"]
    after = stay.moved(bank.rows, 1.0)
    assert ((days > 0) & (balance < 0)).any()
    np.testing.assert_array_equal(after["balance"], balance)
    np.testing.assert_array_equal(after["overdrawn_days_90d"], np.where(balance < 0, days, 0))


def test_who_may_not_act_is_not_asked(bank: Bank) -> None:
    names = [lever.name for lever in levers_for("churn", bank.rows, bank.rules)]
    assert names == ["fees", "overdrawn", "offer", "open savings"], "never a loan, never the customer's own doing"
    more = [lever.name for lever in levers_for("loan_distress", bank.rows, bank.rules)]
    assert more == [*names, "own acts", "more by card", "more by mobile", "more by branch"]
    nobody = {name: replace(rule, actor="none", direction="none") for name, rule in bank.rules.items()}
    assert levers_for("loan_distress", bank.rows, nobody) == []


def test_the_rules_notice_what_they_forbid(bank: Bank) -> None:
    """A check that finds nothing proves something only where it finds what is wrong."""
    rows = bank.rows.among(np.arange(20))
    wrong = {
        "nobody may change it": {"tenure_days": rows["tenure_days"] + 10},
        "it may not go that way": {
            "fees_paid_90d": rows["fees_paid_90d"] + 1,
            "fees_paid_365d": rows["fees_paid_365d"] + 1,
        },
        "no real customer is there": {"offers_n_90d": np.full(20, 9.0)},
        "the past is past": {"fees_paid_365d": rows["fees_paid_365d"] - 1},
        "the windows disagree": {"n_own_acts_30d": rows["n_own_acts_90d"] + 1},
        "the products do not add up": {"holds_savings": 1 - rows["holds_savings"]},
        "the channels do not add up": {"mobile_channel_share": rows["mobile_channel_share"] + 0.1},
        "the offers do not add up": {"offers_n_90d": rows["offers_n_90d"] + 1, "days_since_offer": np.full(20, 120.0)},
    }
    for rule, columns in wrong.items():
        broken = violations(
            rows, rows.changed(columns), rules=bank.rules, actors=("bank",), follows=(), ranges=Ranges.of(bank.rows)
        )
        assert broken[rule].sum() >= 19, rule
    above = {"overdrawn_days_90d": np.zeros(20)}
    broken = violations(
        rows, rows.changed(above), rules=bank.rules, actors=("bank",), follows=(), ranges=Ranges.of(bank.rows)
    )
    np.testing.assert_array_equal(
        broken["no day below zero, but a balance"], (rows["overdrawn_days_90d"] > 0) & (rows["balance_lowest_90d"] < 0)
    )
