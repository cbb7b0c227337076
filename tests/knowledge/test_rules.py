"""A rule says what it says, to us and to nobody else: it is never run as SQL or Python."""

from __future__ import annotations

import os
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.knowledge.payment_count import DayRange, PaymentCount
from analytics.knowledge.rule_tree import (
    AllOf,
    AnyOf,
    Between,
    Comparison,
    Condition,
    Counted,
    Missing,
    Not,
    OneOf,
    Value,
)
from analytics.knowledge.rule_words import RuleError
from analytics.knowledge.rules import ColumnKind, Rule, RuleColumns, parse

N_EXAMPLES = 500 if os.environ.get("TANDEM_SLOW") else 50
COLUMNS = RuleColumns(
    {
        "rent_share": ColumnKind.NUMBER,
        "is new": ColumnKind.BOOLEAN,
        "region_id": ColumnKind.TEXT,
        "opened_on": ColumnKind.DATE,
        "regions.main_employer": ColumnKind.TEXT,
        "and": ColumnKind.NUMBER,
    },
    protected=frozenset({"gender", "birth_date", "language"}),
)
FRAME = pd.DataFrame(
    {
        "rent_share": [0.1, 0.5, np.nan, 0.3, -1.0],
        "is new": [True, False, None, True, False],
        "region_id": ["R01", "it's", None, "R03", "R01"],
        "opened_on": pd.to_datetime(["2020-01-01", "2021-06-30", "NaT", "2022-02-02", "2020-01-01"]),
        "regions.main_employer": ["Norvik Steel", None, "B", "B", "Norvik Steel"],
        "and": [1.0, 2.0, 3.0, np.nan, 2.5],
    },
    index=list("abcde"),
)
PAID = PaymentCount(counterparties=("A", "it's"), booked_on=(DayRange(date(2026, 2, 17), date(2026, 2, 26)),))
COUNTS = {PAID: pd.Series({"a": 2.0, "c": 1.0})}


def who(text: str) -> str:
    mask = parse(text, COLUMNS).mask(FRAME, COUNTS)
    return "".join(mask.index[mask])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rent_share > 0.3", "b"),
        ("rent_share >= 0.3", "bd"),
        ("rent_share = -1", "e"),
        ("rent_share != 0.1", "bde"),
        ("rent_share <> 0.1 and region_id == 'R03'", "d"),
        ("not rent_share > 0.3", "acde"),
        ("rent_share in (0.1, 0.5)", "ab"),
        ("rent_share NOT IN (0.1, 0.5)", "de"),
        ("rent_share between 0.1 and 0.3", "ad"),
        ("rent_share is missing", "c"),
        ("rent_share is not missing and not (region_id = 'R01' or region_id = 'R03')", "b"),
        ("region_id = 'R01' or region_id = 'R03' and rent_share > 1", "ae"),
        ("region_id = 'it''s'", "b"),
        ('region_id = "R03"', "d"),
        ("opened_on < 2021-01-01", "ae"),
        ("opened_on >= '2021-06-30'", "bd"),
        ('"is new" = true', "ad"),
        ('"and" > 2', "ce"),
        ("regions.main_employer = 'Norvik Steel'", "ae"),
        ("payments(counterparty in ('A', 'it''s'), booked_on between '2026-02-17' and '2026-02-26') >= 2", "a"),
        ("payments(counterparty in ('A', 'it''s'), booked_on in ('2026-02-17' to 2026-02-26))", "ac"),
        ("payments(counterparty in ('A', 'it''s'), booked_on in ('2026-02-17' to '2026-02-26')) = 0", "bde"),
    ],
)
def test_a_rule_holds_for_whom_it_says(text: str, expected: str) -> None:
    assert who(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("rentshare > 1", 'no feature or attribute "rentshare". Did you mean "rent_share"'),
        ("gender = 'f'", '"gender" is protected'),
        ("Gender = 'f'", 'says what "gender" says'),
        ("customers.gender = 'f'", 'says what "gender" says'),
        ("age > 30", 'says what "birth_date" says'),
        ("sex = 'f'", 'says what "gender" says'),
        ("rent_share > 'x'", '"rent_share" holds numbers'),
        ("region_id > 'R01'", "has no order"),
        ("region_id = R01", "text in single quotes"),
        ("rent_share >", "it ends there"),
        ("(rent_share > 1", "close the parenthesis"),
        ("rent_share > 1 rent_share", '"and", "or" or its end'),
        ("rent_share > 1; drop table customers", "can't be read at character 15"),
        ("region_id = 'R01", "no closing '"),
        ("rent_share between 1 or 2", '"and" between'),
        ("rent_share not between 1 and 2", '"in"'),
        ("rent_share > 1e999", "not so large"),
        ("opened_on > '30.06.2026'", "a day, such as"),
        ("__import__('os').system('x')", "can't be read at character 17"),
        ("__import__('os')", 'no feature or attribute "__import__"'),
        ("payments(shop = 'A') > 1", "one of counterparty, category"),
        ("payments(category = 'a', category = 'b') > 1", "twice"),
        ("payments(category = 'a') > 1.5", "whole number"),
        ("payments(within_days = 0) > 1", "1 or more"),
        ("payments(booked_on between '2026-02-02' and '2026-02-01')", "is after"),
        ("not " * 60 + "rent_share > 1", "nested more than"),
        ("rent_share > 1 or " * 2_000 + "rent_share > 1", "at most"),
    ],
)
def test_what_is_no_rule_is_refused_in_words_that_help(text: str, message: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse(text, COLUMNS)
    assert message in str(refused.value)


def test_where_regions_are_protected_nothing_that_a_region_has_may_be_named() -> None:
    columns = RuleColumns({**COLUMNS.kinds, "region_name": ColumnKind.TEXT}, frozenset({"region_id"}))
    for text in ("region_id = 'R01'", "regions.main_employer = 'B'", "region_name = 'B'"):
        with pytest.raises(RuleError, match="protected"):
            parse(text, columns)


def test_a_rule_that_can_not_be_worked_out_says_what_is_lacking() -> None:
    rule = parse("rent_share > 1 and payments(category = 'rent') > 2", COLUMNS)
    with pytest.raises(RuleError, match=r"nothing on rent_share, payments\(category = 'rent'\)"):
        rule.mask(pd.DataFrame(index=["a"]))


_numbers = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.1, 0.3, 2.0])
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(["R01", "it's", 'say "x"'])
_days = st.dates(date(2019, 1, 1), date(2023, 1, 1))
_values: dict[str, st.SearchStrategy[Value]] = {
    "rent_share": _numbers,
    "and": _numbers,
    "region_id": _texts,
    "regions.main_employer": _texts,
    "opened_on": _days,
    "is new": st.booleans(),
}
_ordered = st.sampled_from(["rent_share", "and", "opened_on"])
_payments = st.builds(
    PaymentCount,
    counterparties=st.lists(_texts, max_size=2, unique=True).map(tuple),
    channels=st.lists(_texts, max_size=2, unique=True).map(tuple),
    booked_on=st.lists(st.tuples(_days, _days).map(lambda d: DayRange(min(d), max(d))), max_size=2).map(tuple),
    within_days=st.none() | st.integers(1, 400),
    min_amount=st.none() | st.floats(-100, 0),
    max_amount=st.none() | st.floats(1, 100),
)
_leaves: st.SearchStrategy[Condition] = st.one_of(
    st.sampled_from(sorted(_values)).flatmap(
        lambda name: st.builds(Comparison, st.just(name), st.sampled_from(["=", "!="]), _values[name])
    ),
    _ordered.flatmap(
        lambda name: st.builds(Comparison, st.just(name), st.sampled_from(["<", "<=", ">", ">="]), _values[name])
    ),
    _ordered.flatmap(lambda name: st.builds(Between, st.just(name), _values[name], _values[name])),
    st.sampled_from(sorted(_values)).flatmap(
        lambda name: st.builds(
            OneOf, st.just(name), st.lists(_values[name], min_size=1, max_size=3).map(tuple), st.booleans()
        )
    ),
    st.builds(Missing, st.sampled_from(sorted(_values)), st.booleans()),
    st.builds(Counted, _payments, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.integers(0, 5)),
)
_conditions: st.SearchStrategy[Condition] = st.recursive(
    _leaves,
    lambda parts: st.one_of(
        st.builds(Not, parts),
        st.builds(AllOf, st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(parts, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)


@settings(max_examples=N_EXAMPLES, deadline=None)
@given(_conditions)
def test_the_canonical_text_of_a_rule_reads_as_the_same_rule(condition: Condition) -> None:
    assert parse(str(condition), COLUMNS) == Rule(condition)


def _oracle(condition: Condition, row: pd.Series, n_payments: int) -> bool:
    """The same, one customer and one comparison at a time, in plain Python."""
    if isinstance(condition, Not):
        return not _oracle(condition.part, row, n_payments)
    if isinstance(condition, AllOf):
        return all(_oracle(part, row, n_payments) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(_oracle(part, row, n_payments) for part in condition.parts)
    if isinstance(condition, Counted):
        return _compares(n_payments, condition.sign, condition.n)
    value = row[condition.column]
    if isinstance(condition, Missing):
        return bool(pd.isna(value)) is condition.is_missing
    if pd.isna(value):
        return False
    value = value.date() if isinstance(value, pd.Timestamp) else value
    if isinstance(condition, OneOf):
        return (value in condition.values) is condition.is_in
    if isinstance(condition, Between):
        return _compares(value, ">=", condition.low) and _compares(value, "<=", condition.high)
    return _compares(value, condition.sign, condition.value)


def _compares(value: object, sign: str, other: object) -> bool:
    python = {"=": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}[sign]
    return bool(getattr(value, python)(other))


@settings(max_examples=N_EXAMPLES, deadline=None)
@given(_conditions)
def test_a_rule_holds_for_whom_plain_python_says(condition: Condition) -> None:
    rule = Rule(condition)
    counts = {each: pd.Series({"b": 3.0}) for each in rule.payments}
    expected = [_oracle(condition, FRAME.loc[name], 3 if name == "b" else 0) for name in FRAME.index]
    assert rule.mask(FRAME, counts).tolist() == expected
