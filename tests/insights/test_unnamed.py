"""What the model found that nobody has named."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.insights.unnamed import odd_groups, sure_and_wrong
from analytics.models.confirm_part import confirm_part


def test_a_small_tight_far_group_is_found_and_said_what_sets_it_apart() -> None:
    random = np.random.default_rng(0)
    values = random.normal(size=(1500, 8))
    values[:40] = random.normal(scale=0.2, size=(40, 8)) + np.array([0, 0, 6, 0, 0, -3, 0, 0])
    ids = [f"C{number:05d}" for number in range(1500)]
    table = odd_groups(pd.DataFrame(values, index=ids, columns=[f"f{number}" for number in range(8)]), seed=0)
    assert table.loc[0, "feature"] == "f2"
    assert set(table["customer_ids"].tolist()[0]) == set(ids[:40])


def test_where_nobody_is_odd_no_group_is_named() -> None:
    values = np.random.default_rng(1).normal(size=(1500, 8))
    assert odd_groups(pd.DataFrame(values), seed=0).empty
    assert odd_groups(pd.DataFrame(values[:30]), seed=0).empty


def test_nobody_of_the_confirm_part_and_nobody_whom_the_model_knew_is_shown() -> None:
    ids = pd.Series([f"C{number:07d}" for number in range(400)])
    scores = pd.DataFrame(
        {
            "customer_id": ids,
            "as_of": pd.Timestamp("2026-06-30"),
            "probability": np.linspace(0.01, 0.99, 400),
            "split": np.where(np.arange(400) % 4 == 0, "train", "test"),
        }
    )
    labels = scores[["customer_id", "as_of"]].assign(value=(np.arange(400) < 200).astype(int))
    table = sure_and_wrong(scores, labels)
    assert not confirm_part(table["customer_id"]).any()
    assert not set(table["customer_id"]) & set(ids[::4])
    assert table["surprise"].is_monotonic_decreasing
    assert {0, 1} == set(table["value"])
    assert sure_and_wrong(scores.assign(split="train"), labels).empty
