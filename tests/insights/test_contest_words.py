"""What is said of methods: better, worse, or not shown to be better."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.insights.contest_words import METHOD_WORDS, clockwork_sentence, contest_sentences, network_sentence
from analytics.models.next_event import BAG, BASE_RATE, MARKOV
from analytics.models.sequence_contest import OVER


def contest(gain: float, lower: float, upper: float) -> pd.DataFrame:
    rows = [
        ("bag_of_events", 0.8, 0.78, 0.82, "markov_chain", gain, lower, upper),
        ("markov_chain", 0.6, 0.58, 0.62, None, float("nan"), float("nan"), float("nan")),
    ]
    return pd.DataFrame(rows, columns=["method", "auc", "lower", "upper", "over", "gain", "gain_lower", "gain_upper"])


@pytest.mark.parametrize(
    ("gain", "lower", "upper", "words"),
    [
        (0.02, 0.01, 0.03, "better than the last event alone by 0.020 (0.010 to 0.030)."),
        (-0.02, -0.03, -0.01, "worse than the last event alone by 0.020 (0.010 to 0.030)."),
        (0.02, 0.0, 0.04, "not shown to be better than the last event alone: a gain of 0.020 (0.000 to 0.040)."),
        (-0.01, -0.03, 0.01, "not shown to be better than the last event alone"),
    ],
)
def test_a_gain_is_said_as_it_is(gain: float, lower: float, upper: float, words: str) -> None:
    simple, counted = contest_sentences(contest(gain, lower, upper))
    assert simple == "The last event alone: AUC 0.60 (90% interval 0.58 to 0.62)."
    assert counted.startswith("Counts of events: AUC 0.80 (90% interval 0.78 to 0.82), ")
    assert words in counted


def test_every_method_has_words() -> None:
    assert {*OVER, BASE_RATE, MARKOV, BAG} == set(METHOD_WORDS)


def test_what_has_two_to_beat_is_said_in_one_sentence_also_where_it_loses() -> None:
    beside = ["over", "gain", "gain_lower", "gain_upper"]
    rows = [("bag_of_events", 0.01, 0.002, 0.02), ("bag_and_patterns", -0.01, -0.02, -0.005)]
    table = pd.DataFrame(rows, columns=beside).assign(method="recurrent_network", auc=0.7, lower=0.68, upper=0.72)
    assert contest_sentences(table) == [
        "The recurrent network: AUC 0.70 (90% interval 0.68 to 0.72), better than counts of events by 0.010"
        " (0.002 to 0.020), worse than counts and sequences by 0.010 (0.005 to 0.020)."
    ]


def test_that_the_network_was_not_tried_on_events_is_said() -> None:
    tests = pd.DataFrame({"event_type": ["a"], "method": ["bag_of_events"], "in_force": [1], "auc": [0.7]})
    assert "wasn't tried" in network_sentence(tests)


def test_what_is_foreseen_like_clockwork_is_no_discovery() -> None:
    table = pd.DataFrame({"words": ["interest paid", "a fee", "a complaint"], "auc": [1.0, 0.992, 0.7]})
    told = clockwork_sentence(table)
    assert told.startswith("“interest paid” and “a fee” are foreseen almost without error.")
    assert "complaint" not in told
    assert clockwork_sentence(table.tail(1)) == ""
    many = pd.DataFrame({"words": list("abcde"), "auc": 1.0})
    assert "“a”, “b”, “c” and 2 more are" in clockwork_sentence(many)
