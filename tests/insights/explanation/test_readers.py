"""Three readers are told the same facts of one record, each in words of their own, and no number from elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from analytics.insights.agreement_words import Agreed
from analytics.insights.explanation.model_facts import Labels
from analytics.insights.explanation.plain_words import plain_title
from analytics.insights.explanation.readability import method_words, reading_grade
from analytics.insights.explanation.readers import Reader, document_for
from analytics.insights.explanation.record import Choice, Explanation, Move, Push, Risk, Search, Within
from analytics.insights.explanation.stated_facts import Stated, facts_of, facts_stated, wrong_facts
from analytics.insights.explanation.written_out import as_text
from tests.insights.explanation.made_up_records import PROTECTED, records

FEES = Push("fees_paid_90d", "Fees paid, last 90 days", "Fees paid, last 90 days", "40", "EUR", 0.61, False)
ACTS = Push("n_own_acts_90d", "Own acts, last 90 days", "Use of the account, last 90 days", "26", "count", -0.3, False)
AGE = Push("Age", "Age", "Age", "41", "number", 2.0, True)
LOWER_FEES = Choice(
    1,
    (Move("fees_paid_90d", "Fees paid", "money", "fees", "acted_on", "bank", "40", "20"),),
    0.34,
    0.18,
    0.25,
    0.33,
    0.6,
    800,
    143,
)
RECORD = Explanation(
    customer_id="C1",
    outcome="churn",
    as_of="2026-06-30",
    currency="EUR",
    protected=PROTECTED,
    risk=Risk(0.34, 0.3, 0.4, "high", "either", "test", 0.05),
    why_no_risk="",
    base=-3.0,
    pushes=(AGE, FEES, ACTS),
    choices=(LOWER_FEES,),
    search=Search(0.25, 0.34, 0.18),
    why_no_search="",
    origin=None,
    labels=Labels("", "recorded", 0, 0, None),
    measures=(),
    fairness=(),
    coverage=(),
    doubted=(),
    horizons=(Within(30, 0.11, 0.08, 0.15), Within(180, 0.52, 0.47, 0.58)),
    agreed=Agreed(5, 3.2, 2.9, 3.5, 40, 0.125),
)


def text_for(reader: Reader, record: Explanation = RECORD) -> str:
    return as_text(document_for(reader, record))


@given(records())
@settings(max_examples=80, deadline=None)
def test_all_three_texts_state_the_facts_of_the_record_and_no_other_number(record: Explanation) -> None:
    told = {reader: text_for(reader, record) for reader in Reader}
    for reader, text in told.items():
        assert wrong_facts(text, record) == [], reader
    assert len({facts_stated(text, record) for text in told.values()}) == 1


@given(records())
@settings(max_examples=60, deadline=None)
def test_the_plain_text_needs_nine_years_of_school_and_no_word_of_the_trade(record: Explanation) -> None:
    text = text_for(Reader.PLAIN, record)
    assert reading_grade(text) <= 9
    assert method_words(text) == []
    for name in (*PROTECTED, "age", "sex"):
        assert not re.search(rf"\b{name.replace('_', ' ')}\b", text, re.IGNORECASE)


def test_the_facts_are_the_risk_the_band_the_reasons_and_the_options() -> None:
    expected = Stated(
        34,
        "high",
        (("fees_paid_90d", "raises"), ("n_own_acts_90d", "lowers")),
        ((1, ("40", "20"), 18),),
        ((30, 11), (180, 52)),
    )
    assert facts_of(RECORD) == expected
    for reader in Reader:
        assert facts_stated(text_for(reader), RECORD) == expected


@pytest.mark.parametrize("reader", list(Reader))
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r"about 34 are", "about 43 are"),
        (r"\bhigh\.", "low."),
        (r"more likely|raises the risk", "less likely, lowers the risk"),
        (r"about 18 of 100", "about 8 of 100"),
        (r"40 EUR", "77 EUR"),
        (r"Within 30 days: about 11", "Within 30 days: about 12"),
    ],
)
def test_a_text_that_says_something_else_is_found_out(reader: Reader, right: str, wrong: str) -> None:
    text = text_for(reader)
    falsified = re.sub(right, wrong, text, count=1)
    assert falsified != text
    assert wrong_facts(falsified, RECORD)


@pytest.mark.parametrize("reader", list(Reader))
def test_a_reason_or_option_that_is_left_out_is_found_out(reader: Reader) -> None:
    lines = text_for(reader).splitlines()
    for part in ("Fees paid, last 90 days: 40 EUR", "Option 1"):
        left = [line for line in lines if part not in line]
        assert len(left) < len(lines)
        assert wrong_facts("\n".join(left), RECORD)


def test_a_protected_attribute_is_no_reason_but_stands_among_the_contributions() -> None:
    assert [push.feature for push in RECORD.reasons] == ["fees_paid_90d", "n_own_acts_90d"]
    assert "Age" not in text_for(Reader.PLAIN)
    assert "Age | Value: 41; Log-odds: +2.000" in text_for(Reader.REGULATOR)


def test_about_leaving_an_adviser_is_spoken_to_and_about_arrears_the_customer() -> None:
    points = text_for(Reader.PLAIN)
    assert points.startswith("Talking points for the adviser")
    assert "Option 1, in the bank's hands. Lower fees: from 40 EUR in 90 days to 20 EUR in 90 days." in points
    letter = text_for(Reader.PLAIN, replace(RECORD, outcome="payment_arrears"))
    assert letter.startswith("Letter to the customer")
    assert "Option 1, in our hands." in letter
    assert "A person will look at your case with you." in letter


def test_without_a_model_every_reader_is_told_why() -> None:
    without = replace(RECORD, risk=None, why_no_risk="Only 4 rows have it.", pushes=(), choices=(), search=None)
    for reader in Reader:
        text = text_for(reader, without)
        assert "Only 4 rows have it." in text
        assert facts_stated(text, without) == Stated(None, None, (), ())


def test_where_nothing_would_help_every_reader_is_told_so() -> None:
    without = replace(RECORD, choices=(), search=Search(0.25, 0.34, None))
    assert "We found nothing realistic that would." in text_for(Reader.PLAIN, without)
    for reader in (Reader.ANALYST, Reader.REGULATOR):
        assert "Nothing realistic would be enough. No single lever lowers it." in text_for(reader, without)


@pytest.mark.parametrize("reader", [Reader.ANALYST, Reader.REGULATOR])
def test_horizons_and_the_second_method_are_told_with_their_intervals(reader: Reader) -> None:
    text = text_for(reader)
    assert "Within 180 days: about 52 of 100." in text
    assert "180 days | Risk: 52.0%; 90% interval: 47.0% to 58.0%" in text
    assert "both methods name 3.2 with the same sign on average (90% interval 2.9 to 3.5; 40 customers)" in text
    assert "Nobody was explained by a second method." in text_for(reader, replace(RECORD, agreed=None))


def test_of_what_is_welcome_a_chance_is_spoken_of_and_the_adviser_is_spoken_to() -> None:
    welcome = replace(RECORD, outcome="product_take_up", horizons=())
    points = text_for(Reader.PLAIN, welcome)
    assert points.startswith("Talking points for the adviser")
    assert "about 34 are likely to open another product" in points
    for reader in (Reader.ANALYST, Reader.REGULATOR):
        text = text_for(reader, welcome)
        assert "raises the chance a lot" in text
        assert "a chance above 25.0%" in text
        assert not re.search(r"raises the risk|a risk below", text)


def test_the_dossier_says_that_nobody_approved() -> None:
    assert "Nobody has approved this model." in text_for(Reader.REGULATOR)


def test_titles_in_easier_words_keep_what_they_are_about() -> None:
    assert plain_title("Variety of channels, last 365 days") == "Mix of ways to bank, last 365 days"
    assert plain_title("Different counterparties, last 365 days") == "Firms and people paid or paying, last 365 days"
