"""Which drivers rose and fell, worked by hand."""

from __future__ import annotations

import pandas as pd

from analytics.insights.driver_changes import change_sentences, driver_changes


def drivers(**sizes: float) -> pd.DataFrame:
    """Drivers with intervals of ± 0.05."""
    table = pd.DataFrame({"feature": list(sizes), "mean_abs_contribution": list(sizes.values())})
    return table.assign(lower=table["mean_abs_contribution"] - 0.05, upper=table["mean_abs_contribution"] + 0.05)


def test_a_driver_rose_or_fell_where_the_intervals_do_not_meet() -> None:
    before = drivers(rises=0.10, falls=0.50, meets=0.30, gone=0.20, tiny_gone=0.001)
    now = drivers(rises=0.30, falls=0.20, meets=0.39, new=0.40)
    changes = driver_changes(before, now).set_index("feature")["what"].to_dict()
    assert changes == {
        "rises": "rose",
        "falls": "fell",
        "meets": "same",
        "new": "new",
        "gone": "gone",
        "tiny_gone": "same",
    }


def test_the_largest_changes_come_first() -> None:
    changes = driver_changes(drivers(a=0.1, b=0.5), drivers(a=0.3, b=0.1))
    assert changes["feature"].tolist() == ["b", "a"]
    assert changes["change"].round(12).tolist() == [-0.4, 0.2]


def test_changes_in_words_name_sizes_before_and_now() -> None:
    changes = driver_changes(drivers(a=0.1, b=0.5, c=0.3), drivers(a=0.3, b=0.1, d=0.2))
    assert change_sentences(changes, {"a": "Cash"}) == [
        "Stronger: “Cash” (0.10 → 0.30).",
        "Weaker: “b” (0.50 → 0.10).",
        "Newly asked about: “d” (– → 0.20).",
        "No longer asked about: “c” (0.30 → –).",
    ]


def test_more_than_four_are_counted() -> None:
    before = drivers(**{f"f{number}": 0.1 for number in range(6)})
    now = drivers(**{f"f{number}": 0.4 for number in range(6)})
    assert change_sentences(driver_changes(before, now), {})[0].endswith("“f3” (0.10 → 0.40), and 2 more.")


def test_a_table_beside_itself_has_not_changed() -> None:
    table = drivers(a=0.1, b=0.5)
    assert change_sentences(driver_changes(table, table), {}) == ["No driver is clearly stronger or weaker."]
