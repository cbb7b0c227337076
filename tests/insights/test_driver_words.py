"""A driver's words say the direction that the model's contributions have."""

from __future__ import annotations

import pandas as pd

from analytics.insights.driver_words import with_words


def test_up_and_down_become_words_and_a_flag() -> None:
    said = with_words(
        pd.DataFrame({"feature": ["a", "b", "c", "d"], "direction": ["up", "down", "mixed", "category"]}),
        {"a": "Own acts"},
    )

    assert said["title"].tolist() == ["Own acts", "b", "c", "d"]
    assert said["direction_words"].tolist() == [
        "higher goes with a higher risk",
        "higher goes with a lower risk",
        "goes both ways",
        "depends on the kind",
    ]
    assert said["rises"].tolist()[:2] == [True, False]
    assert said["rises"].isna().tolist() == [False, False, True, True]


def test_no_drivers_are_no_words() -> None:
    assert with_words(pd.DataFrame(columns=["feature", "direction"]), {}).empty
