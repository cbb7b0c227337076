"""`verify` names what is wrong, and a flipped bit is never served without a word."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest

from analytics.errors import StoreEmptyError, TandemError
from analytics.store.connection import WAREHOUSE_FILE
from analytics.store.shelf import current_id, snapshot_file
from analytics.store.snapshots import publish_tables
from analytics.store.verify import damage, snapshot_problems, store_problems
from analytics.vocabulary import PUBLISHED
from tests.store.copied import copied


def _flip(path: Path, position: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(position)
        byte = file.read(1)[0]
        file.seek(position)
        file.write(bytes([byte ^ (1 << bit)]))


def _publish(store: Path, **changes: pd.DataFrame) -> tuple[str, ...]:
    tables = {
        "features": pd.DataFrame({"customer_id": ["A", "B"], "as_of": ["2026-06-30"] * 2}),
        "segments": pd.DataFrame(
            {
                "segment_id": ["S1", "F1"],
                "segment_key": ["k1", "k2"],
                "parent_id": [None, "S1"],
                "level": [1, 2],
                "n_customers": [2, 2],
                "name": ["x", "x"],
                "suggested_name": ["x", "x"],
                "stability": [1.0, 1.0],
            }
        ),
        "membership": pd.DataFrame(
            {
                "customer_id": ["A", "A", "B", "B"],
                "level": [1, 2, 1, 2],
                "segment_id": ["S1", "F1", "S1", "F1"],
                "strength": [1.0] * 4,
            }
        ),
    }
    made = publish_tables(store, {**tables, **changes}, {})
    return snapshot_problems(store, made)


def test_a_store_without_anything_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StoreEmptyError, match="run ingest"):
        store_problems(tmp_path)


def test_what_fits_together_is_well(tmp_path: Path) -> None:
    assert _publish(tmp_path) == ()


def test_a_key_that_stands_twice_is_named(tmp_path: Path) -> None:
    features = pd.DataFrame({"customer_id": ["A", "A"], "as_of": ["2026-06-30"] * 2})
    assert any("features has more than one row for A" in problem for problem in _publish(tmp_path, features=features))


def test_a_row_without_a_key_is_named(tmp_path: Path) -> None:
    features = pd.DataFrame({"customer_id": ["A", "B", None], "as_of": ["2026-06-30"] * 3})
    assert any("a row without a key" in problem for problem in _publish(tmp_path, features=features))


def test_a_pattern_of_no_outcome_is_one_whatever_follows(tmp_path: Path) -> None:
    columns = PUBLISHED["patterns"].columns
    row = {column: ["x"] for column in columns} | {"outcome": [None]}
    assert _publish(tmp_path, patterns=pd.DataFrame(row)) == ()
    nameless = pd.DataFrame(row | {"pattern_id": [None], "outcome": ["churn"]})
    assert "patterns has a row without a key" in "".join(_publish(tmp_path, patterns=nameless))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    assert any("map has no column y" in it for it in _publish(tmp_path, map=pd.DataFrame({"customer_id": [], "x": []})))


def test_a_membership_without_its_segment_is_named(tmp_path: Path) -> None:
    membership = pd.DataFrame(
        {"customer_id": ["A", "B"], "level": [1, 1], "segment_id": ["S1", "S9"], "strength": [1.0, 1.0]}
    )
    problems = _publish(tmp_path, membership=membership)
    assert any("membership without segment: 1, the first B, 1, S9" in problem for problem in problems)


def test_a_customer_in_two_segments_of_a_level_is_named(tmp_path: Path) -> None:
    membership = pd.DataFrame(
        {"customer_id": ["A", "A", "B"], "level": [1, 1, 1], "segment_id": ["S1", "S1", "S1"], "strength": [1.0] * 3}
    )
    problems = _publish(tmp_path, membership=membership)
    assert any("customers not once a level: 1, the first A, 1, 2" in problem for problem in problems)


def test_contributions_that_do_not_add_up_to_the_margin_are_named(tmp_path: Path) -> None:
    scores = pd.DataFrame(
        {
            "customer_id": ["A", "B"],
            "as_of": ["2026-06-30"] * 2,
            "outcome": ["churn"] * 2,
            "probability": [0.5, 0.5],
            "lower": [0.4, 0.4],
            "upper": [0.6, 0.6],
            "band": ["low"] * 2,
            "model_id": ["m"] * 2,
            "split": ["test"] * 2,
            "margin": [0.3, 0.3],
        }
    )
    attributions = pd.DataFrame(
        {
            "customer_id": ["A", "A", "B"],
            "outcome": ["churn"] * 3,
            "feature": ["(base)", "age", "(base)"],
            "feature_value": ["", "-1.5", ""],
            "contribution": [0.1, 0.2, 0.4],
        }
    )
    problems = _publish(tmp_path, scores=scores, attributions=attributions)
    assert [problem for problem in problems if "scores off their margin: 1, the first B, churn" in problem]


def test_every_flipped_bit_of_a_snapshot_is_seen(tmp_path: Path) -> None:
    _publish(tmp_path)
    current = current_id(tmp_path)
    assert current is not None
    path = snapshot_file(tmp_path, current)
    whole, draw = path.read_bytes(), random.Random(7)
    for _ in range(40):
        _flip(path, draw.randrange(len(whole)), draw.randrange(8))
        assert any("SHA-256 differs" in problem for problem in snapshot_problems(tmp_path, current))
        path.write_bytes(whole)


def test_a_flipped_bit_in_the_rows_of_the_warehouse_is_seen(demo_store: Path, tmp_path: Path) -> None:
    store = copied(demo_store, tmp_path)
    path = store / WAREHOUSE_FILE
    whole, draw, n_seen = path.read_bytes(), random.Random(7), 0
    n_flips = 12
    for _ in range(n_flips):
        _flip(path, draw.randrange(len(whole)), draw.randrange(8))
        try:
            n_seen += bool(damage(store))
        except TandemError:
            n_seen += 1
        path.write_bytes(whole)
    assert damage(store) == ()
    # The others fell on free blocks, which hold nothing: they are harmless, not silent.
    assert n_seen >= n_flips // 2
