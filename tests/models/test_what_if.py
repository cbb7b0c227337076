"""What the model says of one customer after changes that somebody chose."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.counterfactuals import find_counterfactuals
from analytics.models.what_if import steps_of, what_if
from tests.models.made_up_levers import Bank, made_up_bank


@pytest.fixture(scope="module")
def bank() -> Bank:
    return made_up_bank(400)


def test_trying_an_option_gives_what_the_search_said_of_it(bank: Bank) -> None:
    field, rows = bank.field("loan_distress"), bank.rows
    threshold = float(np.quantile(bank.risk, 0.6))
    who = np.flatnonzero(bank.risk >= threshold)
    options = find_counterfactuals(field, rows.among(who), who, np.full(len(who), threshold)).options
    assert options
    for option in options:
        answer = what_if(field, rows.among(np.array([option.owner])), option.owner, option.change)
        assert answer.probability == pytest.approx(option.probability, rel=1e-12)
        assert answer.plausibility == option.plausibility
        assert answer.is_among_real


def test_changing_nothing_is_the_customer_as_they_are(bank: Bank) -> None:
    field = bank.field("churn")
    for owner in (0, 7):
        answer = what_if(field, bank.rows.among(np.array([owner])), owner, ())
        assert answer.probability == pytest.approx(bank.risk[owner], rel=1e-12)
        assert answer.is_among_real


def test_steps_are_different_values_that_real_customers_have(bank: Bank) -> None:
    field = bank.field("loan_distress")
    for owner in range(40):
        customer = bank.rows.among(np.array([owner]))
        for place, lever in enumerate(field.levers):
            steps, name = steps_of(field, customer, place), lever.acts_on[0]
            values = [value for _, value in steps]
            assert len(set(values)) == len(values)
            assert float(customer[name][0]) not in values
            assert {size for size, _ in steps} <= set(lever.sizes)
            known = bank.rows[name]
            assert all(np.nanmin(known) <= value <= np.nanmax(known) for value in values)


def test_what_no_real_customer_is_near_is_said_to_be_so(bank: Bank) -> None:
    """One account more than anybody has is out of range, whatever the model says of it."""
    field, rows = bank.field("churn"), bank.rows
    most = rows["accounts_held_n"].max()
    crowded = rows.among(np.array([int(np.flatnonzero(rows["holds_savings"] == 0)[0])]))
    crowded = crowded.changed({"accounts_held_n": np.array([most]), "products_held_n": np.array([most])})
    place = [lever.name for lever in field.levers].index("open savings")
    assert steps_of(field, crowded, place) == []
    assert not what_if(field, crowded, -1, ((place, 1.0),)).is_among_real
