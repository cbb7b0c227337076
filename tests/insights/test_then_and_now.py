"""Where customers were, in words and ways."""

from __future__ import annotations

import pandas as pd

from analytics.insights.customer_path import path_in_words, stays
from analytics.insights.then_and_now import FEWEST_IN_ARROW, ways, ways_in_words


def test_months_in_one_segment_are_one_stay_and_coming_back_is_another() -> None:
    path = pd.DataFrame(
        {
            "as_of": pd.to_datetime(["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
            "name": ["a", "a", "b", "a"],
            "colour": "#000000",
            "strength": [0.9, 0.6, 0.8, 1.0],
        }
    )
    table = stays(path)
    assert table["name"].tolist() == ["a", "b", "a"]
    assert table["n_days"].tolist() == [2, 1, 1]
    assert table["least"].tolist() == [0.6, 0.8, 1.0]
    assert table["last"].iloc[0] == pd.Timestamp("2026-02-28")
    assert path_in_words(path).startswith("2 moves between segments since 31 Jan 2026: a from 31 Jan 2026; b from")
    assert "at each of 2 months' ends" in path_in_words(path.head(2))
    assert "Nothing is known" in path_in_words(path.head(0))


def _side(names: list[str], x: float) -> pd.DataFrame:
    ids = [str(number) for number in range(len(names))]
    return pd.DataFrame({"customer_id": ids, "name": names, "x": x, "y": [float(n) for n in range(len(names))]})


def test_a_way_is_of_those_who_moved_and_its_ends_are_their_medians() -> None:
    then = _side(["a"] * 7 + ["b"] * 4 + ["c"], 0.0)
    now = _side(["b"] * 6 + ["a"] + ["c"] * 4 + ["c"], 1.0)
    found = ways(then, now)
    assert found[["then", "now", "n_customers"]].to_numpy().tolist() == [["a", "b", 6]]
    assert found[["x_then", "y_then", "x_now", "y_now"]].to_numpy().tolist() == [[0.0, 2.5, 1.0, 2.5]]
    assert "6 customers from a to b" in ways_in_words(found, n=12, day="31 Jan 2026")


def test_few_who_moved_or_whose_place_is_not_known_are_no_way() -> None:
    n = FEWEST_IN_ARROW - 1
    assert ways(_side(["a"] * n, 0.0), _side(["b"] * n, 1.0)).empty
    assert ways(_side(["a"] * 9, float("nan")), _side(["b"] * 9, 1.0)).empty
    assert "no way" in ways_in_words(ways(_side(["a"], 0.0), _side(["b"], 1.0)), n=1, day="31 Jan 2026")
