"""How much a note says about protected groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from analytics.models.protected_proxy import SIGN_ABOVE, STOP_ABOVE, groups_of, protected_proxy


def groups(n: int) -> np.ndarray:
    return np.random.default_rng(0).choice(np.array(["alder", "brevic", "coastal"], dtype=object), n, p=[0.6, 0.3, 0.1])


def test_a_note_that_has_nothing_to_do_with_a_group_says_nothing() -> None:
    language = groups(4000)
    note = np.random.default_rng(1).random(4000) < 0.1
    table = protected_proxy(note, {"language": language}, seed=0)
    assert len(table) == 3
    assert table["auc"].max() < SIGN_ABOVE
    assert (table["lower"] <= table["auc"]).all()
    assert (table["auc"] <= table["upper"]).all()


def test_a_rare_note_all_of_one_group_is_seen_though_it_hardly_tells_who_is_in_the_group() -> None:
    language = groups(4000)
    note = (language == "brevic") & (np.random.default_rng(1).random(4000) < 0.05)
    row = protected_proxy(note, {"language": language}, seed=0).set_index("group").loc["brevic"]
    assert roc_auc_score(language == "brevic", note) < SIGN_ABOVE
    assert row["auc"] > STOP_ABOVE
    assert abs(row["auc"] - roc_auc_score(note, language == "brevic")) < 1e-9


def test_groups_of_fewer_than_fifty_and_missing_values_are_left_out() -> None:
    language = np.array(["a"] * 400 + ["b"] * 400 + ["c"] * 49 + [None] * 100, dtype=object)
    table = protected_proxy(np.arange(949) % 3 == 0, {"language": language}, seed=0)
    assert set(table["group"]) == {"a", "b"}
    assert protected_proxy(np.ones(10, dtype=bool), {}, seed=0).empty


def test_births_become_ages_and_numbers_quarters() -> None:
    born = pd.Series([pd.Timestamp("1950-01-01"), pd.Timestamp("1999-06-30"), pd.NaT])
    assert groups_of(born, as_of=pd.Timestamp("2026-06-30")).tolist() == ["75 and over", "under 30", None]
    numbers = groups_of(pd.Series(np.arange(100.0)), as_of=pd.Timestamp("2026-06-30"))
    assert len(set(numbers)) == 4
