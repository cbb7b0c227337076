"""Whether sets hold what they promise: in all, in each segment, and said where they don't."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.insights.coverage import coverage, coverage_sentences

NAMES = {"2.1": "Savers", "2.2": "Travellers", "2.3": "Few"}


def judged(*parts: tuple[str | None, int, int]) -> pd.DataFrame:
    """Rows of a segment: how many, and of how many the set held what happened."""
    rows = [(segment, "without" if place < held else "with") for segment, n, held in parts for place in range(n)]
    table = pd.DataFrame(rows, columns=["segment_id", "prediction_set"])
    return table.assign(customer_id=[f"C{place}" for place in range(len(table))], value=0)


def test_everyone_comes_first_and_a_segment_that_fails_is_marked() -> None:
    table = coverage(judged(("2.1", 400, 360), ("2.2", 400, 320), ("2.3", 10, 1), (None, 100, 90)), names=NAMES)
    assert table["label"].tolist() == ["Everyone", "Savers", "Travellers", "Few"]
    assert table["verdict"].tolist() == ["below", "holds", "below", "few"]
    assert table["n"].tolist() == [910, 400, 400, 10]
    assert np.isnan(table["value"].iloc[3])
    first, second = coverage_sentences(table)
    assert "held what happened in 84.7% of the rows" in first
    assert second == "Not to be relied on in Travellers (80.0%): there it held less often than promised."


def test_a_segment_in_which_sets_hold_too_often_is_said_apart() -> None:
    table = coverage(judged(("2.1", 400, 400), ("2.2", 400, 357)), names=NAMES)
    assert table["verdict"].tolist() == ["above", "above", "holds"]
    assert coverage_sentences(table)[1].startswith("Wider than needed in Savers (100.0%)")


def test_where_it_holds_everywhere_that_is_said() -> None:
    table = coverage(judged(("2.1", 400, 362), ("2.2", 400, 357)), names=NAMES)
    assert set(table["verdict"]) == {"holds"}
    assert "held in every segment" in coverage_sentences(table)[1]


def test_without_segments_only_everyone_is_spoken_of() -> None:
    table = coverage(judged((None, 200, 180)), names=NAMES)
    assert table["label"].tolist() == ["Everyone"]
    assert len(coverage_sentences(table)) == 1
