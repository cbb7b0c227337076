"""Groups of reasons in words."""

from __future__ import annotations

import math

import pandas as pd

from analytics.insights.reason_words import NO_REASON, group_sentences, group_titles, reason_titles, structure_words

TITLES = {"acts": "Own acts", "money": "Money in"}
GROUPS = pd.DataFrame(
    {
        "reason_group": [0, 0, 1, 1],
        "n_customers": [1200, 1200, 300, 300],
        "place": [1, 2, 1, 2],
        "feature": ["acts", "money", "acts", "money"],
        "mean_push": [0.4, -0.2, 0.5, 0.01],
        "overall_push": [0.0, 0.0, 0.0, -0.001],
    }
)


def test_groups_with_the_same_first_reason_are_told_apart_by_the_second() -> None:
    assert group_titles(GROUPS, TITLES) == {
        0: "Own acts raises the risk; Money in lowers the risk",
        1: "Own acts raises the risk; Money in hardly counts",
    }
    assert group_titles(GROUPS[GROUPS["reason_group"] == 0], TITLES) == {0: "Own acts raises the risk"}


def test_a_group_says_how_many_they_are_what_leads_and_the_risk() -> None:
    said = group_sentences(GROUPS, TITLES, {0: "mean risk 12.5% (90% interval 10.0–14.0%)"})
    assert said[0] == (
        "1,200 customers, mean risk 12.5% (90% interval 10.0–14.0%): “Own acts” raises the risk (+0.40; everyone +0.00)"
        " and “Money in” lowers the risk (−0.20; everyone +0.00)."
    )
    assert said[1].startswith("300 customers: “Own acts”")


def test_no_structure_is_said_plainly() -> None:
    assert structure_words(0.2, 0.18, 1).startswith("The reasons fall into no groups: customers differ by degree")
    assert "faintly into 4 groups" in structure_words(0.3, 0.2, 4)
    assert "visibly into 2 groups" in structure_words(0.6, 0.4, 2)
    assert "clearly into 3 groups" in structure_words(0.9, 0.6, 3)
    assert structure_words(math.nan, math.nan, 1).startswith("There are too few customers")


def test_a_main_reason_has_a_direction_unless_it_is_small() -> None:
    named = reason_titles(pd.Series(["acts", "money", None, "acts"]), pd.Series([0.2, -0.3, math.nan, 0.01]), TITLES)
    assert named.tolist()[:2] == ["Own acts – raises", "Money in – lowers"]
    assert pd.isna(named[2])
    assert named[3] == NO_REASON
