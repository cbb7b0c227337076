from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics.models.boosting import contributions, fit_booster, margins
from analytics.models.churn import fit_outcome
from analytics.models.fitted_outcome import FittedOutcome
from analytics.models.model_card import stored_model
from analytics.vocabulary import PUBLISHED
from benchmarks.churn import interval_coverage
from tests.models.made_up import customer_table, features_of, labels_of

TABLES = (
    "scores",
    "evaluation",
    "evaluation_months",
    "calibration_bins",
    "attributions",
    "leaks",
    "models",
    "model_files",
)


def _fitted(
    table: pd.DataFrame, *, seed: int = 0, n_threads: int = 1, labels: pd.DataFrame | None = None
) -> FittedOutcome:
    features = features_of(table)
    latest = features[features["as_of"] == features["as_of"].max()]
    return fit_outcome(
        features,
        labels_of(table) if labels is None else labels,
        latest,
        outcome="churn",
        seed=seed,
        n_threads=n_threads,
    )


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    return customer_table(900, dates=3)


@pytest.fixture(scope="module")
def fitted(panel: pd.DataFrame) -> FittedOutcome:
    return _fitted(panel)


def test_every_table_has_its_published_columns_and_no_doubled_key(fitted: FittedOutcome) -> None:
    for name in ("scores", "evaluation", "attributions", "models"):
        table = getattr(fitted, name)
        assert list(table.columns[: len(PUBLISHED[name].columns)]) == list(PUBLISHED[name].columns)
        assert not table.duplicated(list(PUBLISHED[name].key)).any()


def test_everybody_described_has_a_score_with_its_interval_and_band(fitted: FittedOutcome) -> None:
    scores = fitted.scores
    assert len(scores) == 900
    assert scores["probability"].between(0, 1).all()
    assert ((scores["lower"] <= scores["probability"]) & (scores["probability"] <= scores["upper"])).all()
    assert set(scores["split"]) == {"train", "calibration", "test"}
    highest = scores[scores["band"] == "high"]["probability"].min()
    assert highest > scores[scores["band"] != "high"]["probability"].max()


def test_the_mean_interval_holds_the_mean_true_risk_in_nearly_every_bin_of_scores() -> None:
    panel = customer_table(1500, dates=3)
    fitted = _fitted(panel)
    latest = panel[panel["as_of"] == panel["as_of"].max()]
    truth = latest[["customer_id"]].assign(true_probability=latest["risk"])
    table = interval_coverage(fitted.scores, truth, n_bins=10)
    assert table["n"].tolist() == [150] * 10
    assert table["is_held"].sum() >= 9
    # Of what nobody's risk is, an interval holds nothing.
    assert not interval_coverage(fitted.scores, truth.assign(true_probability=1.0), n_bins=10)["is_held"].any()


def test_what_was_worked_out_from_later_records_is_judged_on_its_latest_date_and_not_searched_for_leaks(
    panel: pd.DataFrame, fitted: FittedOutcome
) -> None:
    features = features_of(panel)
    latest = features[features["as_of"] == features["as_of"].max()]
    light = fit_outcome(
        features, labels_of(panel), latest, outcome="churn", seed=0, n_threads=1, most_steps=1, may_leak=False
    )
    assert light.leaks.empty
    pd.testing.assert_frame_equal(light.scores, fitted.scores)
    pd.testing.assert_frame_equal(light.evaluation, fitted.evaluation)
    dates = light.evaluation_months.query("split == 'time'")["as_of"]
    assert dates.unique().tolist() == [fitted.evaluation_months.query("split == 'time'")["as_of"].max()]


def test_probability_is_the_calibration_of_the_margin(fitted: FittedOutcome) -> None:
    parts = dict(zip(fitted.model_files["part"], fitted.model_files["text"], strict=True))
    calibration = json.loads(parts["calibration"])
    raw = 1 / (1 + np.exp(-fitted.scores["margin"] - calibration["shift"]))
    stretched = calibration["slope"] * np.log(raw / (1 - raw)) + calibration["skew"] * np.log(4 * raw * (1 - raw))
    expected = 1 / (1 + np.exp(-(stretched + calibration["intercept"])))
    np.testing.assert_allclose(fitted.scores["probability"], expected, atol=1e-12)


def test_a_model_read_back_from_its_text_gives_the_same_probabilities(
    panel: pd.DataFrame, fitted: FittedOutcome
) -> None:
    model = stored_model(dict(zip(fitted.model_files["part"], fitted.model_files["text"], strict=True)))
    latest = features_of(panel[panel["as_of"] == panel["as_of"].max()]).sort_values("customer_id")
    np.testing.assert_allclose(model.probability(latest), fitted.scores["probability"], atol=1e-12)


def test_contributions_add_up_to_the_margin_of_every_customer(fitted: FittedOutcome) -> None:
    total = fitted.attributions.groupby("customer_id")["contribution"].sum()
    np.testing.assert_allclose(total.to_numpy(), fitted.scores["margin"].to_numpy(), atol=1e-6)
    counts = fitted.attributions.groupby("customer_id")["feature"].agg(["size", "nunique"])
    assert (counts == 5).all().all()
    base = fitted.attributions[fitted.attributions["feature"] == "(base)"]["contribution"]
    assert base.nunique() == 1


def test_contributions_equal_shapley_values_by_brute_force() -> None:
    random = np.random.default_rng(0)
    matrix = random.normal(size=(300, 4))
    matrix[random.random((300, 4)) < 0.1] = np.nan
    values = (np.nan_to_num(matrix[:, 0] * matrix[:, 1]) + random.normal(size=300) > 0).astype(float)
    booster = fit_booster(matrix, values, categorical=[], rounds=15, seed=0, n_threads=1)
    rows = matrix[:6]
    trees = [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    worth = {
        known: np.array([sum(_expected(tree, row, set(known)) for tree in trees) for row in rows])
        for size in range(5)
        for known in itertools.combinations(range(4), size)
    }
    weights = {0: 1 / 4, 1: 1 / 12, 2: 1 / 12, 3: 1 / 4}
    found = contributions(booster, rows, n_threads=1)
    for feature in range(4):
        others = [known for known in worth if feature not in known]
        expected = sum(
            weights[len(known)] * (worth[tuple(sorted((*known, feature)))] - worth[known]) for known in others
        )
        np.testing.assert_allclose(found[:, feature], expected, atol=1e-9)
    np.testing.assert_allclose(found[:, 4], worth[()], atol=1e-9)
    np.testing.assert_allclose(found.sum(axis=1), margins(booster, rows, n_threads=1), atol=1e-9)


def _expected(node: dict[str, Any], row: np.ndarray, known: set[int]) -> float:
    """Value of a tree where only some features are known: the others follow the training rows."""
    if "leaf_value" in node:
        return float(node["leaf_value"])
    left, right = node["left_child"], node["right_child"]
    if node["split_feature"] in known:
        value = row[node["split_feature"]]
        value = 0.0 if np.isnan(value) and node["missing_type"] == "None" else value
        goes_left = node["default_left"] if np.isnan(value) else value <= node["threshold"]
        return _expected(left if goes_left else right, row, known)
    n_left, n_right = (side.get("internal_count", side.get("leaf_count")) for side in (left, right))
    total = n_left * _expected(left, row, known) + n_right * _expected(right, row, known)
    return float(total / (n_left + n_right))


def test_contributions_equal_those_of_the_shap_package(panel: pd.DataFrame) -> None:
    shap = pytest.importorskip("shap")
    matrix = panel[["silence_days", "balance", "noise"]].to_numpy()
    values = labels_of(panel)["value"].to_numpy(dtype=float)
    booster = fit_booster(matrix, values, categorical=[], rounds=40, seed=0, n_threads=1)
    explained = shap.TreeExplainer(booster)(matrix[:200])
    found = contributions(booster, matrix[:200], n_threads=1)
    np.testing.assert_allclose(found[:, :-1], explained.values, atol=1e-9)
    np.testing.assert_allclose(found[:, -1], explained.base_values, atol=1e-9)


def test_one_and_two_threads_give_the_same_tables(panel: pd.DataFrame, fitted: FittedOutcome) -> None:
    again = _fitted(panel, n_threads=2)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(fitted, name), getattr(again, name), rtol=0, atol=1e-12)


def test_the_order_of_the_rows_changes_nothing(panel: pd.DataFrame, fitted: FittedOutcome) -> None:
    labels = labels_of(panel).sample(frac=1, random_state=2)
    again = _fitted(panel.sample(frac=1, random_state=5), labels=labels)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(fitted, name), getattr(again, name), rtol=0, atol=1e-12)


def test_the_model_ranks_as_well_as_the_truth_allows_and_beats_the_rule(
    panel: pd.DataFrame, fitted: FittedOutcome
) -> None:
    figures = fitted.evaluation[fitted.evaluation["split"] == "customers"].set_index(["model", "metric"])["value"]
    assert figures["gradient_boosting", "auc"] > figures["naive", "auc"]
    assert figures["gradient_boosting", "calibration_error"] < 0.08
    assert fitted.beats_baseline
    assert fitted.naive_feature == "silence_days"
    joined = fitted.scores.merge(panel, on=["customer_id", "as_of"])
    assert joined["probability"].corr(joined["risk"]) > 0.88, "a tenth of the silences is missing"


def test_a_later_date_is_judged_by_models_of_earlier_ones(fitted: FittedOutcome) -> None:
    time = fitted.evaluation[fitted.evaluation["split"] == "time"]
    assert set(time["model"]) == {"gradient_boosting", "logistic", "naive"}
    months = fitted.evaluation_months
    assert months[months["split"] == "time"]["as_of"].nunique() == 2
    assert months[months["split"] == "customers"]["as_of"].nunique() == 3
    assert fitted.why_no_time is None


def test_with_one_date_there_is_no_evaluation_in_time_and_the_reason_is_given() -> None:
    fitted = _fitted(customer_table(300))
    assert set(fitted.evaluation["split"]) == {"customers"}
    assert fitted.why_no_time is not None
    assert "same date" in fitted.why_no_time


def test_labels_not_yet_known_at_the_cut_are_not_learned_from(panel: pd.DataFrame) -> None:
    features = features_of(panel)
    fitted = fit_outcome(
        features,
        labels_of(panel),
        features[features["as_of"] == features["as_of"].max()],
        outcome="churn",
        seed=0,
        n_threads=1,
        horizon_days=120,
    )
    steps = fitted.evaluation_months[fitted.evaluation_months["split"] == "time"]
    assert steps["as_of"].nunique() == 1, "three months apart, only the first date's labels are known 120 days later"


def test_leaving_out_a_protected_column_has_a_price_that_is_shown() -> None:
    table = customer_table(1500)
    gender = np.random.default_rng(0).choice(["f", "m"], len(table))
    table["risk"] = np.where(gender == "f", 0.6, 0.1)
    protected = table[["customer_id"]].assign(gender=gender, birth_date=pd.Timestamp("1980-01-01"))
    features = features_of(table)
    fitted = fit_outcome(
        features, labels_of(table), features, outcome="churn", seed=0, n_threads=1, protected_training=protected
    )
    auc = fitted.evaluation[fitted.evaluation["metric"] == "auc"].set_index("model")["value"]
    assert auc["gradient_boosting_with_protected"] > auc["gradient_boosting"] + 0.15
    assert "gender" not in set(fitted.attributions["feature"])


def test_where_labels_are_chance_the_product_says_so() -> None:
    held = 0
    for seed in range(6):
        table = customer_table(400, seed=seed, effect=0.0)
        fitted = _fitted(table, seed=seed)
        table = fitted.evaluation
        auc = table[(table["model"] == "gradient_boosting") & (table["metric"] == "auc")]
        held += int(auc["lower"].iloc[0] <= 0.5 <= auc["upper"].iloc[0])
        assert not fitted.beats_baseline
    assert held >= 4
    assert "No better than chance" in fitted.verdict or "not shown to be better" in fitted.verdict


@pytest.mark.parametrize(("positives", "said"), [(0, "Only 0 of 200"), (19, "Only 19 of 200"), (190, "Only 10 of 200")])
def test_with_fewer_than_twenty_of_a_class_there_is_no_model_and_a_reason(positives: int, said: str) -> None:
    table = customer_table(200)
    labels = labels_of(table).assign(value=[1] * positives + [0] * (200 - positives))
    fitted = _fitted(table, labels=labels)
    assert fitted.why_not is not None
    assert said in fitted.why_not
    assert fitted.scores.empty
    assert list(fitted.scores.columns[:3]) == ["customer_id", "as_of", "outcome"]


def test_an_outcome_without_labels_has_no_model() -> None:
    table = customer_table(50)
    fitted = _fitted(table, labels=labels_of(table).assign(outcome="another"))
    assert fitted.why_not == "No customer has a label for this outcome."


def test_sixty_rows_with_odd_columns_make_a_modest_model() -> None:
    table = customer_table(60)
    table = table.assign(empty=np.nan, same=1.0, one_word="x", flag=table["noise"] > 0, odd=np.inf)
    labels = labels_of(table).assign(value=[0, 1] * 30)
    fitted = _fitted(table, labels=labels)
    assert fitted.why_not is None
    assert len(fitted.scores) == 60
    assert np.isfinite(fitted.scores[["probability", "lower", "upper", "margin"]].to_numpy()).all()
    assert (fitted.scores["upper"] - fitted.scores["lower"]).mean() > 0.1, "few customers, wide intervals"


def test_customers_without_a_label_are_scored_and_said_to_be_unlabelled(panel: pd.DataFrame) -> None:
    labels = labels_of(panel)
    fitted = _fitted(panel, labels=labels[labels["customer_id"] >= "C000200"])
    unlabelled = fitted.scores[fitted.scores["split"] == "unlabelled"]
    assert unlabelled["customer_id"].max() == "C000199"
    assert len(unlabelled) == 200


def test_a_level_that_was_never_seen_does_not_stop_the_scoring(panel: pd.DataFrame) -> None:
    features = features_of(panel)
    describe = features[features["as_of"] == features["as_of"].max()].assign(channel="carrier pigeon")
    fitted = fit_outcome(features, labels_of(panel), describe, outcome="churn", seed=0, n_threads=1)
    assert len(fitted.scores) == 900
    assert (fitted.attributions.query("feature == 'channel'")["feature_value"] == "carrier pigeon").all()


def test_the_model_is_named_by_what_it_was_made_from(panel: pd.DataFrame, fitted: FittedOutcome) -> None:
    first = fitted.models.iloc[0]
    assert first["status"] == "in_force"
    assert first["created_at"] == panel["as_of"].max() + pd.Timedelta("23:59:59")
    other = labels_of(panel)
    values = other["value"].to_numpy(copy=True)
    values[0] = 1 - values[0]
    other = other.assign(value=values)
    assert _fitted(panel, labels=other).models.iloc[0]["model_id"] != first["model_id"]
    assert (fitted.scores["model_id"] == first["model_id"]).all()


def test_a_customer_without_any_history_is_not_at_high_risk_for_that(panel: pd.DataFrame) -> None:
    features, labels = features_of(panel), labels_of(panel)
    unknown = features.tail(1).assign(customer_id="nobody", silence_days=np.nan, balance=np.nan)

    told = fit_outcome(features, labels, unknown, outcome="churn", seed=0, n_threads=1)

    assert told.scores["probability"].iloc[0] < 1.5 * labels["value"].mean()
