"""A customer table's columns become features as they are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.features.columns import MOST_LEVELS, REST, column_features, left_out_columns

N = 200


def table() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "customer_id": [f"{number:04d}" for number in range(N)][::-1],
            "CLIENTNUM": rng.permutation(10 * N)[:N].astype(float),
            "position": np.arange(N, dtype=float),
            "Total_Trans_Ct": rng.integers(10, 100, N).astype(float),
            "card": rng.choice(["Blue", "Gold", "Unknown"], N),
            "city": [f"city {number % 80:02d}" for number in range(N)],
            "e_mail": [f"{number}@example.org" for number in range(N)],
            "bank": ["ours"] * N,
            "empty": [None] * N,
            "flag": ["yes", None] * (N // 2),
        }
    )


def test_ids_constants_and_empty_columns_are_left_out_by_name() -> None:
    assert left_out_columns(table()).set_index("column")["reason"].to_dict() == {
        "CLIENTNUM": "It numbers the rows.",
        "position": "It numbers the rows.",
        "e_mail": "Nearly every value is different (200 of 200), so it names rows.",
        "bank": "It has the same value for everyone.",
        "empty": "It is empty.",
    }


def test_numbers_stay_numbers_and_text_becomes_categories_with_unknown_as_one() -> None:
    features, catalogue = column_features(table())
    assert features.columns.tolist() == ["Total_Trans_Ct", "card", "city", "flag"] == catalogue["feature"].tolist()
    assert features["Total_Trans_Ct"].dtype == np.float64
    assert features["card"].cat.categories.tolist() == ["Blue", "Gold", "Unknown"]
    assert features.index.is_monotonic_increasing
    assert catalogue["group"].unique().tolist() == ["column"]
    assert catalogue["unit"].tolist() == ["number", "text", "text", "text"]
    assert catalogue["title"].iloc[0] == "Total Trans Ct"


def test_missing_stays_missing_and_a_value_beside_missing_is_kept() -> None:
    features, _ = column_features(table())
    assert features["flag"].isna().sum() == N / 2


def test_of_too_many_levels_the_most_frequent_stay_and_ties_go_by_name() -> None:
    features, catalogue = column_features(table())
    levels = features["city"].cat.categories.tolist()
    # 200 rows over 80 cities: the first 40 have three rows, the others two.
    assert len(levels) == MOST_LEVELS
    assert levels[0] == REST
    assert levels[1:] == [f"city {number:02d}" for number in range(MOST_LEVELS - 1)]
    assert "80 values, of which 49 are kept" in str(catalogue.set_index("feature").loc["city", "description"])


def test_the_order_of_rows_does_not_matter() -> None:
    features, _ = column_features(table())
    again, _ = column_features(table().sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(features, again)


def test_a_column_called_as_of_does_not_hide_the_tables_own() -> None:
    features, catalogue = column_features(pd.DataFrame({"customer_id": ["a", "b"], "as_of": [1.0, 2.0]}))
    assert features.columns.tolist() == ["own_as_of"] == catalogue["feature"].tolist()


def test_a_measure_that_happens_to_be_unique_is_kept() -> None:
    rng = np.random.default_rng(1)
    amounts = pd.DataFrame({"customer_id": [str(n) for n in range(N)], "income": rng.permutation(10**6)[:N] * 1.0})
    assert left_out_columns(amounts).empty
