"""What is said of a customer's forecasts: what stands out, and not what is rare for everybody."""

from __future__ import annotations

import pandas as pd

from analytics.insights.likely_next import LEAST_TIMES, MOST, likely_next


def forecasts(*rows: tuple[str, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["words", "probability", "average"])
    return table.assign(within_days=30)


def test_what_stands_out_most_comes_first_and_the_usual_is_left_out() -> None:
    table = forecasts(("visit", 0.30, 0.15), ("call", 0.11, 0.10), ("loan", 0.06, 0.01), ("fee", 0.01, 0.20))
    assert [each.what for each in likely_next(table)] == ["loan", "visit"]


def test_what_is_rare_even_here_is_not_said() -> None:
    assert not likely_next(forecasts(("loan", 0.009, 0.001)))
    assert likely_next(forecasts(("loan", 0.01, 0.001)))


def test_at_most_five_are_said_and_none_of_none() -> None:
    many = forecasts(*((f"event {number}", 0.2, 0.2 / LEAST_TIMES / (1 + number)) for number in range(9)))
    assert len(likely_next(many)) == MOST
    assert likely_next(forecasts()) == []
